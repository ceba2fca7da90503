/** Several settings with several seeds on the same rows, side by side: the library's way in to `src/trials/`. */
import { UsageError } from "../core/errors.ts";
import type { RunEvent } from "../core/events.ts";
import { isSimulated } from "../core/model.ts";
import type { Task } from "../core/task.ts";
import { checkTrialsOptions } from "../options/check-options.ts";
import { parseGroups, type GroupOptions } from "../options/settings.ts";
import { checkBudget } from "../run/wire.ts";
import { runVariants, type Trial, type TrialsOptions } from "../trials/run-trials.ts";
import { summarizeTrials, type VariantSummary } from "../trials/summary.ts";
import type { Variant } from "../trials/variant.ts";
import { openAll, shelfOf, type Opened } from "./open.ts";
import { readOptions, type ReadOptions } from "./read.ts";
import type { JobOptions } from "./with-options.ts";

/** What a variant sets in the place of the options that all share; of a group, what it leaves out stays. */
export type VariantOptions<Row extends object> = Partial<
  Pick<ReadOptions<Row>, "prompt" | "model" | "optimizer" | Exclude<keyof GroupOptions, "splits" | "seed">>
>;

/** Everything `runTrials` takes: what `optimize` does, the variants, and the seeds. */
export interface RunTrialsOptions<Row extends object> extends Omit<JobOptions<Row>, "onEvent"> {
  /** What is compared, by name. The others are compared with the first. Default: one, with the options as they are. */
  readonly variants?: Readonly<Record<string, VariantOptions<Row>>>;
  /** How many seeds, from `seed` on, or a list of them. Default 5. */
  readonly seeds?: number | readonly number[];
  /**
   * Splits of the rows, each of which every seed is run on: how many, from `splits.seed` on, or a list of seeds of the splits.
   * Default: the rows are divided once, as in every other job. UsageError where the rows are divided already.
   */
  readonly splitSeeds?: number | readonly number[];
  /** Whether the leader of every round is read on the test rows, which takes calls on top of the budgets. Default: true. */
  readonly curve?: boolean;
  /** Called with everything that happens, and the variant, the seed and the seed of the splits (where these vary) in which it does. */
  readonly onEvent?: (event: RunEvent, variant: string, seed: number, splitSeed?: number) => void;
}

/** The result of trials. */
export interface TrialsResult {
  /** The name of the metric, such as `macro F1`. */
  readonly metric: string;
  readonly rows: { readonly train: number; readonly dev: number; readonly test: number };
  readonly seeds: readonly number[];
  /** Seeds of the splits; absent where the rows were divided once. */
  readonly splitSeeds?: readonly number[];
  /** Whether a simulated model answered, so that the figures say nothing about a real one. */
  readonly simulated: boolean;
  /** Each variant over its seeds, in the order in which they were given. */
  readonly variants: readonly VariantSummary[];
  readonly trials: readonly TrialResult[];
}

/** One run of one variant with one seed (and on one split), its curve, and what reading the curve took. */
export type TrialResult = Pick<Trial, "variant" | "seed" | "splitSeed" | "known" | "result" | "curve" | "curveCost">;

/** `runTrials` of the library (`library.ts`). */
export async function runTrials<Row extends object>(options: RunTrialsOptions<Row>): Promise<TrialsResult> {
  checkTrialsOptions(options);
  const { variants = { "as configured": {} }, seeds = 5, curve, onEvent, store, signal } = options;
  const names = Object.keys(variants);
  const own = Object.values(variants);
  const splitSeeds = splitSeedsOf(options);
  const reads = perSplit(splitSeeds).flatMap((splitSeed) =>
    own.map((variant) => readOptions(merged(options, variant, splitSeed))),
  );
  checkSplits(tasksOf(reads), own.length, "variants", "splitSeeds");
  const opened = await openAll(reads, {
    env: process.env,
    ...(store && { store: shelfOf(store) }),
    ...(signal && { signal }),
  });
  try {
    const all = typeof seeds === "number" ? seedsFrom(opened[0]!.settings.seed, seeds) : seeds;
    for (const text of opened[0]!.notices) onEvent?.({ type: "notice", text }, names[0]!, all[0]!);
    return await trialsWith(variantsOf(names, opened, splitSeeds), all, {
      store: await opened[0]!.openStore(),
      ...(signal && { signal }),
      ...(curve !== undefined && { curve }),
      ...(splitSeeds && { splitSeeds }),
      ...(onEvent && { onEvent }),
    });
  } finally {
    await opened[0]!.close();
  }
}

