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

/** F2 of label b: recall counts four times what precision does. */
export const f2: Metric = {
  name: "F2",
  isMean: false,
  score: (rows) => {
    const right = countOf(rows, "b", "b");
    const falsely = countOf(rows, "a", "b") + countOf(rows, "c", "b");
    const missed = countOf(rows, "b", "a") + countOf(rows, "b", "c");
    return right === 0 ? 0 : (5 * right) / (5 * right + 4 * missed + falsely);
  },
};

/** Matthews' correlation over three labels (Gorodkin 2004). */
export const mcc: Metric = {
  name: "MCC",
  isMean: false,
  score: (rows) => {
    const n = rows.length;
    const right = LABELS.reduce((sum, label) => sum + countOf(rows, label, label), 0);
    const meant = LABELS.map((label) => rows.filter(({ example }) => example.expected === label).length);
    const named = LABELS.map((label) => rows.filter(({ predicted }) => predicted === label).length);
    const product = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    const spread = Math.sqrt((n * n - product(named, named)) * (n * n - product(meant, meant)));
    return spread === 0 ? 0 : (n * right - product(meant, named)) / spread;
  },
};

/** One less the mean cost, where to miss c costs three times what any other mistake does. */
export const cost: Metric = {
  name: "cost matrix",
  isMean: false,
  score: (rows) => {
    const missed = countOf(rows, "c", "a") + countOf(rows, "c", "b");
    const others = rows.filter(({ example, predicted }) => example.expected !== "c" && predicted !== example.expected);
    return rows.length === 0 ? 0 : 1 - (3 * missed + others.length) / (3 * rows.length);
  },
};

function countOf(rows: readonly Observation[], expected: string, answered: string): number {
  return rows.filter(({ example, predicted }) => example.expected === expected && predicted === answered).length;
}

/** Rows of which 60%, 25% and 15% are a, b and c, answered rightly on about `accuracy` of them. Scores are graded. */
export function labelled(count: number, accuracy: number, rng: Rng): Observation[] {
  return Array.from({ length: count }, (_, id) => {
    const die = rng.next();
    const expected = die < 0.6 ? "a" : die < 0.85 ? "b" : "c";
    const predicted = rng.next() < accuracy ? expected : LABELS[Math.floor(rng.next() * 3)]!;
    return row(id, rng.next() ** 0.4, { expected, predicted });
  });
}
