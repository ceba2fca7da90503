/** Means over repetitions, such as those of several seeds, with their intervals. */
import { studentQuantile } from "./beta.ts";
import type { Estimate } from "./estimate.ts";

/** A mean with its interval; `n` counts repetitions. One repetition says nothing about the others: then the interval is infinite. */
export interface MeanInterval extends Estimate {
  /** Half the width of the interval. */
  readonly half: number;
  /** Standard error of the mean. */
  readonly error: number;
}

/** The mean of independent repetitions, with Student's interval. */
export function meanInterval(values: readonly number[], level = 0.95): MeanInterval {
  const n = values.length;
  const value = values.reduce((sum, one) => sum + one, 0) / n;
  if (n < 2) return around(value, n, Infinity, Infinity);
  const variance = values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (n - 1);
  const error = Math.sqrt(variance / n);
  return around(value, n, error, studentQuantile((1 + level) / 2, n - 1) * error);
}

/** The mean of means that are independent of one another, such as those of several families; its interval is the normal one. */
export function meanOfMeans(means: readonly MeanInterval[]): MeanInterval {
  const n = means.length;
  const error = Math.sqrt(means.reduce((sum, one) => sum + one.error ** 2, 0)) / n;
  return around(means.reduce((sum, one) => sum + one.value, 0) / n, n, error, 1.96 * error);
}

function around(value: number, n: number, error: number, half: number): MeanInterval {
  return { value, low: value - half, high: value + half, n, half, error };
}
