/** Weighted F1: the mean of the F1 of every class, each by how many rows it has. */
import type { Metric } from "../core/task.ts";
import { fBetaOf, tally } from "./f1.ts";

/** As scikit-learn's `f1_score(average="weighted", labels=labels, zero_division=0)`. */
export function weightedF1(labels: readonly string[]): Metric {
  return {
    name: "weighted F1",
    isMean: false,
    weighs: true,
    score: (observations) => {
      let sum = 0;
      let rows = 0;
      for (const counts of tally(observations, labels).values()) {
        sum += counts.there * fBetaOf(1, counts);
        rows += counts.there;
      }
      return rows === 0 ? 0 : sum / rows;
    },
  };
}
