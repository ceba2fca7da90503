/** Precision and recall of one class, and the plain mean of the precision of every class. */
import type { Metric } from "../core/task.ts";
import { isPredicted, isThere, tally } from "./f1.ts";

/** TP / (TP + FP), and 0 where that is 0 / 0, as scikit-learn's `precision_score(labels=[label], average="macro", zero_division=0)`. */
export function precision(label: string): Metric {
  return {
    name: `precision of ${JSON.stringify(label)}`,
    isMean: false,
    weighs: true,
    counts: (observation) => isPredicted(observation, label),
    score: (observations) => share(tally(observations, [label]).get(label)!, "predicted"),
  };
}

/** TP / (TP + FN), and 0 where that is 0 / 0, as scikit-learn's `recall_score`. An invalid answer is a miss of its class. */
export function recall(label: string): Metric {
  return {
    name: `recall of ${JSON.stringify(label)}`,
    isMean: false,
    weighs: true,
    counts: (observation) => isThere(observation, label),
    score: (observations) => share(tally(observations, [label]).get(label)!, "there"),
  };
}

/** As scikit-learn's `precision_score(average="macro", labels=labels, zero_division=0)`. */
export function macroPrecision(labels: readonly string[]): Metric {
  return {
    name: "macro precision",
    isMean: false,
    weighs: true,
    score(observations) {
      let sum = 0;
      for (const counts of tally(observations, labels).values()) sum += share(counts, "predicted");
      return labels.length === 0 ? 0 : sum / labels.length;
    },
  };
}

function share(counts: { right: number; predicted: number; there: number }, of: "predicted" | "there"): number {
  return counts[of] === 0 ? 0 : counts.right / counts[of];
}
