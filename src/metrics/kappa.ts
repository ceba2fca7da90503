/** Cohen's kappa: how far right answers exceed those that chance would give. */
import type { Metric } from "../core/task.ts";
import { tally } from "./f1.ts";
import { totalWeight } from "./mean-score.ts";

/**
 * (po - pe) / (1 - pe) with po the share of right answers and pe the share expected by chance (Cohen, 1960), as
 * scikit-learn's `cohen_kappa_score`. Scores lie between 0 and 1, so a negative one, worse than chance, counts 0. Where all
 * rows and answers are of one class, it is 0 / 0, and counts as the share of right answers. Invalid answers are a class of their own.
 */
export function kappa(labels: readonly string[]): Metric {
  return {
    name: "Cohen's kappa",
    isMean: false,
    weighs: true,
    score(observations) {
      const n = totalWeight(observations);
      if (n === 0) return 0;
      let right = 0;
      let chance = 0;
      for (const counts of tally(observations, labels).values()) {
        right += counts.right;
        chance += counts.predicted * counts.there;
      }
      const expected = chance / (n * n);
      return expected === 1 ? right / n : Math.max(0, (right / n - expected) / (1 - expected));
    },
  };
}
