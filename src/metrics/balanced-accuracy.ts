/** Balanced accuracy: the plain mean of the recall of every class that is there, so that rare classes count as much. */
import type { Metric } from "../core/task.ts";
import { tally } from "./f1.ts";

/** As scikit-learn's `balanced_accuracy_score` (Brodersen et al., ICPR 2010). An invalid answer is a miss of its class. */
export function balancedAccuracy(labels: readonly string[]): Metric {
  return {
    name: "balanced accuracy",
    isMean: false,
    weighs: true,
    score(observations) {
      const there = [...tally(observations, labels).values()].filter((counts) => counts.there > 0);
      const sum = there.reduce((total, counts) => total + counts.right / counts.there, 0);
      return there.length === 0 ? 0 : sum / there.length;
    },
  };
}
