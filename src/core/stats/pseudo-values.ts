/** Row scores for any metric, so that differences can be paired row by row. */
import type { Observation } from "../task.ts";

/**
 * What each row adds to the score of the set: the jackknife's pseudo-values n S - (n - 1) S without the row (Tukey 1958).
 * For a mean of row scores they are the row scores; for any other metric their mean is close to the score, and
 * their spread shows how far it varies. Costs n scores of n rows.
 */
export function pseudoValues(
  observations: readonly Observation[],
  score: (observations: readonly Observation[]) => number,
): number[] {
  const n = observations.length;
  if (n === 1) return [score(observations)];
  const all = score(observations);
  return observations.map((_, left) => n * all - (n - 1) * score(observations.filter((_, i) => i !== left)));
}
