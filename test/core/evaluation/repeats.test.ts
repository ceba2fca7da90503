/** Rows with several answers: what counts as one row, what a metric makes of them, and how wide intervals are. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CallBudget } from "../../../src/core/budget.ts";
import { metricLimit } from "../../../src/core/limits/kinds.ts";
import { answersIn, merged, overRepeats, varyingRows } from "../../../src/core/evaluation/repeats.ts";
import { rng } from "../../../src/core/rng.ts";
import { estimate, type Estimate } from "../../../src/core/stats/estimate.ts";
import { pairedDifference } from "../../../src/core/stats/paired.ts";
import type { Observation } from "../../../src/core/task.ts";
import { accuracy, f1, mcc } from "../../../src/metrics/index.ts";
import { macroF1, mean, row } from "../stats/rows.ts";
import { toy, toyTask } from "../toy.ts";

const same = (a: Observation, b: Observation): boolean => a.predicted === b.predicted;

/** Row `id` with these scores, one for each answer. */
const scored = (id: number, scores: readonly number[]): Observation => merged(scores.map((score) => row(id, score)));

/** Row `id` whose right answer is `expected`, and that got these labels. */
const labelled = (id: number, expected: string, labels: readonly string[]): Observation =>
  merged(labels.map((predicted) => row(id, predicted === expected ? 1 : 0, { expected, predicted })));

describe("a row with several answers", () => {
  it("scores their mean, and is correct where more than half of them are", () => {
    expect(scored(1, [1, 1, 0])).toMatchObject({ score: 2 / 3, correct: true });
    expect(scored(1, [1, 0])).toMatchObject({ score: 0.5, correct: false });
    expect(scored(1, [0, 0, 1, 1, 0])).toMatchObject({ score: 0.4, correct: false });
    expect(scored(1, [1, 1, 1])).toMatchObject({ score: 1, correct: true });
  });

  it("shows an answer that is judged as the row is", () => {
    expect(labelled(1, "a", ["b", "a", "a"])).toMatchObject({ predicted: "a", correct: true });
    expect(labelled(1, "a", ["a", "b", "c"])).toMatchObject({ predicted: "b", correct: false });
  });

  it("has the means of named scores and tokens", () => {
    const answers = [0, 1].map((one) => ({
      ...row(1, one),
      scores: { style: one, depth: 1 },
      tokens: { input: 10, output: 2 + 4 * one },
    }));
    expect(merged(answers)).toMatchObject({ scores: { style: 0.5, depth: 1 }, tokens: { input: 10, output: 4 } });
  });

  it("is the answer itself where there is one", () => {
    const one = row(1, 1);
    expect(merged([one])).toBe(one);
  });

  it("varies where its answers differ as far as the score cares", () => {
    const rows = [labelled(1, "a", ["a", "b"]), labelled(2, "a", ["b", "b"]), labelled(3, "b", ["c", "b"])];
    expect(varyingRows(rows, same)).toBe(2);
    expect(answersIn(rows)).toHaveLength(6);
  });
});

describe("a metric over rows with several answers", () => {
  it("is the mean over readings of the rows: F1 by hand", () => {
    // Reading 1 has TP 1, FP 1, FN 0: F1 = 2/3. Reading 2 has TP 1, FP 0, FN 0: F1 = 1.
    const rows = [labelled(1, "a", ["a", "a"]), labelled(2, "b", ["a", "b"])];
    expect(overRepeats(f1("a")).score(rows)).toBeCloseTo((2 / 3 + 1) / 2, 12);
  });

  it("is what it is for one answer, where all answers to a row are alike", () => {
    const label = fc.constantFrom("a", "b", "c");
    const times = fc.integer({ min: 2, max: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(label, label), { minLength: 1, maxLength: 30 }), times, (pairs, n) => {
        const once = pairs.map(([expected, predicted], i) => labelled(i, expected, [predicted]));
        const often = pairs.map(([expected, predicted], i) => labelled(i, expected, Array<string>(n).fill(predicted)));
        for (const metric of [accuracy(), f1("a"), mcc(["a", "b", "c"]), macroF1]) {
          const over = overRepeats(metric);
          expect(over.score(once)).toBe(metric.score(once));
          expect(over.score(often)).toBeCloseTo(metric.score(once), 12);
        }
      }),
    );
  });

  it("is the mean of the rows' scores, for a mean", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 3, maxLength: 3 }), { minLength: 1 }),
        (all) => {
          const rows = all.map((scores, i) => scored(i, scores));
          const expected = all.flat().reduce((sum, score) => sum + score, 0) / (3 * all.length);
          expect(overRepeats(accuracy()).score(rows)).toBeCloseTo(expected, 12);
          expect(estimate(overRepeats(accuracy()), rows).n).toBe(all.length);
        },
      ),
    );
  });

  it("measures a limit over all answers, row by row", () => {
    const recallOfA = { ...accuracy(), counts: ({ example }: Observation) => example.expected === "a" };
    const limit = metricLimit({ text: "recall:a >= 0.9", sense: ">=", bound: 0.9 }, recallOfA);
    const rows = [labelled(1, "a", ["a", "b"]), labelled(2, "a", ["a", "a"]), labelled(3, "b", ["a", "a"])];
    const prompt = toyTask().prompt;
    expect(limit.measure(rows, prompt)).toMatchObject({ value: 0.75, n: 2 });
  });
});

