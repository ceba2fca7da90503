/** A score with its 95% interval. */
import { rng } from "../rng.ts";
import type { Metric, Observation } from "../task.ts";
import { bca } from "./bootstrap.ts";
import { clusteredShare } from "./clustered-share.ts";
import { SCORES, within, type Estimate, type Interval } from "./interval.ts";
import { clustersOf, effectiveUnits, overUnits, type Units } from "./units.ts";
import { wilson } from "./wilson.ts";

export type { Estimate } from "./interval.ts";

/** Enough for a picture and a report, at little cost; the verdict draws more. */
const RESAMPLES = 200;

/**
 * The score of these rows with its 95% interval: Wilson's for a share of right rows, the BCa bootstrap
 * for graded means and metrics of the whole set. Rows of clusters are counted and drawn by cluster (`clusteredShare`, and the
 * bootstrap over clusters). The same rows always give the same interval.
 */
export function estimate(metric: Metric, observations: readonly Observation[]): Estimate {
  const n = observations.length;
  const value = metric.score(observations);
  const clusters = clustersOf(observations);
  return {
    value,
    n,
    ...interval(metric, observations, value, clusters),
    ...(clusters && { clusters: clusters.length }),
  };
}

function interval(
  metric: Metric,
  observations: readonly Observation[],
  value: number,
  clusters: Units | undefined,
): Interval {
  const n = observations.length;
  if (n === 0 || clusters?.length === 1) return SCORES;
  const isShare = metric.isMean && observations.every(({ score }) => score === 0 || score === 1);
  const ofRows = (rows: readonly number[]): number => metric.score(rows.map((row) => observations[row]!));
  if (isShare && clusters === undefined) return wilson(value * n, n);
  if (isShare && clusters !== undefined) return clusteredShare(value, observations, clusters, ofRows);
  const found = bca(clusters?.length ?? n, clusters === undefined ? ofRows : overUnits(clusters, ofRows), {
    resamples: RESAMPLES,
    level: 0.95,
    rng: rng(`estimate of ${n} rows`),
  });
  // Rows that are all alike tell a bootstrap nothing of those not seen.
  const alike = effectiveUnits(observations, clusters);
  return within(found.low < found.high ? found : wilson(value * alike, alike), SCORES);
}
