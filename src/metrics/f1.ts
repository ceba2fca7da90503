/** F1 of one class: the harmonic mean of its precision and recall. */
import type { Metric, Observation } from "../core/task.ts";

/**
 * F1 = 2 TP / (2 TP + FP + FN), and 0 where that is 0 / 0, as scikit-learn's `f1_score(pos_label=label,
 * zero_division=0)`. An invalid answer predicts no class: a row of this class so answered is a false negative.
 */
export function f1(label: string): Metric {
  return {
    name: `F1 of ${JSON.stringify(label)}`,
    isMean: false,
    score: (observations) => f1Of(tally(observations, [label]).get(label)!),
  };
}

/** How often a class was right (TP), predicted (TP + FP), and there (TP + FN). */
export interface Tally {
  right: number;
  predicted: number;
  there: number;
}

/** The tallies of these classes, in one pass. */
export function tally(observations: readonly Observation[], labels: readonly string[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>(labels.map((label) => [label, { right: 0, predicted: 0, there: 0 }]));
  for (const { example, predicted, invalid } of observations) {
    const expected = String(example.expected);
    const there = tallies.get(expected);
    if (there !== undefined) there.there += 1;
    if (invalid) continue;
    const answered = tallies.get(String(predicted));
    if (answered === undefined) continue;
    answered.predicted += 1;
    if (answered === there) answered.right += 1;
  }
  return tallies;
}

export function f1Of({ right, predicted, there }: Tally): number {
  return predicted + there === 0 ? 0 : (2 * right) / (predicted + there);
}
