/** A store that protegi 0.1 has written, with one finished run and one that failed: all of it is read. */
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { summarize } from "../../src/facts/rounds.ts";
import { headlineOf, resultOf } from "../../src/run/result.ts";
import { openSqliteStore } from "../../src/stores/sqlite.ts";
import type { Store } from "../../src/stores/store.ts";
import { emptyFolder, type Folder } from "../cli/helpers.ts";
import { tempFolder } from "../temp.ts";

const STORE = fileURLToPath(new URL("../fixtures/stores/protegi-0.1.db", import.meta.url));
const FINISHED = "2026-11-29-869007";
const FAILED = "2026-11-29-1a9ef3";

describe("the library", () => {
  let store: Store;
  beforeEach(async () => {
    const file = join(tempFolder(), "protegi.db");
    copyFileSync(STORE, file);
    store = await openSqliteStore(file, { notice: (text) => expect.fail(text) });
    onTestFinished(() => store.close());
  });

  it("lists the runs with what the store has made of their results", async () => {
    const runs = await store.listRuns();
    expect(runs.map(({ id, status }) => [id, status])).toEqual([
      [FAILED, "failed"],
      [FINISHED, "finished"],
    ]);
    for (const run of runs) expect(run).not.toHaveProperty("result");
    expect(runs.map(headlineOf)).toEqual([
      undefined,
      {
        stopped: "rounds",
        cost: { calls: 230, inputTokens: 23_833, outputTokens: 1539, usd: 0 },
        verdict: { word: "not shown", initial: 0.6, winner: 0.65, difference: expect.closeTo(0.05) },
      },
    ]);
  });

  it("reads the result, with prompts of one part", async () => {
    const result = resultOf((await store.getRun(FINISHED))!)!;
    expect(result).toMatchObject({
      runId: FINISHED,
      resumed: false,
      stopped: { kind: "rounds", rounds: 2 },
      simulated: true,
      messages: [{ role: "user", content: result.prompt }],
    });
    expect(result.verdict).toMatchObject({
      word: "not shown",
      initial: { value: 0.6, n: 20 },
      winner: { value: 0.65 },
    });
    expect(result.prompt).toBe(result.initial);
    expect(result.gradients).toHaveLength(12);
    expect(result.candidates).toHaveLength(2);
    for (const { text, parts } of result.candidates) expect(text).toContain(parts["task"]);
    expect(resultOf((await store.getRun(FAILED))!)).toBeUndefined();
  });

  it("reads the events as those of a first attempt at an unknown time", async () => {
    const events = await store.readEvents(FINISHED);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1));
    for (const event of events) expect(event).toMatchObject({ v: 1, attempt: 1, at: "" });
    const { rounds, verdict, message } = summarize(events);
    expect(rounds).toHaveLength(2);
    expect(verdict?.word).toBe("not shown");
    expect(message).toBe("Verdict: not shown.");
  });

  it("has no outcomes and exchanges of them, and takes new ones", async () => {
    expect(await store.readOutcomes(FINISHED)).toEqual([]);
    expect(await store.readExchanges(FINISHED)).toEqual([]);
    await store.appendInput(FAILED, { round: 1, stage: "dev", kind: "stop" });
    expect(await store.readInputs(FAILED)).toHaveLength(1);
  });
});

describe("the command", () => {
  async function folderOf(): Promise<Folder> {
    const folder = await emptyFolder();
    onTestFinished(() => folder[Symbol.asyncDispose]());
    mkdirSync(join(folder.path, ".protegi"));
    copyFileSync(STORE, join(folder.path, ".protegi", "protegi.db"));
    return folder;
  }

  it("runs lists them as protegi 0.1 did", async () => {
    const { stdout, stderr, code } = await (await folderOf()).run("runs");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.trimEnd().split("\n").slice(1)).toEqual([
      "2026-11-29-1a9ef3  failed    2026-11-29 09:14  sim:reviews  accuracy",
      "2026-11-29-869007  finished  2026-11-29 09:14  sim:reviews  accuracy    0.600  0.650  not shown (+0.050)",
    ]);
  });

  it("show shows each, and says that no requests are stored", async () => {
    const folder = await folderOf();
    const { stdout } = await folder.run(["show", FINISHED]);
    expect(stdout).toMatch(/^Run 2026-11-29-869007, finished\n/);
    expect(stdout).toMatch(/\nRound 2: \d+ gradients?, \d+ new prompts?, \d+ evaluations?\n/);
    expect(stdout).toContain("\nSpent 230 calls");
    expect(stdout).toContain("\n+");
    expect((await folder.run(["show", FAILED])).stdout).toMatch(/, failed: sim:reviews: the key was not accepted\n/);
    expect((await folder.run(["show", FINISHED, "--requests"])).stdout).toBe(
      "No requests to the optimizer model are stored for this run.\n",
    );
  });
});

it("a result of a newer version is refused in words", () => {
  expect(() => resultOf({ id: "r", result: { v: 2 } })).toThrow(
    "run r: a newer protegi wrote its result: its version is 2, and this one reads versions up to 1.",
  );
  expect(() => headlineOf({ id: "r", headline: { v: 2 } })).toThrow("a newer protegi wrote its result");
});
