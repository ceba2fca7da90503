/** Killed at any moment under faults and started again, a run ends as if nothing had been, and asks again at most for what was in flight. */
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../src/core/rng.ts";
import { openSqliteStore, optimize } from "../../src/index.ts";
import type { RunResult } from "../../src/run/result.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { startChild } from "./child.ts";
import { startModelServer, type ModelServer } from "./model-server.ts";
import { comparable, SMALL } from "./small-run.ts";
import { sharedFolder } from "../temp.ts";

const CONCURRENCY = 8;
/** Calls that one kill may lose: those in flight, and in the worst case those that arrived in the turn of the event loop that it cuts. */
const LOST = 2 * CONCURRENCY;
/** Runs that are killed once, and how often one more is killed in a row: 50 kills in all. */
const KILLED_ONCE = 44;
const IN_A_ROW = 6;
const FAULTS = { tooMany: 0.05, error: 0.02, hang: 0.005, cut: 0.01, reset: 0.01 };

const folder = sharedFolder();
/** A run on a server without faults that was never killed, and the requests that it makes. */
let whole: RunResult;
let calls = 0;

/** A run with a server and a store of its own. */
interface Lane {
  readonly server: ModelServer;
  readonly file: string;
}

const options = ({ server }: Lane) => ({
  model: { model: "openai-compatible:reviews", baseURL: server.baseURL, apiKey: "none" },
  requests: { concurrency: CONCURRENCY },
});

/** Answers that the server gave, each time counted. */
function given({ answered }: ModelServer): number {
  return [...answered.values()].reduce((sum, times) => sum + times, 0);
}

/**
 * The run in a process of its own, killed when its server has had so many moments.
 * @param kills how often it was killed, this time included
 */
async function kill(lane: Lane, moment: number, kills = 1): Promise<void> {
  const child = startChild({ ...options(lane), file: lane.file });
  lane.server.at(moment, () => child.process.kill("SIGKILL"));
  expect((await child.ended).how).toBe("SIGKILL");
  await lane.server.idle();
  const lost = given(lane.server) - (await stored(lane.file));
  expect(lost).toBeGreaterThanOrEqual(0);
  expect(lost).toBeLessThanOrEqual(kills * LOST);
}

/** How many answers the store holds. */
async function stored(file: string): Promise<number> {
  const store = await openSqliteStore(file, { notice: (text) => expect.fail(text) });
  const { answers } = await store.cacheSize();
  await store.close();
  return answers;
}

/** The run in this process, to its end, and what must hold of it. */
async function toTheEnd(lane: Lane, kills = 1): Promise<void> {
  const { server, file } = lane;
  const before = server.faults;
  const store = await openSqliteStore(file);
  const result = await optimize({ ...SMALL, ...options(lane), store });
  await store.close();
  expect(result.resumed).toBe(true);
  expect(comparable(result)).toEqual(comparable(whole));
  expect(server.answered.size).toBe(calls);
  // Calls that a deadline cut on a busy machine and that went again are no matter of it.
  const late = result.cost.failures - (server.faults - before);
  expect(given(server) - calls).toBeLessThanOrEqual(kills * LOST + Math.max(0, late));
}

async function withLane(name: string, work: (lane: Lane) => Promise<void>): Promise<void> {
  const server = await startModelServer(simulatedReviews(), FAULTS);
  try {
    await work({ server, file: join(folder, `${name}.db`) });
  } finally {
    await server.close();
  }
}

beforeAll(async () => {
  const server = await startModelServer(simulatedReviews());
  const lane = { server, file: join(folder, "whole.db") };
  const { how, result } = await startChild({ ...options(lane), file: lane.file }).ended;
  expect(how).toBe(0);
  whole = result!;
  calls = server.answered.size;
  expect(whole.cost.failures).toBe(0);
  expect(calls).toBeGreaterThan(250);
  expect(calls).toBe(whole.cost.calls - whole.cost.cached);
  expect(given(server)).toBe(calls);
  await server.close();
});

describe("a run under faults that is killed", { timeout: 120_000 }, () => {
  const random = rng("kill -9");

  it.concurrent.each(Array.from({ length: KILLED_ONCE }, (_, i) => [i + 1, random.next()] as const))(
    "ends like one without either (%i)",
    (run, moment) =>
      withLane(`once-${run}`, async (lane) => {
        // A request has two moments: when it has come, and when it is answered.
        await kill(lane, 1 + Math.floor(moment * 2 * (calls - CONCURRENCY)));
        await toTheEnd(lane);
      }),
  );

  it.concurrent(`ends like one without either, killed ${IN_A_ROW} times in a row`, () =>
    withLane("in-a-row", async (lane) => {
      const each = Math.floor((2 * calls) / (IN_A_ROW + 1));
      for (let i = 1; i <= IN_A_ROW; i++) await kill(lane, 1 + Math.floor(random.next() * each), i);
      await toTheEnd(lane, IN_A_ROW);
    }));
});
