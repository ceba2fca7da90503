/** The part of the contract that is about inputs: what a person did to a run. */
import type { Suite } from "./suite.ts";

export function inputsContract({ expect, withStore }: Suite): void {
  const veto = { round: 1, stage: "proposing", kind: "veto", prompt: "naïve 日本語 🙂 \u0000" };
  const cap = { round: 2, stage: "selecting", kind: "cap", cap: { name: "usd", value: 2.5 } };

  withStore("has none at first", async (store) => {
    expect(await store.readInputs("r")).toEqual([]);
    expect(await store.readInputs("r", 3)).toEqual([]);
  });

  withStore("numbers them from 1 without gaps, in the order of appending, each run apart", async (store) => {
    await Promise.all([store.appendInput("r", veto), store.appendInput("s", cap), store.appendInput("r", cap)]);
    expect(await store.readInputs("r")).toEqual([
      { ...veto, sequence: 1 },
      { ...cap, sequence: 2 },
    ]);
    expect(await store.readInputs("r", 1)).toEqual([{ ...cap, sequence: 2 }]);
    expect(await store.readInputs("r", 2)).toEqual([]);
    expect(await store.readInputs("s")).toEqual([{ ...cap, sequence: 1 }]);
  });

  withStore("keeps the same input given twice, as two", async (store) => {
    await store.appendInput("r", veto);
    await store.appendInput("r", veto);
    expect((await store.readInputs("r")).map(({ sequence }) => sequence)).toEqual([1, 2]);
  });
}
