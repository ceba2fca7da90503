import { describe, expect, it } from "vitest";
import { rng, type Rng } from "../../../src/core/rng.ts";
import {
  asymptoticSequence,
  differenceSequence,
  logSignEvidence,
  meanSequence,
  proportionSequence,
  settledSign,
} from "../../../src/core/stats/sequence.ts";
import { wilson } from "../../../src/core/stats/wilson.ts";

/** Of `runs` runs of `length` values, the share in which `misses` is never true after any value. */
function alwaysRight(
  runs: number,
  length: number,
  draw: (stream: Rng) => number,
  misses: (values: readonly number[]) => boolean,
): number {
  let right = 0;
  for (let run = 0; run < runs; run++) {
    const stream = rng(`run ${run}`);
    const values: number[] = [];
    let missed = false;
    for (let i = 0; i < length && !missed; i++) {
      values.push(draw(stream));
      missed = misses(values);
    }
    if (!missed) right += 1;
  }
  return right / runs;
}

const coin =
  (p: number) =>
  (stream: Rng): number =>
    stream.next() < p ? 1 : 0;
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

describe("confidence sequences cover at least 95% over all stopping times", () => {
  it.each([0.05, 0.3, 0.5, 0.9])("of a proportion of %d", (p) => {
    const share = alwaysRight(200, 150, coin(p), (values) => {
      const { low, high } = proportionSequence(total(values), values.length);
      return low > p || p > high;
    });
    expect(share).toBeGreaterThanOrEqual(0.95);
  });

  it.each([
    ["coins", coin(0.2), 0.2],
    ["grades", (stream: Rng): number => stream.next() ** 2, 1 / 3],
    ["halves", (): number => 0.5, 0.5],
  ])("of a bounded mean of %s", (_, draw, truth) => {
    const share = alwaysRight(200, 150, draw, (values) => {
      const { low, high } = meanSequence(values, 0, 1);
      return low > truth || truth > high;
    });
    expect(share).toBeGreaterThanOrEqual(0.95);
  });

  it("of an unbounded mean, approximately, from 20 values on", () => {
    const draw = (stream: Rng): number =>
      Math.sqrt(-2 * Math.log(1 - stream.next())) * Math.cos(2 * Math.PI * stream.next()) * 3 + 1;
    const share = alwaysRight(300, 200, draw, (values) => {
      const { low, high } = asymptoticSequence(values);
      return low > 1 || 1 > high;
    });
    expect(share).toBeGreaterThanOrEqual(0.95);
  });

  it.each([
    ["few rows that change", 0.1, 0.6],
    ["many", 0.6, 0.7],
    ["only fixed ones", 0.2, 1],
  ])("of a paired difference of %s", (_, changes, fixed) => {
    const draw = (stream: Rng): number => coin(changes)(stream) * (stream.next() < fixed ? 1 : -1);
    const truth = changes * (2 * fixed - 1);
    const share = alwaysRight(200, 150, draw, (values) => {
      const { low, high } = differenceSequence(values);
      return low > truth || truth > high;
    });
    expect(share).toBeGreaterThanOrEqual(0.95);
  });

  it.each([
    ["right-or-wrong rows", (stream: Rng): number => coin(0.4)(stream) * (stream.next() < 0.5 ? 1 : -1)],
    ["graded rows", (stream: Rng): number => stream.next() - stream.next()],
  ])("of the sign of a paired difference that is 0, on %s", (_, draw) => {
    expect(alwaysRight(300, 150, draw, (values) => settledSign(values) !== 0)).toBeGreaterThanOrEqual(0.95);
  });
});

describe("confidence sequences", () => {
  it("are wider than an interval for one look, and narrow as rows come", () => {
    for (const n of [20, 100, 500]) {
      const sequence = proportionSequence(0.7 * n, n);
      const once = wilson(0.7 * n, n);
      expect(sequence.high - sequence.low).toBeGreaterThan(once.high - once.low);
      expect(sequence.high - sequence.low).toBeLessThan(2 * (once.high - once.low));
    }
    expect(proportionSequence(0, 0)).toEqual({ low: 0, high: 1 });
    expect(proportionSequence(30, 30).high).toBe(1);
    expect(proportionSequence(30, 30).low).toBeGreaterThan(0.8);
  });

  it("narrow with little spread: the mean of values that hardly vary is soon known", () => {
    const calm = Array.from({ length: 200 }, (_, i) => 0.5 + 0.01 * (i % 2));
    const wild = Array.from({ length: 200 }, (_, i) => i % 2);
    const width = (values: readonly number[]): number =>
      meanSequence(values, 0, 1).high - meanSequence(values, 0, 1).low;
    expect(width(calm)).toBeLessThan(width(wild) / 2);
    expect(meanSequence([], -1, 1)).toEqual({ low: -1, high: 1 });
  });

  it("say the evidence of the sign: B(f + 1/2, b + 1/2) 2^(f + b) / B(1/2, 1/2), by hand for few rows", () => {
    // B(3/2, 1/2) / B(1/2, 1/2) = 1/2 and B(5/2, 1/2) / B(1/2, 1/2) = 3/8.
    expect(Math.exp(logSignEvidence(0, 0))).toBeCloseTo(1, 12);
    expect(Math.exp(logSignEvidence(1, 0))).toBeCloseTo((1 / 2) * 2, 12);
    expect(Math.exp(logSignEvidence(2, 0))).toBeCloseTo((3 / 8) * 4, 12);
    expect(Math.exp(logSignEvidence(1, 1))).toBeCloseTo((1 / 8) * 4, 12);
  });

  it("settle a real difference, on its side", () => {
    expect(settledSign(Array.from({ length: 60 }, (_, i) => (i % 4 === 0 ? 1 : 0)))).toBe(1);
    expect(settledSign(Array.from({ length: 60 }, (_, i) => (i % 4 === 0 ? -1 : 0)))).toBe(-1);
    expect(settledSign(Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 0.3 : 0.2)))).toBe(1);
    expect(settledSign(Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? -3 : -2)))).toBe(-1);
    expect(settledSign([])).toBe(0);
    expect(settledSign([1, 1, 1])).toBe(0);
  });
});
