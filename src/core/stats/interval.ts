/** A range of values, such as a confidence interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}
