/** The Wilson score interval of a proportion. */
import type { Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";

/**
 * The interval of a proportion of which `successes` of `n` were seen (Wilson, JASA 1927). `level` is
 * its nominal coverage. Between 0 and 1 for no rows. `successes` need not be whole: for a mean of scores
 * between 0 and 1 the interval is then on the safe side, as no such score varies more than a coin of the same mean.
 */
export function wilson(successes: number, n: number, level = 0.95): Interval {
  if (n === 0) return { low: 0, high: 1 };
  const z = normalQuantile(0.5 + level / 2);
  const rate = successes / n;
  const shrink = 1 + (z * z) / n;
  const centre = (rate + (z * z) / (2 * n)) / shrink;
  const half = (z / shrink) * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n));
  return {
    low: successes <= 0 ? 0 : Math.max(0, centre - half),
    high: successes >= n ? 1 : Math.min(1, centre + half),
  };
}
