/** A score this far beyond its bounds is rounding. */
const ROUNDING = 1e-9;

/** Whether a value is a score: a number from 0 to 1, up to rounding. */
export function isScore(value: unknown): value is number {
  return typeof value === "number" && value >= -ROUNDING && value <= 1 + ROUNDING;
}
