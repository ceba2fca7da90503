import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/core/errors.ts";
import { estimate } from "../../src/core/stats/estimate.ts";
import { pairedDifference } from "../../src/core/stats/paired.ts";
import { rng } from "../../src/core/rng.ts";
import type { Metric, Observation } from "../../src/core/task.ts";
import { f1, metricFor, meanScore, weighted } from "../../src/metrics/index.ts";
import { metricOf, scoreFor, textScores } from "../../src/metrics/scores/index.ts";

const LABELS = ["a", "b", "c"];
const NAMES = [
  "accuracy",
  "macro-f1",
  "weighted-f1",
  "micro-f1",
  "balanced-accuracy",
  "macro-precision",
  "kappa",
  "mcc",
  "precision:a",
  "recall:a",
  "f1:a",
  "f2:b",
];
const metrics: Metric[] = [
  ...NAMES.map((name) => metricFor(name, LABELS)),
  metricFor({ cost: { a: { b: 4 } } }, LABELS),
];

function observed(id: number, expected: string, predicted: string | undefined, weight?: number): Observation {
  const correct = expected === predicted;
  return {
    example: { id: String(id), fields: {}, expected, ...(weight !== undefined && { weight }) },
    answer: "",
    score: Number(correct),
    correct,
    invalid: predicted === undefined,
    ...(predicted !== undefined && { predicted }),
  };
}

const rows = fc.array(
  fc.record({
    expected: fc.constantFrom(...LABELS),
    predicted: fc.option(fc.constantFrom(...LABELS), { nil: undefined }),
    weight: fc.integer({ min: 1, max: 4 }),
  }),
  { minLength: 1, maxLength: 30 },
);

describe.each(metrics.map((metric) => [metric.name, metric] as const))("%s over weighted rows", (_, metric) => {
  it("is that of rows which are there as often as they weigh", () => {
    fc.assert(
      fc.property(rows, (given) => {
        const weighed = given.map(({ expected, predicted, weight }, i) => observed(i, expected, predicted, weight));
        const repeated = given.flatMap(({ expected, predicted, weight }, i) =>
          Array.from({ length: weight }, () => observed(i, expected, predicted)),
        );
        expect(weighted(metric).score(weighed)).toBeCloseTo(metric.score(repeated), 9);
      }),
      { numRuns: 60 },
    );
  });

  it("does not change when all weights are multiplied, and is the plain one where they are equal", () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(0.01, 7), (given, factor) => {
        const of = (weigh: (weight: number) => number | undefined): Observation[] =>
          given.map(({ expected, predicted, weight }, i) => observed(i, expected, predicted, weigh(weight)));
        const score = weighted(metric).score(of((weight) => weight));
        expect(weighted(metric).score(of((weight) => factor * weight))).toBeCloseTo(score, 9);
        expect(weighted(metric).score(of(() => factor))).toBeCloseTo(metric.score(of(() => undefined)), 9);
      }),
      { numRuns: 30 },
    );
  });
});

describe("weighted", () => {
  it("refuses by name what sums over all rows, and takes a metric of one's own that says that it weighs", () => {
    const bleu = metricOf(scoreFor("bleu", textScores));
    expect(() => weighted(bleu)).toThrow(UsageError);
    expect(() => weighted(bleu)).toThrow(/weight: .*BLEU/);
    expect(weighted(f1("a")).name).toBe(f1("a").name);
    const own: Metric = { name: "mine", isMean: false, score: () => 0.5 };
    expect(() => weighted(own)).toThrow("weight: mine sums what it counts over all rows, and does not weigh them");
    expect(weighted({ ...own, weighs: true }).score([])).toBe(0.5);
  });

  it("has 95% intervals that cover a weighted mean, and a weighted paired difference, in 93 to 97% of samples", () => {
    const random = rng("weighted rows");
    const metric = weighted(meanScore());
    const repeats = 500;
    let [own, paired] = [0, 0];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const drawn = Array.from({ length: 80 }, (_, i) => {
        const heavy = random.next() < 0.3;
        // Heavy rows are right less often: a plain mean is off.
        const [before, after] = heavy ? [0.5, 0.6] : [0.8, 0.9];
        const one = (share: number): string => (random.next() < share ? "a" : "b");
        const weight = heavy ? 3 : 1;
        return [observed(i, "a", one(before), weight), observed(i, "a", one(after), weight)] as const;
      });
      const [a, b] = [drawn.map(([before]) => before), drawn.map(([, after]) => after)];
      const truth = (0.9 * 0.5 + 0.7 * 0.8) / 1.6;
      const { low, high } = estimate(metric, a);
      if (low <= truth && truth <= high) own += 1;
      const difference = pairedDifference(metric, a, b, 0.95, 200);
      if (difference.low <= 0.1 && 0.1 <= difference.high) paired += 1;
      expect(difference).not.toHaveProperty("pValue");
    }
    expect(own / repeats).toBeGreaterThanOrEqual(0.93);
    expect(own / repeats).toBeLessThanOrEqual(0.97);
    expect(paired / repeats).toBeGreaterThanOrEqual(0.93);
    expect(paired / repeats).toBeLessThanOrEqual(0.97);
  });
});
