/** Means over repetitions with their 95% intervals. */

export interface MeanInterval {
  readonly value: number;
  /** Half the width of the 95% interval. */
  readonly half: number;
  /** Standard error of the mean. */
  readonly error: number;
}

/** Points of Student's t (two-sided 5%) for 4, 9, 19, 29 and many degrees of freedom. */
const T: readonly (readonly [number, number])[] = [
  [4, 2.776],
  [9, 2.262],
  [19, 2.093],
  [29, 2.045],
  [Infinity, 1.96],
];

/** The mean of independent repetitions, with Student's interval; a little too wide between the degrees of freedom that the table has. */
export function meanInterval(values: readonly number[]): MeanInterval {
  const n = values.length;
  const value = values.reduce((sum, one) => sum + one, 0) / n;
  const variance = values.reduce((sum, one) => sum + (one - value) ** 2, 0) / Math.max(1, n - 1);
  const error = Math.sqrt(variance / n);
  const point = T.findLast(([freedom]) => freedom <= n - 1)?.[1] ?? 12.7;
  return { value, error, half: point * error };
}

/** The mean of means that are independent of one another, such as those of several families. */
export function meanOfMeans(means: readonly MeanInterval[]): MeanInterval {
  const n = means.length;
  const error = Math.sqrt(means.reduce((sum, one) => sum + one.error ** 2, 0)) / n;
  return { value: means.reduce((sum, one) => sum + one.value, 0) / n, error, half: 1.96 * error };
}
