/** MCC: the correlation of right and given answers, which guessing by the size of the classes does not raise. */
import type { Metric } from "../core/task.ts";
import { tally } from "./f1.ts";
import { totalWeight } from "./mean-score.ts";

/**
 * Matthews' correlation coefficient for any number of classes (Gorodkin, Computational Biology and Chemistry 2004), as
 * scikit-learn's `matthews_corrcoef`, and 0 where that is 0 / 0. Scores lie between 0 and 1, so a negative one, worse than chance,
 * counts 0. Invalid answers are a class of their own, which is never right. With three classes or more and very few rows,
 * mending a row can lower it a little: that is in the coefficient.
 */
export function mcc(labels: readonly string[]): Metric {
  return {
    name: "MCC",
    isMean: false,
    weighs: true,
    score: (observations) => {
      const n = totalWeight(observations);
      const tallies = [...tally(observations, labels).values()];
      const total = (of: (each: (typeof tallies)[number]) => number): number =>
        tallies.reduce((sum, each) => sum + of(each), 0);
      const unread = n - total(({ predicted }) => predicted);
      const covariance = n * total(({ right }) => right) - total(({ predicted, there }) => predicted * there);
      const spread =
        (n * n - unread * unread - total(({ predicted }) => predicted ** 2)) *
        (n * n - total(({ there }) => there ** 2));
      return spread === 0 ? 0 : Math.max(0, covariance / Math.sqrt(spread));
    },
  };
}