/** Options with those of a variant over them, group by group. */
function merged<Row extends object>(
  base: RunTrialsOptions<Row>,
  own: VariantOptions<Row>,
  splitSeed: number | undefined,
): ReadOptions<Row> {
  const search = { ...presetOf(base.search), ...presetOf(own.search) };
  const groups = (["selection", "budget", "requests", "prices", "instructions"] as const).map((name) => [
    name,
    { ...base[name], ...own[name] },
  ]);
  const set = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  const splits = splitSeed === undefined ? {} : { splits: { ...base.splits, seed: splitSeed } };
  return { ...base, ...set, ...Object.fromEntries(groups), ...splits, search };
}

function splitSeedsOf<Row extends object>({
  splitSeeds,
  splits,
}: RunTrialsOptions<Row>): readonly number[] | undefined {
  if (typeof splitSeeds !== "number") return splitSeeds;
  return seedsFrom(parseGroups({ splits }).splits.seed, splitSeeds);
}

/** One for each split; a single undefined one where the rows are divided as the config says. */
export function perSplit(splitSeeds: readonly number[] | undefined): readonly (number | undefined)[] {
  return splitSeeds ?? [undefined];
}

function tasksOf(reads: readonly { readonly task: Task }[]): Task[] {
  return reads.map(({ task }) => task);
}

function presetOf(search: GroupOptions["search"]): Exclude<GroupOptions["search"], string> {
  return typeof search === "string" ? { preset: search } : search;
}

/** So many seeds, from this one on. */
export function seedsFrom(first: number, many: number): number[] {
  return Array.from({ length: many }, (_, i) => first + i);
}

/** Opened things as variants of these names: all of them on the first split, then all on the next. */
export function variantsOf(
  names: readonly string[],
  opened: readonly Opened[],
  splitSeeds?: readonly number[],
): readonly Variant[] {
  return names.map((name, i) => ({
    name,
    parts(seed, splitSeed = splitSeeds?.[0]) {
      const split = splitSeeds === undefined ? 0 : splitSeeds.indexOf(splitSeed!);
      const { task, models, settings } = opened[split * names.length + i]!;
      return { task, models, settings: { ...settings, seed } };
    },
  }));
}

/**
 * Checks the tasks of `many` variants on each split.
 * @throws UsageError when the variants of one split cannot be compared, or the splits do not differ; `variants` and `splits` say what varies them
 */
export function checkSplits(tasks: readonly Task[], many: number, variants: string, splits: string): void {
  const starts = Array.from({ length: tasks.length / many }, (_, split) => split * many);
  for (const start of starts) checkComparable(tasks.slice(start, start + many), variants);
  const rows = starts.map((start) => JSON.stringify(tasks[start]!.test.map(({ id }) => id).toSorted()));
  if (new Set(rows).size === rows.length) return;
  throw new UsageError(
    splits,
    "the test rows are the same with several of these seeds, so nothing would show how the split matters",
    "Rows that are divided already have one split: give them as one list. Few rows have few splits.",
  );
}

/** @throws UsageError when these tasks are not judged by one metric on the same test rows; `where` is what varies them */
export function checkComparable(tasks: readonly Task[], where: string): void {
  const judged = tasks.map(({ metric, judging, test }) =>
    JSON.stringify([metric.name, judging, test.map(({ id }) => id)]),
  );
  if (new Set(judged).size <= 1) return;
  throw new UsageError(
    where,
    "the variants would not be judged by one metric on the same test rows, so their scores cannot be compared",
    "Vary what the search does, its models or its prompts; for other data give the command once for each.",
  );
}

/** @throws UsageError when a budget holds no run */
export function checkTrials(variants: readonly Variant[], [seed = 1]: readonly number[]): void {
  for (const { parts } of variants) {
    const { task, settings, models } = parts(seed);
    if (settings.splits.folds !== undefined)
      throw new UsageError(
        "splits.folds",
        "trials compare runs on test rows of their own, and folds leave none",
        "Leave folds out of the config of trials.",
      );
    checkBudget(task, settings, models);
  }
}

/** The trials of variants that were opened. */
export async function trialsWith(
  variants: readonly Variant[],
  seeds: readonly number[],
  options: TrialsOptions,
): Promise<TrialsResult> {
  checkTrials(variants, seeds);
  const { task } = variants[0]!.parts(seeds[0]!);
  const trials = await runVariants(variants, seeds, options);
  return {
    metric: task.metric.name,
    rows: { train: task.train.length, dev: task.dev.length, test: task.test.length },
    seeds,
    ...(options.splitSeeds && { splitSeeds: options.splitSeeds }),
    simulated: anySimulated(variants),
    variants: summarizeTrials(trials),
    trials: trials.map(({ metric: _metric, winner: _winner, ...facts }) => facts),
  };
}

/** Whether a model of any of them is simulated. */
export function anySimulated(variants: readonly Variant[]): boolean {
  return variants.some(({ parts }) => isSimulated(parts(1).models));
}
