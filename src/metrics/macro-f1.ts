/** Macro F1: the plain mean of the F1 of every class, so that rare classes count as much as common ones. */
import type { Metric } from "../core/task.ts";
import { fBetaOf, tally } from "./f1.ts";

/**
 * As scikit-learn's `f1_score(average="macro", labels=labels, zero_division=0)`: a class of the label set that is
 * neither there nor predicted among the rows counts 0.
 */
export function macroF1(labels: readonly string[]): Metric {
  return {
    name: "macro F1",
    isMean: false,
    weighs: true,
    score: (observations) => {
      let sum = 0;
      for (const counts of tally(observations, labels).values()) sum += fBetaOf(1, counts);
      return labels.length === 0 ? 0 : sum / labels.length;
    },
  };
}
