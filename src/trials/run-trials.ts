/** Runs every variant with every seed, one after another, over one store: the same budget, the same rows, one table. */
import { CallBudget } from "../core/budget.ts";
import type { RunEvent } from "../core/events.ts";
import type { Spending } from "../core/spending.ts";
import type { Prompt } from "../core/prompt/prompt.ts";
import type { Metric, Observation } from "../core/task.ts";
import { finishedRun } from "../run/record.ts";
import { resultOf, type RunResult } from "../run/result.ts";
import { run } from "../run/run.ts";
import type { Store } from "../stores/store.ts";
import { wire } from "../run/wire.ts";
import { standingsOf, type CurvePoint } from "./curve.ts";
import { repeatsOf, type Repeat } from "./repeats.ts";
import type { TrialParts, Variant } from "./variant.ts";

/** One run of one variant with one seed, and on one split of the rows where these vary. */
export interface Trial extends Repeat {
  readonly variant: string;
  readonly result: RunResult;
  /** Whether its result was in the store, so that nothing was run. */
  readonly known: boolean;
  readonly metric: Metric;
  /** What the best prompt found did on the test rows; empty without a verdict. */
  readonly winner: readonly Observation[];
  /** A point before the first round and after each; none without a verdict, or when left out. */
  readonly curve: readonly CurvePoint[];
  /** What reading the curve's test rows took, outside of the run's budget. */
  readonly curveCost: Spending;
}

export interface TrialsOptions {
  /** Answers that one trial has paid for are free for the others, and count as calls for each. */
  readonly store: Store;
  readonly signal?: AbortSignal;
  /** Whether the leader of every round is read on the test rows, after the search has ended. Default: true. */
  readonly curve?: boolean;
  /** Seeds of the splits, each of which every seed is run on. Default: the rows as they are divided. */
  readonly splitSeeds?: readonly number[];
  /** Called before each trial begins. */
  readonly onStart?: (variant: string, repeat: Repeat) => void;
  /** Called with every event of a trial. */
  readonly onEvent?: (event: RunEvent, variant: string, seed: number, splitSeed?: number) => void;
  /** Called when a trial ends. */
  readonly onTrial?: (trial: Trial) => void;
}

/**
 * The trials of all variants, in their order, with each of the seeds. A trial that the store has finished is not run again.
 * @throws what a run throws: UsageError, AbortedError, ModelError. Called again, it resumes from there.
 */
export async function runVariants(
  variants: readonly Variant[],
  seeds: readonly number[],
  options: TrialsOptions,
): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  // Repeat by repeat, so that what was cut off has compared something.
  for (const repeat of repeatsOf(seeds, options.splitSeeds)) {
    for (const variant of variants) {
      options.onStart?.(variant.name, repeat);
      const trial = await runTrial(variant, repeat, options);
      options.onTrial?.(trial);
      trials.push(trial);
    }
  }
  return variants.flatMap(({ name }) => trials.filter(({ variant }) => variant === name));
}

async function runTrial({ name, parts }: Variant, repeat: Repeat, options: TrialsOptions): Promise<Trial> {
  const { store, signal, onEvent } = options;
  const { seed, splitSeed } = repeat;
  const given = parts(seed, splitSeed);
  const listed = finishedRun(await store.listRuns(), given);
  const record = listed && (await store.getRun(listed.id));
  const known = record && resultOf(record);
  const result =
    known ??
    (await run({
      ...given,
      store,
      alwaysJudge: true,
      ...(signal && { signal }),
      ...(onEvent && { onEvent: (event) => onEvent(event, name, seed, splitSeed) }),
    }));
  const read = await readCurve(given, result, options);
  return { variant: name, ...repeat, result, known: known !== undefined, metric: given.task.metric, ...read };
}

/** Reads the leaders on the test rows. The initial prompt's and the winner's answers are in the store since the verdict. */
async function readCurve(
  given: TrialParts,
  { runId, cost, verdict }: RunResult,
  { store, signal, curve = true }: TrialsOptions,
): Promise<Pick<Trial, "winner" | "curve" | "curveCost">> {
  const { task } = given;
  const settings = { ...given.settings, budget: {} };
  const { path, tools } = wire({ ...given, settings, store, ...(signal && { signal }) }, () => undefined);
  const read = (prompt: Prompt, round: number): Promise<readonly Observation[]> =>
    tools.evaluate(prompt, task.test, { round, phase: "verdict", budget: new CallBudget(Infinity) });
  try {
    if (verdict === undefined) return { winner: [], curve: [], curveCost: path.spending() };
    const standings = standingsOf(task.prompt, await store.readEvents(runId), cost);
    const wanted = curve ? standings : standings.slice(-1);
    const seen = await Promise.all(wanted.map(({ leader, round }) => read(leader, round)));
    const points = wanted.map(({ leader: _, ...at }, i) => ({ ...at, score: task.metric.score(seen[i]!) }));
    return { winner: seen.at(-1) ?? [], curve: curve ? points : [], curveCost: path.spending() };
  } finally {
    await path.close();
  }
}
