/** Means over repetitions, such as those of several seeds, with their intervals. */
import { studentQuantile } from "./beta.ts";
import type { Estimate } from "./estimate.ts";
import { UNBOUNDED, within, type Interval } from "./interval.ts";

/** A mean with its interval; `n` counts repetitions. One repetition says nothing about the others: then the interval is all that the bounds allow. */
export interface MeanInterval extends Estimate {
  /** Half the width of the interval before it was cut at the bounds. */
  readonly half: number;
  /** Standard error of the mean. */
  readonly error: number;
}

/**
 * The mean of independent repetitions, with Student's interval.
 * @param bounds of the values, such as `SCORES`; the interval is cut there. Default: none
 */
export function meanInterval(values: readonly number[], level = 0.95, bounds: Interval = UNBOUNDED): MeanInterval {
  const n = values.length;
  const value = values.reduce((sum, one) => sum + one, 0) / n;
  if (n < 2) return around(value, n, Infinity, Infinity, bounds);
  const variance = values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (n - 1);
  const error = Math.sqrt(variance / n);
  return around(value, n, error, studentQuantile((1 + level) / 2, n - 1) * error, bounds);
}

/** The mean of means that are independent of one another, such as those of several families; its interval is the normal one. */
export function meanOfMeans(means: readonly MeanInterval[], bounds: Interval = UNBOUNDED): MeanInterval {
  const n = means.length;
  const error = Math.sqrt(means.reduce((sum, one) => sum + one.error ** 2, 0)) / n;
  return around(means.reduce((sum, one) => sum + one.value, 0) / n, n, error, 1.96 * error, bounds);
}

function around(value: number, n: number, error: number, half: number, bounds: Interval): MeanInterval {
  return { value, ...within({ low: value - half, high: value + half }, bounds), n, half, error };
}
