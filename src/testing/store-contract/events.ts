/** The part of the contract that is about events. */
import { eventOf, textsOf } from "./samples.ts";
import type { Suite } from "./suite.ts";

export function eventsContract({ expect, withStore }: Suite): void {
  withStore("has none for an unknown run", async (store) => {
    expect(await store.readEvents("r")).toEqual([]);
    expect(await store.readEvents("r", 5)).toEqual([]);
  });

  withStore("numbers them from 0 without gaps, in the order of appending", async (store) => {
    await store.appendEvents("r", [eventOf("0"), eventOf("1")]);
    await store.appendEvents("r", []);
    await store.appendEvents("r", [eventOf("2")]);
    expect(textsOf(await store.readEvents("r"))).toEqual(["0", "1", "2"]);
    for (const from of [0, 1, 2, 3, 9]) {
      expect(textsOf(await store.readEvents("r", from))).toEqual(["0", "1", "2"].slice(from));
    }
  });

  withStore("keeps the order of appends that do not wait for one another", async (store) => {
    const numbers = Array.from({ length: 100 }, (_, i) => String(i));
    await Promise.all(numbers.map((text) => store.appendEvents("r", [eventOf(text)])));
    expect(textsOf(await store.readEvents("r"))).toEqual(numbers);
  });

  withStore("keeps the events of each run apart", async (store) => {
    await Promise.all([store.appendEvents("r", [eventOf("r0")]), store.appendEvents("s", [eventOf("s0")])]);
    await store.appendEvents("r", [eventOf("r1")]);
    expect(textsOf(await store.readEvents("r"))).toEqual(["r0", "r1"]);
    expect(textsOf(await store.readEvents("s", 0))).toEqual(["s0"]);
  });

  withStore("forgets the events of one run, and numbers from 0 again", async (store) => {
    await Promise.all([store.appendEvents("r", [eventOf("before")]), store.appendEvents("s", [eventOf("stays")])]);
    await store.clearEvents("r");
    expect(await store.readEvents("r")).toEqual([]);
    await store.appendEvents("r", [eventOf("after")]);
    expect(textsOf(await store.readEvents("r", 0))).toEqual(["after"]);
    expect(textsOf(await store.readEvents("s"))).toEqual(["stays"]);
  });

  withStore("does what is asked without waiting in the order of asking", async (store) => {
    await Promise.all([
      store.appendEvents("r", [eventOf("before")]),
      store.clearEvents("r"),
      store.appendEvents("r", [eventOf("after")]),
    ]);
    expect(textsOf(await store.readEvents("r"))).toEqual(["after"]);
  });
}
