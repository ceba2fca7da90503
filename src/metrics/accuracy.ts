/** Accuracy: the share of rows whose answer is right. */
import type { Metric } from "../core/task.ts";
import { mean } from "./mean-score.ts";

/** For judges whose scores are 0 or 1; for graded ones use `meanScore`. An invalid answer is wrong. */
export function accuracy(): Metric {
  return {
    name: "accuracy",
    isMean: true,
    score: (observations) => mean(observations, ({ correct }) => (correct ? 1 : 0)),
  };
}
