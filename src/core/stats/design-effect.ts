/** By how much rows of clusters, or rows that count differently, say less than rows that are independent and count alike. */
import type { Example } from "../example.ts";
import type { Observation } from "../task.ts";
import { mean } from "./mean.ts";
import { clustersOf, effectiveUnits } from "./units.ts";

/**
 * How many times more rows are needed because they come in clusters: 1 + (m - 1) rho, with m the size of a cluster that a row of
 * `rows` is in, on average (Kish, Survey Sampling 1965, 8.2). rho is how alike the scores of one cluster are in `seen`; where no
 * cluster is there twice, it is taken as 1. Rows with weights have as many times more of it as n sum(w^2) / sum(w)^2 is above 1 (ibid., 11.7). 1 where `rows` have
 * neither.
 */
export function designEffect(rows: readonly Example[], seen: readonly Observation[]): number {
  const own = rows.map((example) => ({ example }));
  const byWeight = rows.length === 0 ? 1 : rows.length / effectiveUnits(own);
  const clusters = clustersOf(own);
  if (clusters === undefined) return byWeight;
  const size = rows.length / byWeight / effectiveUnits(own, clusters);
  return byWeight * (1 + (size - 1) * (likeness(seen) ?? 1));
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
  const overall = mean(seen.map(({ score }) => score));
  let between = 0;
  let inside = 0;
  for (const rows of clusters) {
    const scores = rows.map((row) => seen[row]!.score);
    const own = mean(scores);
    between += rows.length * (own - overall) ** 2;
    for (const score of scores) inside += (score - own) ** 2;
  }
  const [ofClusters, ofRows] = [between / (k - 1), inside / (n - k)];
  const size = (n - clusters.reduce((sum, { length }) => sum + length ** 2, 0) / n) / (k - 1);
  const all = ofClusters + (size - 1) * ofRows;
  return all === 0 ? 0 : Math.min(1, Math.max(0, (ofClusters - ofRows) / all));
}
