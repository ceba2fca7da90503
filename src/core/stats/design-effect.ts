/** By how much rows of clusters say less than rows that are independent. */
import type { Example } from "../example.ts";
import type { Observation } from "../task.ts";
import { clustersOf, effectiveUnits } from "./units.ts";

/**
 * How many times more rows are needed because they come in clusters: 1 + (m - 1) rho, with m the size of a cluster that a row of
 * `rows` is in, on average (Kish, Survey Sampling 1965, 8.2). rho is how alike the scores of one cluster are in `seen`; where no
 * cluster is there twice, it is taken as 1. 1 where `rows` have no clusters.
 */
export function designEffect(rows: readonly Example[], seen: readonly Observation[]): number {
  const clusters = clustersOf(rows.map((example) => ({ example })));
  if (clusters === undefined) return 1;
  const size = rows.length / effectiveUnits(clusters);
  return 1 + (size - 1) * (likeness(seen) ?? 1);
}

/**
 * The intraclass correlation of the rows' scores, from 0 to 1, by the analysis of variance (Donner, International Statistical Review
 * 1986). Undefined where no cluster has two rows, or there is one cluster alone.
 */
export function likeness(seen: readonly Observation[]): number | undefined {
  const clusters = clustersOf(seen) ?? [];
  const n = seen.length;
  const k = clusters.length;
  if (k < 2 || n === k) return undefined;
  const mean = meanOf(seen.map(({ score }) => score));
  let between = 0;
  let inside = 0;
  for (const rows of clusters) {
    const scores = rows.map((row) => seen[row]!.score);
    const own = meanOf(scores);
    between += rows.length * (own - mean) ** 2;
    for (const score of scores) inside += (score - own) ** 2;
  }
  const [ofClusters, ofRows] = [between / (k - 1), inside / (n - k)];
  const size = (n - n / effectiveUnits(clusters)) / (k - 1);
  const all = ofClusters + (size - 1) * ofRows;
  return all === 0 ? 0 : Math.min(1, Math.max(0, (ofClusters - ofRows) / all));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
