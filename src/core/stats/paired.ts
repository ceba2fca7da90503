/** The difference between two prompts on the same rows: what the verdict rests on. */
import { rng } from "../rng.ts";
import type { Metric, Observation } from "../task.ts";
import { bca, jackknife } from "./bootstrap.ts";
import { clopperPearson } from "./clopper-pearson.ts";
import type { Estimate } from "./estimate.ts";
import { mcnemar } from "./mcnemar.ts";
import { tango } from "./tango.ts";
import { clustersOf, effectiveUnits, overUnits } from "./units.ts";
import { DIFFERENCES, within, type Interval } from "./interval.ts";

/** A difference of scores, and for right-or-wrong rows the p-value of McNemar's exact test. */
export interface Difference extends Estimate {
  readonly pValue?: number;
}

const RESAMPLES = 2000;

/**
 * The score of `b` minus the score of `a`, with its interval; `a[i]` and `b[i]` are of the same row. For shares
 * of right rows the interval is `discordant`, so that at level 0.95 it lies above or below 0 exactly when the p-value is under
 * 0.05; for graded means and metrics of the whole set it is the wider of the BCa bootstrap's over pairs and
 * the jackknife's, as the first alone is too narrow on few rows. Where rows have clusters, both leave out and draw whole clusters
 * (cluster-robust, as for the standard errors of Miller, "Adding error bars to evals", arXiv 2411.00640, with Student's t of one less
 * than the clusters; Cameron and Miller, Journal of Human Resources 2015, VI.C and D), and there is no p-value: McNemar's test takes rows as
 * independent. The same rows always give the same interval.
 */
export function pairedDifference(
  metric: Metric,
  a: readonly Observation[],
  b: readonly Observation[],
  level = 0.95,
  resamples: number = RESAMPLES,
): Difference {
  const n = a.length;
  const value = metric.score(b) - metric.score(a);
  if (n === 0) return { value: 0, low: -1, high: 1, n };
  const clusters = clustersOf(a);
  if (clusters?.length === 1) return { value, n, ...DIFFERENCES, clusters: 1 };
  if (clusters === undefined && metric.isMean && [...a, ...b].every(({ score }) => score === 0 || score === 1)) {
    const fixed = b.filter(({ score }, i) => score > a[i]!.score).length;
    const broken = b.filter(({ score }, i) => score < a[i]!.score).length;
    return { value, n, ...within(discordant(fixed, broken, n, level), DIFFERENCES), pValue: mcnemar(fixed, broken) };
  }
  const statistic = (rows: readonly number[]): number =>
    metric.score(rows.map((i) => b[i]!)) - metric.score(rows.map((i) => a[i]!));
  const units = clusters?.length ?? n;
  const ofUnits = clusters === undefined ? statistic : overUnits(clusters, statistic);
  const found = wider(
    bca(units, ofUnits, { resamples, level, rng: rng(`difference over ${n} rows`) }),
    jackknife(units, ofUnits, level),
  );
  // Rows that are all alike tell a resample nothing of those not seen.
  const alike = effectiveUnits(a, clusters);
  return {
    value,
    n,
    ...within(found.low < found.high ? found : around(value, tango(0, 0, alike, level)), DIFFERENCES),
    ...(clusters && { clusters: clusters.length }),
  };
}

/**
 * The interval of (fixed - broken) / n: the wider of Tango's score interval and the exact one given how many rows
 * changed (Clopper and Pearson's for the share of fixed among them, scaled). It excludes 0 exactly when
 * McNemar's exact test rejects at 1 - `level`.
 */
export function discordant(fixed: number, broken: number, n: number, level = 0.95): Interval {
  const score = tango(fixed, broken, n, level);
  const changed = fixed + broken;
  const exact = clopperPearson(fixed, changed, level);
  const scaled = (share: number): number => ((2 * share - 1) * changed) / n;
  return wider(score, { low: scaled(exact.low), high: scaled(exact.high) });
}

function wider(a: Interval, b: Interval): Interval {
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

function around(value: number, { low, high }: Interval): Interval {
  return { low: value + low, high: value + high };
}

/**
 * About how many rows would make an observed difference of this size significant, as intervals narrow with the
 * square root of the rows; undefined when the difference is 0.
 */
export function rowsToSettle({ value, low, high, n }: Estimate): number | undefined {
  if (value === 0) return undefined;
  const half = value > 0 ? value - low : high - value;
  const rows = Math.ceil(n * (half / value) ** 2);
  return low <= 0 && high >= 0 ? Math.max(rows, n + 1) : rows;
}
