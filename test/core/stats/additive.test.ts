import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { fitAdditive } from "../../../src/core/stats/additive.ts";
import { pseudoValues } from "../../../src/core/stats/pseudo-values.ts";
import { labelled, macroF1, mean } from "./rows.ts";

describe("the additive model", () => {
  it("takes off what rows add, so that arms that met unlike rows compare", () => {
    // Rows 0 to 9 give everyone 1 more than rows 10 to 19. Eight arms meet all rows, one only the hard ones.
    const all = Array.from({ length: 20 }, (_, i) => i);
    const full = Array.from({ length: 8 }, (_, arm) => ({
      rows: all,
      values: all.map((i) => arm * 0.1 + (i < 10 ? 1 : 0)),
    }));
    const hard = all.slice(10);
    const fits = fitAdditive([...full, { rows: hard, values: hard.map(() => 0.75) }], 20);
    // As it scored: 0.75 where arm 7 has a mean of 1.2. On like rows: 0.75 where arm 7 has 0.7.
    expect(fits[8]!.mean).toBeGreaterThan(fits[6]!.mean);
    expect(fits[7]!.mean - fits[0]!.mean).toBeCloseTo(0.7, 6);
  });

  it("is the plain mean where all meet the same rows, and says how far a cell varies", () => {
    const stream = rng(1);
    const rows = Array.from({ length: 200 }, (_, i) => i);
    const arms = Array.from({ length: 12 }, () => ({ rows, values: rows.map(() => (stream.next() < 0.6 ? 1 : 0)) }));
    const fits = fitAdditive(arms, 200);
    const means = arms.map(({ values }) => values.reduce((sum: number, value) => sum + value, 0) / 200);
    const centre = means.reduce((sum, value) => sum + value, 0) / 12;
    fits.forEach(({ mean: fitted, variance }, arm) => {
      expect(fitted - fits[0]!.mean).toBeCloseTo(means[arm]! - means[0]!, 6);
      expect(fitted).toBeCloseTo(means[arm]!, 1);
      expect(variance).toBeGreaterThan(0.15);
      expect(variance).toBeLessThan(0.27);
    });
    expect(Math.abs(fits.reduce((sum, fit) => sum + fit.mean, 0) / 12 - centre)).toBeLessThan(0.02);
  });

  it("gives an arm without rows the mean of the others", () => {
    const fits = fitAdditive(
      [
        { rows: [0, 1], values: [1, 0] },
        { rows: [], values: [] },
        { rows: [0, 1], values: [1, 1] },
      ],
      2,
    );
    expect(fits[1]!.mean).toBeCloseTo((fits[0]!.mean + fits[2]!.mean) / 2, 9);
    expect(fitAdditive([{ rows: [], values: [] }], 0)[0]!.mean).toBe(0);
  });
});

describe("pseudo-values", () => {
  const rows = labelled(80, 0.7, rng(3));

  it("are the row scores where the metric is their mean", () => {
    pseudoValues(rows, mean.score).forEach((value, i) => expect(value).toBeCloseTo(rows[i]!.score, 9));
  });

  it("have about the score of the whole set as their mean", () => {
    const values = pseudoValues(rows, macroF1.score);
    expect(values.reduce((sum, value) => sum + value, 0) / 80).toBeCloseTo(macroF1.score(rows), 1);
    expect(pseudoValues(rows.slice(0, 1), macroF1.score)).toEqual([macroF1.score(rows.slice(0, 1))]);
    expect(pseudoValues([], macroF1.score)).toEqual([]);
  });
});
