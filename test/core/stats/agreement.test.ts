/** Agreement of two raters, held to values by hand and to its bounds. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreementOf, kappaOf, spearman, type RatedPair } from "../../../src/core/stats/agreement.ts";

const pairsOf = (human: readonly number[], metric: readonly number[]): RatedPair[] =>
  human.map((score, i) => ({ human: score, metric: metric[i]! }));

describe("agreement", () => {
  it("is Cohen's kappa of yes and no: 8 of 10 agree, 0.52 by chance", () => {
    const pairs = pairsOf([1, 1, 0, 1, 0, 0, 1, 1, 0, 1], [1, 0, 0, 1, 0, 1, 1, 1, 0, 1]);
    const { measure, share, beyondChance } = agreementOf(pairs);
    expect(measure).toBe("Cohen's kappa");
    expect(share).toMatchObject({ value: 0.8, n: 10 });
    expect(beyondChance!.value).toBeCloseTo((0.8 - 0.52) / 0.48, 12);
    expect(beyondChance!.low).toBeLessThan(beyondChance!.value);
    expect(beyondChance!.high).toBeGreaterThan(beyondChance!.value);
  });

  // The example of Cohen's kappa with 50 subjects: yes by both 20, by the first alone 5, by the second alone 10, no by both 15.
  it("is 0.4 for the textbook's 20, 5, 10, 15", () => {
    const table = [
      [1, 1, 20],
      [1, 0, 5],
      [0, 1, 10],
      [0, 0, 15],
    ] as const;
    const pairs = table.flatMap(([human, metric, n]) => Array.from({ length: n }, () => ({ human, metric })));
    expect(kappaOf(pairs)).toBeCloseTo(0.4, 12);
  });

  it("is Spearman's correlation of grades, ties at their mean rank", () => {
    const pairs = pairsOf([0, 0.25, 0.5, 0.5, 0.75, 1, 1, 0.25], [0.1, 0.2, 0.5, 0.4, 0.9, 0.8, 1, 0.5]);
    // Pearson's correlation of the mean ranks, computed apart from this code.
    expect(spearman(pairs)).toBeCloseTo(0.8781140799175228, 12);
    expect(agreementOf(pairs).measure).toBe("Spearman's rho");
  });

  it("is good, poor or unclear", () => {
    const many = (pairs: readonly (readonly [number, number])[], times: number): RatedPair[] =>
      Array.from({ length: times }, () => pairs.map(([human, metric]) => ({ human, metric }))).flat();
    const same = [
      [1, 1],
      [0, 0],
    ] as const;
    expect(agreementOf(many(same, 15))).toMatchObject({ word: "good", beyondChance: { value: 1, high: 1 } });
    expect(agreementOf(many(same, 15)).beyondChance!.low).toBeLessThan(1);
    expect(agreementOf(many([...same, [1, 0], [0, 1]], 10)).word).toBe("poor");
    expect(agreementOf(many([...same, [1, 1], [1, 0]], 1)).word).toBe("unclear");
    expect(agreementOf(many([[1, 1]], 20))).toMatchObject({ word: "unclear", share: { value: 1 } });
    expect(agreementOf(many([[1, 1]], 20)).beyondChance).toBeUndefined();
    expect(agreementOf([])).toMatchObject({ word: "unclear", share: { value: 0, n: 0 } });
  });

  const score = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
  it("lies between -1 and 1 within its interval, and is symmetric and blind to the order of the rows", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(score, score), { minLength: 2, maxLength: 30 }), (rows) => {
        const pairs = rows.map(([human, metric]) => ({ human, metric }));
        const swapped = rows.map(([human, metric]) => ({ human: metric, metric: human }));
        const { beyondChance, share } = agreementOf(pairs);
        expect(share.low).toBeLessThanOrEqual(share.value);
        expect(share.high).toBeGreaterThanOrEqual(share.value);
        expect(kappaOf(swapped)).toBeCloseTo(kappaOf(pairs), 9);
        expect(spearman(swapped)).toBeCloseTo(spearman(pairs), 9);
        expect(spearman(pairs.toReversed())).toBeCloseTo(spearman(pairs), 9);
        if (beyondChance === undefined) return;
        const { value, low, high } = beyondChance;
        expect(low).toBeGreaterThanOrEqual(-1);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(value + 1e-9);
        expect(high).toBeGreaterThanOrEqual(value - 1e-9);
      }),
      { numRuns: 200 },
    );
  });
});
