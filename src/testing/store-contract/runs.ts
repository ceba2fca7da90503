/** The part of the contract that is about runs. */
import { runOf } from "./samples.ts";
import type { Suite } from "./suite.ts";

export function runsContract({ expect, withStore }: Suite): void {
  withStore("has none at first", async (store) => {
    expect(await store.getRun("r")).toBe(undefined);
    expect(await store.listRuns()).toEqual([]);
  });

  withStore("gives back a run as it was created", async (store) => {
    const run = { ...runOf("r"), options: { prompt: "Täg {{text}}\n", nested: { list: [1, "two", null, true] } } };
    await store.createRun(run);
    expect(await store.getRun("r")).toEqual(run);
    expect(await store.getRun("R")).toBe(undefined);
  });

  withStore("refuses a second run of one id, and keeps the first", async (store) => {
    await store.createRun(runOf("r"));
    expect(await rejects(store.createRun({ ...runOf("r"), salt: "other" }))).toBe(true);
    expect(await store.getRun("r")).toEqual(runOf("r"));
  });

  withStore("changes the given fields of one run, and no other", async (store) => {
    await store.createRun(runOf("r"));
    await store.createRun(runOf("s"));
    const change = {
      status: "finished",
      endedAt: "2026-01-01T00:00:09.000Z",
      readTest: true,
      result: { word: "better" },
    } as const;
    await store.updateRun("r", change);
    expect(await store.getRun("r")).toEqual({ ...runOf("r"), ...change });
    expect(await store.getRun("s")).toEqual(runOf("s"));
  });

  withStore("keeps a result through later changes, and lists runs without it", async (store) => {
    const headline = { word: "better" };
    const result = { text: "long, naïve 日本語 🙂 \u0000 half a pair \ud83d" };
    await store.createRun({ ...runOf("r"), result });
    await store.createRun(runOf("s"));
    expect(await store.getRun("r")).toEqual({ ...runOf("r"), result });
    await store.updateRun("r", { headline });
    await store.updateRun("s", { result: { text: "of s" }, headline });
    expect(await store.getRun("r")).toEqual({ ...runOf("r"), result, headline });
    expect(await store.getRun("s")).toEqual({ ...runOf("s"), result: { text: "of s" }, headline });
    await store.updateRun("s", { result });
    expect(await store.getRun("s")).toEqual({ ...runOf("s"), result, headline });
    expect(await store.listRuns()).toEqual([
      { ...runOf("s"), headline },
      { ...runOf("r"), headline },
    ]);
  });

  withStore("refuses to change a run that is not there", async (store) => {
    expect(await rejects(store.updateRun("r", { status: "failed" }))).toBe(true);
    expect(await store.getRun("r")).toBe(undefined);
  });

  withStore("lists the newest first, of the same moment the last created", async (store) => {
    await store.createRun(runOf("middle", "2026-01-02T00:00:00.000Z"));
    await store.createRun(runOf("old", "2026-01-01T00:00:00.000Z"));
    await store.createRun(runOf("new", "2026-01-03T00:00:00.000Z"));
    await store.createRun(runOf("newer", "2026-01-03T00:00:00.000Z"));
    await store.updateRun("old", { status: "finished" });
    expect((await store.listRuns()).map((run) => run.id)).toEqual(["newer", "new", "middle", "old"]);
    await store.updateRun("old", { startedAt: "2026-01-04T00:00:00.000Z" });
    expect((await store.listRuns()).map((run) => run.id)).toEqual(["old", "newer", "new", "middle"]);
  });

  withStore("lets one holder at a time have a run, and the next one when it is given back", async (store) => {
    await store.createRun(runOf("r"));
    const release = await store.claimRun("r");
    expect(release === undefined).toBe(false);
    expect(await store.claimRun("r")).toBe(undefined);
    const other = await store.claimRun("s");
    expect(other === undefined).toBe(false);
    release!();
    release!();
    const again = await store.claimRun("r");
    expect(again === undefined).toBe(false);
    again!();
    other!();
  });
}

async function rejects(promise: Promise<unknown>): Promise<boolean> {
  return promise.then(
    () => false,
    () => true,
  );
}
