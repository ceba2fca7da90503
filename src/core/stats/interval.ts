/** A range of values, such as a confidence interval, and the bounds that values may have. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A score with its 95% interval, over `n` rows. */
export interface Estimate extends Interval {
  readonly value: number;
  readonly n: number;
  /** Clusters that these rows are of, where rows have clusters: the interval counts clusters, not rows. */
  readonly clusters?: number;
}

/** Where a score lies, by the contract of metrics. */
export const SCORES: Interval = { low: 0, high: 1 };
/** Where the difference of two scores lies. */
export const DIFFERENCES: Interval = { low: -1, high: 1 };
/** Where a count or an amount lies. */
export const AMOUNTS: Interval = { low: 0, high: Infinity };
/** Values that may be anything. */
export const UNBOUNDED: Interval = { low: -Infinity, high: Infinity };

/** The part of an interval that lies within bounds: it covers a value that keeps to them as surely as the whole does. */
export function within({ low, high }: Interval, bounds: Interval): Interval {
  const held = (end: number): number => Math.min(bounds.high, Math.max(bounds.low, end));
  return { low: held(low), high: held(high) };
}
