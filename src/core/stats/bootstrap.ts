/** The BCa bootstrap: an interval for any statistic of a set of rows. */
import type { Rng } from "../rng.ts";
import { studentQuantile } from "./beta.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import type { Interval } from "./interval.ts";

/** A statistic of the rows with these numbers; a number may come several times. */
export type Statistic = (rows: readonly number[]) => number;

export interface BootstrapOptions {
  /** How many resamples are drawn. */
  readonly resamples: number;
  /** Nominal coverage, such as 0.95. */
  readonly level: number;
  readonly rng: Rng;
}

/** Groups of the jackknife: one row each up to here, more rows each above, so that its cost grows no faster than that of resampling. */
const GROUPS = 500;

/**
 * The bias-corrected and accelerated interval of `statistic` over `n` rows (Efron, JASA 1987; Efron and
 * Tibshirani, An Introduction to the Bootstrap, 14.3), its level widened for small n as Student's t is
 * (Hesterberg, The American Statistician 2015, 4.4). A statistic that no resample changes gives an
 * interval of no width: callers that know its bounds should then use those.
 */
export function bca(n: number, statistic: Statistic, { resamples, level, rng }: BootstrapOptions): Interval {
  const all = Array.from({ length: n }, (_, row) => row);
  const value = statistic(all);
  if (n < 2) return { low: value, high: value };
  const draw = (): number[] => all.map(() => Math.floor(rng.next() * n));
  const values = Array.from({ length: resamples }, () => statistic(draw())).sort((a, b) => a - b);

  // Values that equal the statistic count half, or a coarse statistic would look biased.
  const below = values.filter((other) => other < value).length;
  const same = values.filter((other) => other === value).length;
  const share = Math.min(Math.max((below + same / 2) / resamples, 0.5 / resamples), 1 - 0.5 / resamples);
  const bias = normalQuantile(share);
  const acceleration = skew(leaveOut(n, statistic));

  const reach = studentQuantile(0.5 + level / 2, n - 1) * Math.sqrt(n / (n - 1));
  const bound = (direction: number): number => {
    const z = bias + direction * reach;
    return quantile(values, normalCdf(bias + z / Math.max(1 - acceleration * z, 0.1)));
  };
  return { low: bound(-1), high: bound(1) };
}

/**
 * The jackknife interval of `statistic` over `n` rows: its value with Student's t times the jackknife standard error (Tukey 1958),
 * which errs on the wide side (Efron and Stein, Annals of Statistics 1981).
 */
export function jackknife(n: number, statistic: Statistic, level: number): Interval {
  const value = statistic(Array.from({ length: n }, (_, row) => row));
  if (n < 2) return { low: value, high: value };
  const half = studentQuantile(0.5 + level / 2, Math.min(n, GROUPS) - 1) * jackknifeError(n, statistic);
  return { low: value - half, high: value + half };
}

/** The jackknife standard error of `statistic` over two rows or more. */
export function jackknifeError(n: number, statistic: Statistic): number {
  const without = leaveOut(n, statistic);
  const mean = without.reduce((sum, other) => sum + other, 0) / without.length;
  const squares = without.reduce((sum, other) => sum + (other - mean) ** 2, 0);
  return Math.sqrt((squares * (without.length - 1)) / without.length);
}

/** The statistic without each row, or each group of rows where there are very many. */
function leaveOut(n: number, statistic: Statistic): number[] {
  const all = Array.from({ length: n }, (_, row) => row);
  const groups = Math.min(n, GROUPS);
  return all.slice(0, groups).map((group) => statistic(all.filter((row) => row % groups !== group)));
}

/** The acceleration, from the values with one row left out. */
function skew(leftOut: readonly number[]): number {
  const mean = leftOut.reduce((sum, value) => sum + value, 0) / leftOut.length;
  let squares = 0;
  let cubes = 0;
  for (const value of leftOut) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

/** The value below which `share` of the sorted values lie, by linear interpolation. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = Math.min(Math.max(share * (sorted.length + 1) - 1, 0), sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  return low + (sorted[Math.ceil(at)]! - low) * (at - Math.floor(at));
}
