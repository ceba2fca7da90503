/** The score interval of the difference of two paired shares. */
import { normalQuantile } from "./normal.ts";
import type { Interval } from "./interval.ts";

/**
 * The interval of (fixed - broken) / n, where of n rows `fixed` went from wrong to right and `broken` from right
 * to wrong (Tango, Statistics in Medicine 1998): all differences that a score test does not reject. Between -1
 * and 1 for no rows.
 */
export function tango(fixed: number, broken: number, n: number, level = 0.95): Interval {
  if (n === 0) return { low: -1, high: 1 };
  const z = normalQuantile(0.5 + level / 2);
  return { low: lowest(fixed, broken, n, z), high: -lowest(broken, fixed, n, z) };
}

/** The smallest difference whose score statistic is at most z; the statistic falls as the difference grows. */
function lowest(fixed: number, broken: number, n: number, z: number): number {
  let low = -1;
  let high = (fixed - broken) / n;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (statistic(fixed, broken, n, middle) > z) low = middle;
    else high = middle;
  }
}

/** Tango's (6), with the share of broken rows at its most likely value given the difference, (7). */
function statistic(fixed: number, broken: number, n: number, difference: number): number {
  const a = 2 * n;
  const b = -fixed - broken + (2 * n - fixed + broken) * difference;
  const c = -broken * difference * (1 - difference);
  const share = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
  const variance = n * (2 * share + difference * (1 - difference));
  const distance = fixed - broken - n * difference;
  return variance > 0 ? distance / Math.sqrt(variance) : distance * Infinity;
}
