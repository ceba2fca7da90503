/** Micro F1: F1 of all classes counted together; it differs from accuracy only where answers are invalid. */
import type { Metric } from "../core/task.ts";
import { fBetaOf, tally } from "./f1.ts";

/** As scikit-learn's `f1_score(average="micro", labels=labels, zero_division=0)`. */
export function microF1(labels: readonly string[]): Metric {
  return {
    name: "micro F1",
    isMean: false,
    weighs: true,
    score(observations) {
      const all = { right: 0, predicted: 0, there: 0 };
      for (const counts of tally(observations, labels).values()) {
        all.right += counts.right;
        all.predicted += counts.predicted;
        all.there += counts.there;
      }
      return fBetaOf(1, all);
    },
  };
}
