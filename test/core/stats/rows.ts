/** Made-up rows for the tests of the statistics. */
import type { Rng } from "../../../src/core/rng.ts";
import type { Metric, Observation } from "../../../src/core/task.ts";

export function row(id: number, score: number, labels: { expected?: string; predicted?: string } = {}): Observation {
  const { expected = "", predicted } = labels;
  return {
    example: { id: String(id), fields: {}, expected },
    answer: "",
    score,
    correct: score === 1,
    invalid: false,
    ...(predicted !== undefined && { predicted }),
  };
}

export const mean: Metric = {
  name: "mean score",
  isMean: true,
  score: (rows) => rows.reduce((sum, { score }) => sum + score, 0) / Math.max(1, rows.length),
};

const LABELS = ["a", "b", "c"];

/** A metric of the whole set, over the labels a, b and c. */
export const macroF1: Metric = {
  name: "macro F1",
  isMean: false,
  score: (rows) => {
    const scores = LABELS.map((label) => {
      const right = rows.filter(({ example, predicted }) => example.expected === label && predicted === label).length;
      const named = rows.filter(({ predicted }) => predicted === label).length;
      const meant = rows.filter(({ example }) => example.expected === label).length;
      return right === 0 ? 0 : (2 * right) / (named + meant);
    });
    return scores.reduce((sum, score) => sum + score, 0) / LABELS.length;
  },
};

/** Rows of which 60%, 25% and 15% are a, b and c, answered rightly on about `accuracy` of them. Scores are graded. */
export function labelled(count: number, accuracy: number, rng: Rng): Observation[] {
  return Array.from({ length: count }, (_, id) => {
    const die = rng.next();
    const expected = die < 0.6 ? "a" : die < 0.85 ? "b" : "c";
    const predicted = rng.next() < accuracy ? expected : LABELS[Math.floor(rng.next() * 3)]!;
    return row(id, rng.next() ** 0.4, { expected, predicted });
  });
}
