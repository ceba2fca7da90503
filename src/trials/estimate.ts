/** What trials will take, guessed before they start. */
import { methodOf } from "../core/methods/index.ts";
import { roundsOf } from "../core/methods/method.ts";
import { timesIn } from "../core/evaluation/repeats.ts";
import { estimateCalls, estimateRun } from "../run/estimate.ts";
import { sumEstimates, type SummedEstimate } from "../run/sum-estimates.ts";
import { finishedRun } from "../run/record.ts";
import type { Store } from "../stores/store.ts";
import { repeatsOf } from "./repeats.ts";
import type { Variant } from "./variant.ts";

export interface TrialsEstimate extends SummedEstimate {
  readonly trials: number;
  /** Trials that the store has finished; they take nothing, and all other figures are without them. */
  readonly known: number;
  /** Of the calls, those at most that reading the curves takes, on top of the budgets. */
  readonly curveCalls: number;
}

/** Adds up the trials that are still to be run, as if no answer were known. */
export async function estimateTrials(
  variants: readonly Variant[],
  seeds: readonly number[],
  store: Store,
  curve: boolean,
  splitSeeds?: readonly number[],
): Promise<TrialsEstimate> {
  const repeats = repeatsOf(seeds, splitSeeds);
  const all = variants.flatMap(({ parts }) => repeats.map(({ seed, splitSeed }) => parts(seed, splitSeed)));
  const runs = await store.listRuns();
  const open = all.filter((parts) => finishedRun(runs, parts) === undefined);
  const parts = open.flatMap(({ task, settings, models }) => {
    const run = estimateRun(task, settings, models);
    // The first prompt and the best one are read for the verdict anyway.
    const answering = curve
      ? (roundsOf(methodOf(settings.search.method), settings.search) - 1) * task.test.length * timesIn("verdict", task)
      : 0;
    const free = { ...settings, budget: {} };
    const none = { answering: 0, writing: 0 };
    const reading = estimateCalls(task, [task.prompt], free, models, none, { ...none, answering });
    return [
      { ...run, curveCalls: 0 },
      { ...reading, curveCalls: reading.calls.most },
    ];
  });
  return {
    trials: all.length,
    known: all.length - open.length,
    curveCalls: parts.reduce((all, one) => all + one.curveCalls, 0),
    ...sumEstimates(parts.map((part) => [1, part])),
  };
}
