import { describe, expect, it } from "vitest";
import { meanInterval, meanOfMeans } from "../../../src/core/stats/mean-interval.ts";

describe("the mean over repetitions", () => {
  it("has Student's interval: 5 values by hand, t(0.975, 4) = 2.776445", () => {
    // Mean 0.7, squared deviations 0.01 + 0 + 0.01 + 0.0025 + 0.0025 = 0.025, variance 0.00625, error sqrt(0.00125).
    const { value, low, high, half, error, n } = meanInterval([0.6, 0.7, 0.8, 0.65, 0.75]);
    expect(n).toBe(5);
    expect(value).toBeCloseTo(0.7, 12);
    expect(error).toBeCloseTo(0.0353553, 7);
    expect(half).toBeCloseTo(2.776445 * 0.0353553, 6);
    expect([low, high]).toEqual([value - half, value + half]);
  });

  it("is wider at a higher level: t(0.9875, 4) = 3.495406", () => {
    const { half, error } = meanInterval([0.6, 0.7, 0.8, 0.65, 0.75], 0.975);
    expect(half / error).toBeCloseTo(3.495406, 5);
  });

  it("of one repetition has no end, for it tells nothing of the others", () => {
    expect(meanInterval([0.4])).toEqual({
      value: 0.4,
      low: -Infinity,
      high: Infinity,
      n: 1,
      half: Infinity,
      error: Infinity,
    });
  });

  it("can be taken over groups that are independent of one another", () => {
    const a = meanInterval([0.1, 0.2, 0.3]);
    const b = meanInterval([0.5, 0.6, 0.7]);
    const { value, error } = meanOfMeans([a, b]);
    expect(value).toBeCloseTo(0.4, 12);
    expect(error).toBeCloseTo(Math.sqrt(a.error ** 2 + b.error ** 2) / 2, 12);
  });
});
