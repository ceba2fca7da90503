/** The exact interval of a proportion. */
import { betaQuantile } from "./beta.ts";
import type { Interval } from "./interval.ts";

/**
 * The interval of a proportion of which `successes` of `n` were seen, that covers at least `level` whatever
 * the proportion (Clopper and Pearson, Biometrika 1934). Between 0 and 1 for no rows.
 */
export function clopperPearson(successes: number, n: number, level = 0.95): Interval {
  const tail = (1 - level) / 2;
  return {
    low: successes === 0 ? 0 : betaQuantile(tail, successes, n - successes + 1),
    high: successes === n ? 1 : betaQuantile(1 - tail, successes + 1, n - successes),
  };
}
