/** A metric for rows that have weights: its score counts each row by its weight, in selection, on dev and in the verdict. */
import { UsageError } from "../core/errors.ts";
import type { Metric } from "../core/task.ts";
import { mean } from "./mean-score.ts";

/**
 * The metric over weighted rows. A mean of row scores becomes their weighted mean, sum(w s) / sum(w), which is no plain mean any more:
 * its intervals are the bootstrap's and the jackknife's (a ratio of two sums; Cochran, Sampling Techniques 1977, 6).
 * @throws UsageError when the metric has no weighted form, or is one of the user's own that does not say that it weighs
 */
export function weighted(metric: Metric): Metric {
  if (metric.isMean) return { ...metric, isMean: false, score: (rows) => mean(rows, ({ score }) => score) };
  if (metric.weighs === true) return metric;
  throw new UsageError(
    "weight",
    `${metric.name} sums what it counts over all rows, and does not weigh them`,
    "Leave weight out, or take a metric that is a mean of rows. A metric of your own that reads example.weight sets weighs: true.",
  );
}
