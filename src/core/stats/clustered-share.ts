/** The interval of a share of right rows whose rows come in clusters, such as several of one customer. */
import type { Observation } from "../task.ts";
import { studentQuantile } from "./beta.ts";
import { jackknifeError } from "./bootstrap.ts";
import type { Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";
import { effectiveUnits, overUnits, type Units } from "./units.ts";
import { wilson } from "./wilson.ts";

/**
 * Wilson's interval at the number of independent rows that say as much (Korn and Graubard, Survey Methodology 1998; Dean and
 * Pagano, Journal of Survey Statistics and Methodology 2015). That number follows from the cluster-robust variance, here of the
 * jackknife over clusters (Cameron and Miller, Journal of Human Resources 2015, VI.B), and is lowered as Student's t is wider than the
 * normal distribution, with one degree of freedom less than there are effective clusters. Rows that are all right, or all wrong,
 * count as one a cluster.
 * @param share of right rows
 * @param statistic the share of the rows with these places
 */
export function clusteredShare(
  share: number,
  seen: readonly Observation[],
  clusters: Units,
  statistic: (rows: readonly number[]) => number,
  level = 0.95,
): Interval {
  const effective = effectiveUnits(seen, clusters);
  const error = jackknifeError(clusters.length, overUnits(clusters, statistic));
  const independent = error === 0 ? effective : Math.min(seen.length, (share * (1 - share)) / error ** 2);
  const wider = normalQuantile(0.5 + level / 2) / studentQuantile(0.5 + level / 2, Math.max(1, effective - 1));
  const n = independent * wider ** 2;
  return wilson(share * n, n, level);
}
