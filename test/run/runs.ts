/** What the tests of runs share: the small run made in various ways, and models that break off. */
import { ModelError } from "../../src/core/errors.ts";
import type { RunEvent } from "../../src/core/events.ts";
import type { Model, ModelRequest } from "../../src/core/model.ts";
import { optimize, type OptimizeOptions } from "../../src/jobs/optimize.ts";
import type { RunResult } from "../../src/run/result.ts";
import type { RunRecord, Store } from "../../src/stores/store.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { SMALL } from "../e2e/small-run.ts";

export type Options = OptimizeOptions<Readonly<Record<string, unknown>>>;

export function smallRun(options: Partial<Options> = {}): Promise<RunResult> {
  return optimize({ ...SMALL, model: simulatedReviews(), ...options });
}

export interface Counted extends Model {
  readonly calls: readonly ModelRequest[];
}

/** The simulated model; `before` is told of each call and may throw. */
export function counted(before: (calls: number) => void = () => {}): Counted {
  const model = simulatedReviews();
  const calls: ModelRequest[] = [];
  return {
    ...model,
    calls,
    async generate(request, signal) {
      calls.push(request);
      before(calls.length);
      return model.generate(request, signal);
    },
  };
}

/** The simulated model, whose key is turned down from call number `at` on. */
export function failingAt(at: number): Counted {
  return counted((calls) => {
    if (calls >= at) throw new ModelError("auth", "sim:reviews: the key was not accepted");
  });
}

/** The error that this run ends in. */
export async function failureOf(run: Promise<unknown>): Promise<unknown> {
  return run.then(
    () => {
      throw new Error("the run ended well");
    },
    (error: unknown) => error,
  );
}

/** The only run of a store. */
export async function onlyRun(store: Store): Promise<RunRecord> {
  const [run, ...others] = await store.listRuns();
  if (run === undefined || others.length > 0)
    throw new Error(`the store has ${others.length + (run === undefined ? 0 : 1)} runs`);
  return run;
}

export function typesOf(events: readonly RunEvent[]): string[] {
  return events.map(({ type }) => type);
}
