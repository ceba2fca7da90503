/** Killed at any moment and started again, a run ends as if nothing had been, and asks again at most for what was in flight. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rng } from "../../src/core/rng.ts";
import { openSqliteStore, optimize } from "../../src/index.ts";
import type { RunResult } from "../../src/run.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { startChild } from "./child.ts";
import { startModelServer, type ModelServer } from "./model-server.ts";
import { comparable, SMALL } from "./small-run.ts";

const CONCURRENCY = 8;
/** Runs that are killed once, and how often one more is killed in a row: 20 kills in all. */
const KILLED_ONCE = 14;
const IN_A_ROW = 6;

let folder = "";
let server: ModelServer;
/** A run that was never killed. */
let whole: RunResult;
let calls = 0;

const options = () => ({
  model: { model: "openai-compatible:reviews", baseURL: server.baseURL, apiKey: "none" },
  requests: { concurrency: CONCURRENCY },
});

/** Answers that the server gave, each time counted. */
function given(): number {
  return [...server.answered.values()].reduce((sum, times) => sum + times, 0);
}

/** How often requests were answered beyond the first time. */
function repeats(): number {
  return given() - server.answered.size;
}

/**
 * The run in a process of its own, killed right after the server's answer number `at`.
 * @param lost answers that earlier kills had lost
 * @returns answers given but not stored, with those that were lost before
 */
async function kill(at: number, file: string, lost = 0): Promise<number> {
  const child = startChild({ ...options(), file });
  server.watch((count) => {
    if (count === at) child.process.kill("SIGKILL");
  });
  expect((await child.ended).how).toBe("SIGKILL");
  const now = given() - (await stored(file));
  expect(now).toBeGreaterThanOrEqual(lost);
  expect(now).toBeLessThanOrEqual(lost + CONCURRENCY);
  return now;
}

/** How many answers the store holds. */
async function stored(file: string): Promise<number> {
  const store = await openSqliteStore(file, { notice: (text) => expect.fail(text) });
  const { answers } = await store.cacheSize();
  await store.close();
  return answers;
}

/** The run in this process, to its end. */
async function toTheEnd(file: string): Promise<RunResult> {
  const store = await openSqliteStore(file);
  const result = await optimize({ ...SMALL, ...options(), store });
  await store.close();
  expect(result.resumed).toBe(true);
  return result;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "protegi-kill-"));
  server = await startModelServer(simulatedReviews());
  const { how, result } = await startChild({ ...options(), file: join(folder, "whole.db") }).ended;
  expect(how).toBe(0);
  whole = result!;
  calls = server.answered.size;
  expect(whole.cost.failures).toBe(0);
  expect(calls).toBeGreaterThan(250);
  expect(calls).toBe(whole.cost.calls - whole.cost.cached);
  expect(repeats()).toBe(0);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("a run that is killed", () => {
  const random = rng("kill -9");
  beforeEach(() => server.forget());

  it.each(Array.from({ length: KILLED_ONCE }, (_, i) => [i + 1, random.next()] as const))(
    "ends like one that was not (%i)",
    async (run, moment) => {
      const file = join(folder, `${run}.db`);
      const lost = await kill(1 + Math.floor(moment * (calls - 1)), file);
      const result = await toTheEnd(file);
      expect(comparable(result)).toEqual(comparable(whole));
      // Calls that a deadline cut and that went again are no matter of the kill.
      expect(repeats()).toBeLessThanOrEqual(lost + result.cost.failures);
      expect(server.answered.size).toBe(calls);
    },
  );

  it(`ends like one that was not, killed ${IN_A_ROW} times in a row`, async () => {
    const file = join(folder, "in-a-row.db");
    const each = Math.floor(calls / (IN_A_ROW + 1));
    let lost = 0;
    for (let i = 0; i < IN_A_ROW; i++) lost = await kill(1 + Math.floor(random.next() * each), file, lost);
    const result = await toTheEnd(file);
    expect(comparable(result)).toEqual(comparable(whole));
    expect(repeats()).toBeLessThanOrEqual(lost + result.cost.failures);
    expect(server.answered.size).toBe(calls);
  });
});