describe("intervals of rows with several answers", () => {
  it("do not shrink where the answers to a row never differ", () => {
    const random = rng("alike");
    const [a, b] = [0.6, 0.75].map((p) => Array.from({ length: 60 }, () => (random.next() < p ? 1 : 0)));
    const times = (scores: readonly number[], n: number): Observation[] =>
      scores.map((score, i) => scored(i, Array<number>(n).fill(score)));
    for (const n of [2, 10]) {
      expect(estimate(overRepeats(mean), times(a!, n))).toEqual(estimate(mean, times(a!, 1)));
      expect(pairedDifference(overRepeats(mean), times(a!, n), times(b!, n))).toEqual(
        pairedDifference(mean, times(a!, 1), times(b!, 1)),
      );
    }
    const labels = (n: number): Observation[] =>
      a!.map((right, i) => labelled(i, "abc"[i % 3]!, Array<string>(n).fill("abc"[(i + 1 - right) % 3]!)));
    const [once, often] = [estimate(macroF1, labels(1)), estimate(overRepeats(macroF1), labels(5))];
    for (const end of ["value", "low", "high"] as const) expect(often[end]).toBeCloseTo(once[end], 9);
  });

  it("cover the truth in 93% of samples or more, and shrink, where answers to a row differ by chance", () => {
    const [samples, rows] = [400, 50];
    const covers = ({ low, high }: Estimate, truth: number): boolean => low <= truth && truth <= high;
    const found = [1, 5].map((times) => {
      const random = rng("noise within rows");
      let [hits, paired, width, pairedWidth] = [0, 0, 0, 0];
      for (let sample = 0; sample < samples; sample++) {
        // Chances of a right answer lie between 0.3 and 0.9 under the first prompt, and 0.1 above under the second.
        const chances = Array.from({ length: rows }, () => 0.3 + 0.6 * random.next());
        const answers = (more: number): Observation[] =>
          chances.map((chance, i) =>
            scored(
              i,
              Array.from({ length: times }, () => (random.next() < chance + more ? 1 : 0)),
            ),
          );
        const [a, b] = [answers(0), answers(0.1)];
        const score = estimate(overRepeats(mean), a);
        const difference = pairedDifference(overRepeats(mean), a, b, 0.95, 200);
        hits += covers(score, 0.6) ? 1 : 0;
        paired += covers(difference, 0.1) ? 1 : 0;
        width += (score.high - score.low) / samples;
        pairedWidth += (difference.high - difference.low) / samples;
      }
      return { hits: hits / samples, paired: paired / samples, width, pairedWidth };
    });
    const [once, often] = found;
    for (const { hits, paired } of found) {
      expect(hits).toBeGreaterThanOrEqual(0.93);
      expect(paired).toBeGreaterThanOrEqual(0.93);
    }
    // The variance of a row's mean is that of its chance, 0.03, and of the answers, 0.21 over their number: 0.24 falls to 0.072.
    // Widths then fall to 0.55, but for Student's t, by which the bootstrap is wider than Wilson's interval.
    expect(often!.width / once!.width).toBeGreaterThan(0.5);
    expect(often!.width / once!.width).toBeLessThan(0.65);
    // A difference has the variance of the answers alone: it falls to a fifth.
    expect(often!.pairedWidth / once!.pairedWidth).toBeLessThan(0.55);
  });
});

describe("evaluate", () => {
  const often = (repeats: number): ReturnType<typeof toyTask> => ({ ...toyTask({ dev: 10 }), repeats });
  /** Right in the even ones of the answers to a row. */
  const noisy = (role: string, { sample }: { sample: number }): string | undefined =>
    role === "task" ? (sample % 2 === 0 ? "yes" : "no") : undefined;

  it("answers a row several times on dev and in the verdict, once elsewhere", async () => {
    const task = often(3);
    const { tools, call } = toy(task, noisy);
    const budget = new CallBudget(1000);
    const dev = await tools.evaluate(task.prompt, task.dev, { round: 0, phase: "dev", budget });
    expect(dev).toHaveLength(10);
    for (const one of dev) expect(one).toMatchObject({ score: 2 / 3, correct: true });
    expect(call.made.map(({ request }) => request.sample).toSorted((a, b) => a - b)).toEqual(
      [0, 1, 2].flatMap((sample) => Array<number>(10).fill(sample)),
    );
    expect(budget.spent).toBe(30);
    expect(tools.callsFor(10, "dev")).toBe(30);
    const minibatch = await tools.evaluate(task.prompt, task.train.slice(0, 5), { round: 1, phase: "errors", budget });
    expect(minibatch.every(({ repeats }) => repeats === undefined)).toBe(true);
    expect(budget.spent).toBe(35);
    expect(tools.callsFor(5, "errors")).toBe(5);
    // Known answers are free, and the first of them is the cell of any other phase.
    await tools.evaluate(task.prompt, task.dev, { round: 0, phase: "verdict", budget });
    await tools.evaluate(task.prompt, task.dev, { round: 0, phase: "selecting", budget });
    expect(budget.spent).toBe(35);
  });

  it("begins a row only when all of its answers are paid for", async () => {
    const task = often(3);
    for (const calls of [0, 2, 3, 8, 9]) {
      const { tools, call } = toy(task, noisy);
      const budget = new CallBudget(calls);
      const seen = await tools.evaluate(task.prompt, task.dev, { round: 0, phase: "dev", budget });
      expect(seen.map(({ example }) => example.id)).toEqual(
        task.dev.slice(0, Math.floor(calls / 3)).map(({ id }) => id),
      );
      expect(call.made).toHaveLength(3 * seen.length);
    }
  });
});
