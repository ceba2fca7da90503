import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedRegret, linearLoss } from "../../../src/core/stats/regret.ts";

/** An arm that is right on the first `right` of `rows` rows. */
const arm = (right: number, rows: number) => ({
  rows: Array.from({ length: rows }, (_, i) => i),
  values: Array.from({ length: rows }, (_, i) => (i < right ? 1 : 0)),
});

describe("the linear loss", () => {
  it("is the integral of what lies above 0", () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: 0.1, max: 1, noNaN: true }), (d, s) => {
        let sum = 0;
        const step = 0.001;
        for (let z = -8; z < 8; z += step)
          sum += (Math.max(0, s * z - d) * Math.exp((-z * z) / 2) * step) / Math.sqrt(2 * Math.PI);
        expect(linearLoss(d, s)).toBeCloseTo(sum, 4);
      }),
    );
  });
});

describe("the expected regret of a choice", () => {
  it("is 0 when nothing was dropped, and never below 0", () => {
    expect(expectedRegret([arm(1, 2), arm(0, 2)], 2, 2)).toBe(0);
    const arms = fc.array(fc.nat(20), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        arms,
        (right) =>
          expectedRegret(
            right.map((count) => arm(count, 20)),
            20,
            1,
          ) >= 0,
      ),
    );
  });

  it("falls with more rows, and with a clearer lead", () => {
    const of = (right: readonly number[], rows: number) =>
      expectedRegret(
        right.map((count) => arm(count, rows)),
        rows,
        1,
      );
    expect(of([12, 8, 8], 16)).toBeLessThan(of([3, 2, 2], 4) / 2);
    expect(of([18, 6, 6], 20)).toBeLessThan(of([14, 12, 12], 20) / 2);
  });

  it("is large when the order is wrong", () => {
    expect(expectedRegret([arm(4, 20), arm(16, 20)], 20, 1)).toBeGreaterThan(0.5);
  });
});
