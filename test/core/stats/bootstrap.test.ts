import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { bca, jackknife, quantile } from "../../../src/core/stats/bootstrap.ts";
import { estimate } from "../../../src/core/stats/estimate.ts";
import { wilson } from "../../../src/core/stats/wilson.ts";
import { cost, f2, labelled, macroF1, mcc, mean, row } from "./rows.ts";

// Efron and Tibshirani, An Introduction to the Bootstrap (1993), table 14.1: spatial test, data A.
const SPATIAL = [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41];
const variance = (rows: readonly number[]): number => {
  const values = rows.map((i) => SPATIAL[i]!);
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length;
};

describe("BCa", () => {
  it("agrees with the published 90% interval of a variance, 115.8 to 259.6, but for the widening for small n", () => {
    expect(variance(SPATIAL.map((_, i) => i))).toBeCloseTo(171.5, 1);
    const found = bca(26, variance, { resamples: 20_000, level: 0.9, rng: rng("spatial") });
    expect(found.low).toBeGreaterThan(108);
    expect(found.low).toBeLessThan(115.8);
    expect(found.high).toBeGreaterThan(259.6);
    expect(found.high).toBeLessThan(280);
  });

  it("is the same for the same stream, and knows no width for one row or rows all alike", () => {
    const options = { resamples: 200, level: 0.95 };
    expect(bca(26, variance, { ...options, rng: rng(1) })).toEqual(bca(26, variance, { ...options, rng: rng(1) }));
    expect(bca(1, () => 0.4, { ...options, rng: rng(1) })).toEqual({ low: 0.4, high: 0.4 });
    expect(bca(9, () => 0.4, { ...options, rng: rng(1) })).toEqual({ low: 0.4, high: 0.4 });
  });

  it.each([
    ["graded means", mean, 25],
    ["graded means", mean, 100],
    ["macro F1", macroF1, 60],
    ["macro F1", macroF1, 150],
    ["F2", f2, 100],
    ["MCC", mcc, 100],
    ["a cost matrix", cost, 100],
  ])("covers at least 93% of %s over rows", (_, metric, n) => {
    const truth = metric === mean ? 1 / 1.4 : metric.score(labelled(100_000, 0.7, rng("all there is")));
    let covered = 0;
    for (let i = 0; i < 300; i++) {
      const rows = labelled(n, 0.7, rng(`${metric.name} ${n} ${i}`));
      const { low, high } = estimate(metric, rows);
      if (low <= truth && truth <= high) covered += 1;
    }
    expect(covered / 300).toBeGreaterThanOrEqual(0.93);
  });
});

describe("the jackknife", () => {
  it("knows no width for one row", () => expect(jackknife(1, () => 0.4, 0.95)).toEqual({ low: 0.4, high: 0.4 }));

  it("of a mean is Student's interval", () => {
    const { low, high } = jackknife(26, (rows) => rows.reduce((sum, i) => sum + SPATIAL[i]!, 0) / rows.length, 0.9);
    const sd = Math.sqrt((variance(SPATIAL.map((_, i) => i)) * 26) / 25);
    expect((high - low) / 2).toBeCloseTo((1.7081408 * sd) / Math.sqrt(26), 5);
  });

  it("leaves out groups of rows where there are very many", () => {
    let scored = 0;
    const stream = rng("many rows");
    const values = Array.from({ length: 2000 }, () => 100 * stream.next());
    const average = (rows: readonly number[]): number => {
      scored += 1;
      return rows.reduce((sum, i) => sum + values[i]!, 0) / rows.length;
    };
    const { low, high } = jackknife(2000, average, 0.95);
    expect(scored).toBe(501);
    const expected = (1.965 * 100) / Math.sqrt(12 * 2000);
    expect((high - low) / 2 / expected).toBeGreaterThan(0.9);
    expect((high - low) / 2 / expected).toBeLessThan(1.1);
  });
});

describe("quantile", () => {
  it("interpolates between the values, and keeps to them", () => {
    expect(quantile([1, 2, 3], 0.5)).toBe(2);
    expect(quantile([1, 2, 3], 0.375)).toBe(1.5);
    expect([quantile([1, 2, 3], 0), quantile([1, 2, 3], 1)]).toEqual([1, 3]);
  });
});

describe("estimate", () => {
  it("is Wilson's for right-or-wrong rows", () => {
    const rows = [1, 1, 1, 0].map((score, i) => row(i, score));
    expect(estimate(mean, rows)).toEqual({ value: 0.75, n: 4, ...wilson(3, 4) });
    expect(estimate(mean, [])).toEqual({ value: 0, n: 0, low: 0, high: 1 });
  });

  it("is never without width, and the same every time", () => {
    const perfect = Array.from({ length: 20 }, (_, i) => row(i, 0.5, { expected: "a", predicted: "a" }));
    for (const metric of [mean, macroF1]) {
      const found = estimate(metric, perfect);
      expect(found.low).toBeLessThan(found.value);
      expect(found.high).toBeGreaterThanOrEqual(found.value);
      expect(found).toEqual(estimate(metric, perfect));
    }
  });
});
