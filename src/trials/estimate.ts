/** What trials will take, guessed before they start. */
import { estimateCalls, estimateRun, type RunEstimate } from "../estimate.ts";
import { finishedRun } from "../run-record.ts";
import type { Store } from "../stores/store.ts";
import type { Variant } from "./variant.ts";

/** Tokens, and what they cost. */
type Amount = Pick<RunEstimate, "tokens" | "usd">;

export interface TrialsEstimate extends Amount {
  readonly trials: number;
  /** Trials that the store has finished; they take nothing, and all other figures are without them. */
  readonly known: number;
  /** Calls that the budgets allow, in all. */
  readonly calls: number;
  /** Calls on top, at most, that reading the curves takes. */
  readonly curveCalls: number;
  /** At one second a call and the concurrency of the settings. */
  readonly seconds: number;
}

/** Adds up the trials that are still to be run, as if no answer were known. */
export async function estimateTrials(
  variants: readonly Variant[],
  seeds: readonly number[],
  store: Store,
  curve: boolean,
): Promise<TrialsEstimate> {
  const all = variants.flatMap(({ parts }) => seeds.map(parts));
  const records = await Promise.all(all.map((parts) => finishedRun(store, parts)));
  const open = all
    .filter((_, i) => records[i] === undefined)
    .map(({ task, settings, models }) => {
      const run = estimateRun(task, settings, models);
      // The first prompt and the best one are read for the verdict anyway.
      const curveCalls = curve ? (settings.search.rounds - 1) * task.test.length : 0;
      const reading = estimateCalls(task, settings, models, { answering: curveCalls, writing: 0 });
      const amount = sum([run, reading]);
      const seconds = run.seconds + Math.ceil(curveCalls / settings.requests.concurrency);
      return { calls: run.most, curveCalls, seconds, amount };
    });
  const total = (read: (one: (typeof open)[number]) => number): number => open.reduce((all, one) => all + read(one), 0);
  return {
    trials: all.length,
    known: all.length - open.length,
    calls: total(({ calls }) => calls),
    curveCalls: total(({ curveCalls }) => curveCalls),
    seconds: total(({ seconds }) => seconds),
    ...sum(open.map(({ amount }) => amount)),
  };
}

/** The money is unknown where one is. */
function sum(amounts: readonly Amount[]): Amount {
  const total = (read: (one: Amount) => number): number => amounts.reduce((all, one) => all + read(one), 0);
  return {
    tokens: { input: total(({ tokens }) => tokens.input), output: total(({ tokens }) => tokens.output) },
    ...(amounts.every(({ usd }) => usd !== undefined) && { usd: total(({ usd = 0 }) => usd) }),
  };
}
