import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betaCdf, betaQuantile, logGamma, studentQuantile } from "../../../src/core/stats/beta.ts";
import { normalCdf, normalQuantile } from "../../../src/core/stats/normal.ts";

describe("the normal distribution", () => {
  // Abramowitz and Stegun, tables 26.1 and 26.5; the far tail from R's pnorm.
  it.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [-1.96, 0.024997895148220435],
    [2.5758293035489, 0.995],
    [3.5, 0.9997673709209645],
    [-5, 2.866515718791939e-7],
    [-10, 7.61985302416052e-24],
  ])("has P(Z <= %d) = %d", (z, p) => expect(Math.abs(normalCdf(z) / p - 1)).toBeLessThan(1e-12));

  it.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.95, 1.6448536269514722],
    [0.995, 2.5758293035489004],
    [1e-10, -6.361340902404056],
  ])("has its %d quantile at %d", (p, z) => expect(normalQuantile(p)).toBeCloseTo(z, 12));

  it("has quantiles that undo its distribution function", () => {
    fc.assert(
      fc.property(fc.double({ min: -7, max: 7, noNaN: true }), (z) => {
        expect(normalQuantile(normalCdf(-Math.abs(z)))).toBeCloseTo(-Math.abs(z), 9);
      }),
    );
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  });
});

describe("the beta distribution", () => {
  it("is a binomial tail: P(Beta(k, n - k + 1) <= p) = P(Binomial(n, p) >= k), summed exactly", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.nat(),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (n, pick, p) => {
          const k = 1 + (pick % n);
          let tail = 0;
          let choose = 1;
          for (let i = 0; i <= n; i++) {
            if (i >= k) tail += choose * p ** i * (1 - p) ** (n - i);
            choose = (choose * (n - i)) / (i + 1);
          }
          expect(betaCdf(p, k, n - k + 1)).toBeCloseTo(tail, 10);
        },
      ),
    );
  });

  it("has quantiles that undo its distribution function, to the ends of large counts", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 5000, noNaN: true }),
        fc.double({ min: 0.5, max: 5000, noNaN: true }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (a, b, p) => {
          expect(betaCdf(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 8);
        },
      ),
    );
  });

  it("rests on a gamma function that is right", () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13);
    expect(logGamma(11)).toBeCloseTo(Math.log(3628800), 12);
    expect([betaCdf(0, 2, 3), betaCdf(1, 2, 3)]).toEqual([0, 1]);
    expect(logGamma(0.1)).toBeCloseTo(2.252712651734206, 12);
  });
});

describe("Student's t", () => {
  // The tables of any textbook.
  it.each([
    [0.975, 1, 12.7062047],
    [0.975, 9, 2.2621572],
    [0.95, 25, 1.7081408],
    [0.995, 30, 2.7499957],
    [0.025, 9, -2.2621572],
  ])("has its %d quantile at %d degrees of freedom at %d", (p, freedom, t) =>
    expect(studentQuantile(p, freedom)).toBeCloseTo(t, 6),
  );
});
