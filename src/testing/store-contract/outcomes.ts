/** The part of the contract that is about rows of data, and what prompts did on them. */
import { outcomeOf, rowOf } from "./samples.ts";
import type { Suite } from "./suite.ts";

export function outcomesContract({ expect, withStore }: Suite): void {
  withStore("has none at first", async (store) => {
    expect(await store.readRows()).toEqual([]);
    expect(await store.readRows(["1"])).toEqual([]);
    expect(await store.readOutcomes("r")).toEqual([]);
  });

  withStore("keeps each row once, the last put under its id, and reads all or some", async (store) => {
    await Promise.all([store.putRows([rowOf("1"), rowOf("2")]), store.putRows([rowOf("2"), rowOf("3")])]);
    await store.putRows([]);
    expect(await store.readRows()).toEqual([rowOf("1"), rowOf("2"), rowOf("3")]);
    const changed = { ...rowOf("1"), fields: { text: "changed" } };
    await store.putRows([changed]);
    expect(await store.readRows()).toEqual([changed, rowOf("2"), rowOf("3")]);
    expect(await store.readRows(["3", "none", "1"])).toEqual([changed, rowOf("3")]);
    expect(await store.readRows([])).toEqual([]);
  });

  withStore("gives back outcomes as they were put, by prompt and by row", async (store) => {
    const [first, second, third] = [outcomeOf("p", "1"), outcomeOf("p", "2"), outcomeOf("q", "1")];
    await store.putOutcomes("r", [first, second]);
    await store.putOutcomes("r", [third]);
    expect(await store.readOutcomes("r")).toEqual([first, second, third]);
    expect(await store.readOutcomes("r", { prompt: "p" })).toEqual([first, second]);
    expect(await store.readOutcomes("r", { row: "1" })).toEqual([first, third]);
    expect(await store.readOutcomes("r", { prompt: "q", row: "2" })).toEqual([]);
    expect(await store.readOutcomes("s")).toEqual([]);
  });

  withStore("keeps one outcome of each prompt, row and repeat: the last", async (store) => {
    await store.putOutcomes("r", [outcomeOf("p", "1"), outcomeOf("p", "1", 1)]);
    const changed = { ...outcomeOf("p", "1"), answer: "negative", correct: true };
    await store.putOutcomes("r", [changed]);
    expect(await store.readOutcomes("r")).toEqual([changed, outcomeOf("p", "1", 1)]);
  });

  withStore("forgets the outcomes of one run, in the order of asking", async (store) => {
    await Promise.all([
      store.putOutcomes("r", [outcomeOf("p", "1")]),
      store.putOutcomes("s", [outcomeOf("p", "1")]),
      store.clearOutcomes("r"),
      store.putOutcomes("r", [outcomeOf("p", "2")]),
    ]);
    expect(await store.readOutcomes("r")).toEqual([outcomeOf("p", "2")]);
    expect(await store.readOutcomes("s")).toEqual([outcomeOf("p", "1")]);
  });

  withStore("takes thousands at once", async (store) => {
    const outcomes = Array.from({ length: 3000 }, (_, i) => outcomeOf(`p${i % 7}`, String(i)));
    await store.putOutcomes("r", outcomes);
    expect(await store.readOutcomes("r")).toEqual(outcomes);
    expect((await store.readOutcomes("r", { prompt: "p3" })).length).toBe(Math.ceil((3000 - 3) / 7));
  });
}
