/** Another process that follows a run through two kills sees one story, and at its end what an undisturbed run shows. */
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { type RunSummary, summarize } from "../../src/facts/rounds.ts";
import { memoryStore, openSqliteStore, optimize, type Store, type StoredEvent } from "../../src/index.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { startChild } from "./child.ts";
import { startModelServer } from "./model-server.ts";
import { SEARCH, SMALL } from "./small-run.ts";
import { tempFolder } from "../temp.ts";

/** Kills come at these requests and answers, counted from the start of each attempt. */
const KILLS = [150, 320];
const MORE = { requests: { concurrency: 8 }, search: { ...SEARCH, headroom: true } };

/** The model, as the processes name it. */
const NAME = "openai-compatible:reviews";

/** Reads what is new each time that it is asked to, one reading after the other. */
function follow(store: Store): { readonly seen: StoredEvent[]; readonly look: () => void; done(): Promise<void> } {
  const seen: StoredEvent[] = [];
  let reading = Promise.resolve();
  async function read(): Promise<void> {
    const [run] = await store.listRuns();
    if (run !== undefined) seen.push(...(await store.readEvents(run.id, seen.at(-1)?.sequence)));
  }
  const look = (): void => void (reading = reading.then(read));
  return { seen, look, done: () => (look(), reading) };
}

/** Without what an attempt may find cheaper: the answers that it had already. */
function withoutCost({ cost, ...summary }: RunSummary): unknown {
  return { ...summary, calls: cost!.calls, tokens: cost!.inputTokens + cost!.outputTokens };
}

it("sees sequences that grow without a gap or a repeat, and the same summary", { timeout: 60_000 }, async () => {
  // Of the same name, since requests to the optimizer model name the task model.
  const simulated = simulatedReviews();
  const whole = memoryStore();
  const { runId } = await optimize({ ...SMALL, ...MORE, model: { ...simulated, id: NAME }, store: whole });
  const undisturbed = await whole.readEvents(runId);

  const server = await startModelServer(simulatedReviews());
  onTestFinished(() => server.close());
  const folder = tempFolder();
  const file = join(folder, "protegi.db");
  const store = await openSqliteStore(file);
  onTestFinished(() => store.close());
  const { seen, look, done } = follow(store);
  server.watch((answers) => answers % 5 === 0 && look());
  const options = {
    ...MORE,
    file,
    model: { model: NAME, baseURL: server.baseURL, apiKey: "x" },
  };
  for (const moment of KILLS) {
    const child = startChild(options);
    server.at(moment, () => child.process.kill("SIGKILL"));
    expect((await child.ended).how).toBe("SIGKILL");
    await server.idle();
    await done();
    expect(seen.at(-1)?.type).not.toBe("run-ended");
  }
  expect((await startChild(options).ended).how).toBe(0);
  await done();

  expect(seen.map(({ sequence }) => sequence)).toEqual(seen.map((_, i) => i + 1));
  expect(seen.map(({ attempt }) => attempt)).toEqual(seen.map(({ attempt }) => attempt).toSorted((a, b) => a - b));
  const starts = seen.flatMap((event) => (event.type === "run-started" ? [[event.attempt, event.resumed]] : []));
  expect(starts).toEqual([
    [1, false],
    [2, true],
    [3, true],
  ]);
  const [run] = await store.listRuns();
  expect(await store.readEvents(run!.id)).toEqual(seen);
  for (const type of ["round-started", "candidate", "gradient", "selected", "search-ended", "verdict"] as const) {
    const count = (events: readonly StoredEvent[]): number => events.filter((event) => event.type === type).length;
    expect([type, count(seen)]).toEqual([type, count(undisturbed)]);
  }
  expect(seen.filter(({ type }) => type === "run-ended")).toHaveLength(1);
  expect(withoutCost(summarize(seen))).toEqual(withoutCost(summarize(undisturbed)));
});
