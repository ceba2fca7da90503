/** One seed, one result: whatever the concurrency, the order of answers, the store and the process. */
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/events.ts";
import type { Model } from "../../src/core/model.ts";
import { HEADROOM_CALLS } from "../../src/core/measuring/headroom/calls.ts";
import { rng } from "../../src/core/rng.ts";
import { memoryStore, openSqliteStore, optimize } from "../../src/index.ts";
import type { RunResult } from "../../src/run/result.ts";
import type { Store } from "../../src/stores/store.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { tempFolder } from "../temp.ts";
import { startChild } from "./child.ts";
import { shuffled } from "./shuffled.ts";
import { comparable, LEAST_CALLS, SEARCH, SMALL } from "./small-run.ts";

/** Parents that draw on have too few errors on their minibatch, and screen what was written on those they find. */
const SEARCHES = {
  plain: SEARCH,
  headroom: { ...SEARCH, headroom: true },
  "drawing on": {
    ...SEARCH,
    rounds: 3,
    beamWidth: 3,
    errorsPerGroup: 9,
    maxSuccessors: 2,
    screenOnErrors: true,
    patience: 2,
  },
} as const;

interface Way {
  readonly search?: keyof typeof SEARCHES;
  readonly model?: Model;
  readonly concurrency?: number;
  readonly store?: Store;
  readonly calls?: number | undefined;
  readonly seed?: number;
}

interface Run {
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
}

async function smallRun({
  model = simulatedReviews(),
  concurrency = 1,
  store = memoryStore(),
  search = "plain",
  calls,
  seed = 3,
}: Way = {}): Promise<Run> {
  const events: RunEvent[] = [];
  const budget = calls === undefined ? {} : { calls };
  const result = await optimize({
    ...SMALL,
    search: SEARCHES[search],
    model,
    store,
    seed,
    budget,
    requests: { concurrency },
    onEvent: (event) => events.push(event),
  });
  return { result, events };
}

/** What was reported, whatever the order; spending is told by the clock, and so is a try that was cut on a busy machine. */
function reported({ events }: Run): string[] {
  return events
    .filter(
      (event) => event.type !== "spending" && !(event.type === "notice" && event.text.includes("no answer within")),
    )
    .map((event) =>
      JSON.stringify(event, (key, value: unknown) => (key === "runId" || key === "resumed" ? undefined : value)),
    )
    .toSorted();
}

function expectSame(run: Run, reference: Run): void {
  expect(comparable(run.result)).toEqual(comparable(reference.result));
  expect(reported(run)).toEqual(reported(reference));
}

/** Caps that cut in the errors, the gradients, the selections and the last round; the last ones cut nothing. */
const CAPS: readonly (readonly [calls: number | undefined, search: keyof typeof SEARCHES])[] = [
  ...[undefined, LEAST_CALLS, 103, 129, 157, 179, 211, 251, 283].map((calls) => [calls, "plain"] as const),
  ...[undefined, LEAST_CALLS + HEADROOM_CALLS, 191, 233, 277, 311, 359].map((calls) => [calls, "headroom"] as const),
  ...[undefined, 199, 337, 481, 701, 957].map((calls) => [calls, "drawing on"] as const),
];

describe.each(CAPS)("a run with a cap of %s calls (%s)", (calls, search) => {
  let reference: Run;
  beforeAll(async () => {
    reference = await smallRun({ calls, search });
  });

  it("keeps to the cap, and ends with a verdict", () => {
    const { cost, verdict, candidates } = reference.result;
    expect(cost.calls).toBeLessThanOrEqual(calls ?? Infinity);
    expect(verdict?.difference.n).toBe(30);
    expect(candidates.length).toBeGreaterThan(0);
  });

  it("is the same at concurrency 64, in whatever order answers come", async () => {
    for (const order of [1, 2]) {
      const model = shuffled(simulatedReviews(), rng(`order ${order}`));
      expectSame(await smallRun({ model, concurrency: 64, calls, search }), reference);
      expect(model.most).toBeGreaterThan(8);
    }
  });
});

describe.each(CAPS.filter((_, i) => i % 3 === 0))("a run in SQLite with a cap of %s calls (%s)", (calls, search) => {
  it("is the same, and again from the answers stored there", async () => {
    const reference = await smallRun({ calls, search });
    const store = await openSqliteStore(join(tempFolder(), "protegi.db"));
    const model = shuffled(simulatedReviews(), rng("sqlite"));
    expectSame(await smallRun({ model, concurrency: 16, store, calls, search }), reference);

    const again = await smallRun({ model, concurrency: 16, store, calls, search });
    expect(again.result.cost.cached).toBe(again.result.cost.calls);
    expect(again.result.verdict).toEqual(reference.result.verdict);
    expect(again.result.candidates).toEqual(reference.result.candidates);
    expect(again.result.stopped).toEqual(reference.result.stopped);
    expect(again.result.cost.calls).toBe(reference.result.cost.calls);
    await store.close();
  });
});

describe("a run in another process", () => {
  it.each([undefined, 211])("is the same with a cap of %s calls", async (calls) => {
    const budget = calls === undefined ? {} : { calls };
    const child = startChild({
      model: "sim:reviews",
      budget,
      requests: { concurrency: 16 },
      file: join(tempFolder(), "protegi.db"),
    });
    const { how, result } = await child.ended;
    expect(how).toBe(0);
    expect(comparable(result!)).toEqual(comparable((await smallRun({ calls })).result));
  });
});

describe("another seed", () => {
  it("finds other candidates, and is judged on the same rows", async () => {
    const [three, four] = [await smallRun(), await smallRun({ seed: 4 })];
    expect(four.result.candidates.map(({ id }) => id)).not.toEqual(three.result.candidates.map(({ id }) => id));
    // The splits have a seed of their own.
    expect(four.result.verdict!.initial).toEqual(three.result.verdict!.initial);
  });
});

describe("a model that fails now and then", () => {
  it("changes nothing but the number of tries", async () => {
    const model = simulatedReviews({ faults: { chance: 0.05, kind: "server" } });
    const run = await smallRun({ model, concurrency: 64 });
    expect(run.result.cost.failures).toBeGreaterThan(0);
    expect(comparable(run.result)).toEqual(comparable((await smallRun()).result));
  });
});
