/** F1 and F-beta of one class: the harmonic mean of its precision and recall, weighted or not. */
import { shown, weightOf } from "../core/example.ts";
import type { Metric, Observation } from "../core/task.ts";

/**
 * F1 = 2 TP / (2 TP + FP + FN), and 0 where that is 0 / 0, as scikit-learn's `f1_score(pos_label=label,
 * zero_division=0)`. An invalid answer predicts no class: a row of this class so answered is a false negative.
 */
export function f1(label: string): Metric {
  return fBeta(1, label);
}

/**
 * F-beta = (1 + beta^2) TP / ((1 + beta^2) TP + FP + beta^2 FN), as scikit-learn's `fbeta_score`: recall counts `beta` times
 * as much as precision (van Rijsbergen, Information Retrieval 1979). Otherwise as `f1`.
 * @param beta above 0
 */
export function fBeta(beta: number, label: string): Metric {
  return {
    name: `F${beta} of ${JSON.stringify(label)}`,
    isMean: false,
    weighs: true,
    counts: (observation) => isThere(observation, label) || isPredicted(observation, label),
    score: (observations) => fBetaOf(beta, tally(observations, [label]).get(label)!),
  };
}

/** How often a class was right (TP), predicted (TP + FP), and there (TP + FN); the sum of weights where rows have weights. */
export interface Tally {
  right: number;
  predicted: number;
  there: number;
}

/** The tallies of these classes, each row by its weight, in one pass. */
export function tally(observations: readonly Observation[], labels: readonly string[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>(labels.map((label) => [label, { right: 0, predicted: 0, there: 0 }]));
  for (const { example, predicted, invalid } of observations) {
    const expected = shown(example.expected);
    const there = tallies.get(expected);
    const weight = weightOf(example);
    if (there !== undefined) there.there += weight;
    if (invalid) continue;
    const answered = tallies.get(shown(predicted));
    if (answered === undefined) continue;
    answered.predicted += weight;
    if (answered === there) answered.right += weight;
  }
  return tallies;
}

/** Whether a row has this label. */
export function isThere({ example }: Observation, label: string): boolean {
  return shown(example.expected) === label;
}

/** Whether a row was answered with this label. */
export function isPredicted({ invalid, predicted }: Observation, label: string): boolean {
  return !invalid && shown(predicted) === label;
}

/** F-beta of a class with this tally. */
export function fBetaOf(beta: number, { right, predicted, there }: Tally): number {
  const square = beta * beta;
  // (1 + beta^2) TP, summed as what it is divided by, so that a class without errors scores exactly 1.
  return predicted + there === 0 ? 0 : (right + square * right) / (predicted + square * there);
}
