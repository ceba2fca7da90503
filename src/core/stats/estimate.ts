/** A score with its 95% interval. */

/** A score with its 95% interval, over `n` rows. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}
