/** The part of the contract that is about events. */
import { eventOf, textsOf } from "./samples.ts";
import type { Suite } from "./suite.ts";

export function eventsContract({ expect, withStore }: Suite): void {
  withStore("has none for an unknown run", async (store) => {
    expect(await store.readEvents("r")).toEqual([]);
    expect(await store.readEvents("r", 5)).toEqual([]);
  });

  withStore("numbers them without gaps, in the order of appending", async (store) => {
    await store.appendEvents("r", [eventOf("0"), eventOf("1")]);
    await store.appendEvents("r", []);
    await store.appendEvents("r", [eventOf("2")]);
    expect(textsOf(await store.readEvents("r"))).toEqual(["0", "1", "2"]);
    for (const after of [0, 1, 2, 3, 9]) {
      expect(textsOf(await store.readEvents("r", after))).toEqual(["0", "1", "2"].slice(after));
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

  withStore("gives back the stamp, and the number in the sequence from 1", async (store) => {
    const resumed = {
      ...eventOf("naïve 日本語 🙂 \u0000 half a pair \ud83d"),
      attempt: 2,
      at: "2026-02-01T00:00:00.000Z",
    };
    await store.appendEvents("r", [eventOf("first")]);
    await store.appendEvents("r", [resumed]);
    expect(await store.readEvents("r")).toEqual([
      { ...eventOf("first"), sequence: 1 },
      { ...resumed, sequence: 2 },
    ]);
  });

  withStore("lets a reader that asks again with the last number read all of them once", async (store) => {
    const read: string[] = [];
    let last = 0;
    for (const texts of [["0"], [], ["1", "2"], ["3"]]) {
      await store.appendEvents("r", texts.map(eventOf));
      const found = await store.readEvents("r", last);
      read.push(...textsOf(found));
      last = found.at(-1)?.sequence ?? last;
    }
    expect(read).toEqual(["0", "1", "2", "3"]);
    expect(last).toBe(4);
  });
}
