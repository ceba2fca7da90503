/** Repeats of a variant: its seeds, and the splits of the rows where these vary too. What is averaged over them, and how. */
import type { Interval } from "../core/stats/interval.ts";
import { mean } from "../core/stats/mean.ts";
import { meanInterval, type MeanInterval } from "../core/stats/mean-interval.ts";

/** One repeat: a seed of the search, and a seed of the splits where these vary. */
export interface Repeat {
  readonly seed: number;
  /** `splits.seed` of this repeat; absent where all repeats have the rows of the config. */
  readonly splitSeed?: number;
}

/** Every seed on every split; the splits change slowest. */
export function repeatsOf(seeds: readonly number[], splitSeeds?: readonly number[]): readonly Repeat[] {
  if (splitSeeds === undefined) return seeds.map((seed) => ({ seed }));
  return splitSeeds.flatMap((splitSeed) => seeds.map((seed) => ({ seed, splitSeed })));
}

/** What was read of the repeats, split by split; each repeat alone where there is no more than one split. */
export function bySplit<One extends Repeat>(repeats: readonly One[], read: (one: One) => number): readonly number[][] {
  const splits = [...Map.groupBy(repeats, ({ splitSeed }) => splitSeed).values()];
  return splits.length > 1 ? splits.map((own) => own.map(read)) : repeats.map((one) => [read(one)]);
}

/**
 * The mean over repeats with Student's interval. Seeds on one split share its rows, so with several splits the means of
 * the splits are what repeats: then the interval is over splits.
 */
export function overRepeats<One extends Repeat>(
  repeats: readonly One[],
  read: (one: One) => number,
  bounds: Interval,
  level = 0.95,
): MeanInterval {
  return meanInterval(bySplit(repeats, read).map(mean), level, bounds);
}
