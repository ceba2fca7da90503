import type { Interval } from "../../../src/core/stats/interval.ts";
import { describe, expect, it } from "vitest";
import { betaCdf } from "../../../src/core/stats/beta.ts";
import { clopperPearson } from "../../../src/core/stats/clopper-pearson.ts";
import { wilson } from "../../../src/core/stats/wilson.ts";

/** The chance that the interval of a binomial count holds the true share, summed over all counts. */
function coverage(interval: (successes: number, n: number) => Interval, n: number, p: number): number {
  let total = 0;
  for (let k = 0; k <= n; k++) {
    const { low, high } = interval(k, n);
    const atLeast = (count: number): number => (count <= 0 ? 1 : count > n ? 0 : betaCdf(p, count, n - count + 1));
    if (low <= p && p <= high) total += atLeast(k) - atLeast(k + 1);
  }
  return total;
}

const SHARES = [0.02, 0.05, 0.1, 0.17, 0.25, 0.33, 0.41, 0.5, 0.63, 0.7, 0.77, 0.85, 0.93, 0.97];
const COUNTS = [10, 20, 37, 50, 100, 200];

// Newcombe, Statistics in Medicine 1998, 17: 857-872, table I, methods 3 and 5.
describe("Wilson's interval", () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %d in %d is %d to %d, as published", (successes, n, low, high) => {
    const found = wilson(successes, n);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  it("holds the share seen, and ends at 0 and 1", () => {
    expect(wilson(0, 12).low).toBe(0);
    expect(wilson(12, 12).high).toBe(1);
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
    expect(wilson(50, 100, 0.99).low).toBeLessThan(wilson(50, 100, 0.9).low);
  });

  it("covers 94 to 96% on average over shares and counts", () => {
    const all = COUNTS.flatMap((n) => SHARES.map((p) => coverage(wilson, n, p)));
    const average = all.reduce((sum, share) => sum + share, 0) / all.length;
    expect(average).toBeGreaterThan(0.94);
    expect(average).toBeLessThan(0.96);
  });
});

describe("Clopper and Pearson's interval", () => {
  it.each([
    [81, 263, 0.2527, 0.3676],
    [15, 148, 0.0578, 0.1617],
    [0, 20, 0, 0.1684],
    [1, 29, 0.0009, 0.1776],
  ])("of %d in %d is %d to %d, as published", (successes, n, low, high) => {
    const found = clopperPearson(successes, n);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  it("covers at least 95% everywhere", () => {
    for (const n of COUNTS)
      for (const p of SHARES) expect(coverage(clopperPearson, n, p), `${p} of ${n}`).toBeGreaterThanOrEqual(0.95);
  });

  it("knows nothing of no rows", () => expect(clopperPearson(0, 0)).toEqual({ low: 0, high: 1 }));
});
