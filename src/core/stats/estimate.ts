/** A score with its 95% interval. */
import { rng } from "../rng.ts";
import type { Metric, Observation } from "../task.ts";
import { bca } from "./bootstrap.ts";
import { SCORES, within, type Interval } from "./interval.ts";
import { wilson } from "./wilson.ts";

/** A score with its 95% interval, over `n` rows. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** Enough for a picture and a report, at little cost; the verdict draws more. */
const RESAMPLES = 200;

/**
 * The score of these rows with its 95% interval: Wilson's for a share of right rows, the BCa bootstrap
 * for graded means and metrics of the whole set. The same rows always give the same interval.
 */
export function estimate(metric: Metric, observations: readonly Observation[]): Estimate {
  const n = observations.length;
  const value = metric.score(observations);
  return { value, n, ...interval(metric, observations, value) };
}

function interval(metric: Metric, observations: readonly Observation[], value: number): Interval {
  const n = observations.length;
  if (n === 0) return SCORES;
  if (metric.isMean && observations.every(({ score }) => score === 0 || score === 1)) return wilson(value * n, n);
  const statistic = (rows: readonly number[]): number => metric.score(rows.map((row) => observations[row]!));
  const found = bca(n, statistic, { resamples: RESAMPLES, level: 0.95, rng: rng(`estimate of ${n} rows`) });
  // Rows that are all alike tell a bootstrap nothing of those not seen.
  return within(found.low < found.high ? found : wilson(value * n, n), SCORES);
}
