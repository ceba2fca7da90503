/** The optimism of the winner: how much of a selection's best score is luck. */
import { mean } from "./mean.ts";
import { unitOf } from "./units.ts";
import type { Rng } from "../rng.ts";
import type { Metric, Observation } from "../task.ts";

const RESAMPLES = 200;

/**
 * By how much the best score of several candidates is expected to overstate the true score of that candidate, because
 * the luckiest was picked (the winner's curse). Rows, or clusters of them, are resampled for all candidates together (bootstrap optimism, Efron, JASA 1983),
 * around scores that are first drawn together as far as their differences are noise (empirical Bayes; Efron and Morris 1975):
 * otherwise candidates that are alike would look as far apart as their luck made them.
 * @param candidates what each candidate did on the selection rows; fewer than two with rows have no optimism
 */
export function winnerOptimism(metric: Metric, candidates: readonly (readonly Observation[])[], rng: Rng): number {
  const known = candidates.filter((seen) => seen.length > 0);
  if (known.length < 2) return 0;
  const ids = [...new Set(known.flatMap((seen) => seen.map(unitOf)))].sort();
  const number = new Map(ids.map((id, i) => [id, i]));
  const rows = known.map((seen) => seen.map((one) => number.get(unitOf(one))!));
  const scores = known.map((seen) => metric.score(seen));

  /** How far each candidate's score moves when the rows are drawn again. */
  function redraw(): number[] {
    const times = new Uint16Array(ids.length);
    for (let i = 0; i < ids.length; i++) {
      const row = Math.floor(rng.next() * ids.length);
      times[row] = times[row]! + 1;
    }
    return known.map((seen, k) => {
      const drawn: Observation[] = [];
      seen.forEach((observation, i) => {
        for (let time = times[rows[k]![i]!]!; time > 0; time--) drawn.push(observation);
      });
      return drawn.length === 0 ? 0 : metric.score(drawn) - scores[k]!;
    });
  }
  const moves = Array.from({ length: RESAMPLES }, redraw);

  const noise = mean(moves.map(variance));
  const seen = variance(scores);
  const kept = seen === 0 ? 0 : Math.max(0, 1 - noise / seen);
  const centre = mean(scores);
  const likely = scores.map((score) => centre + kept * (score - centre));
  return mean(moves.map((move) => move[winner(likely.map((score, k) => score + move[k]!))]!));
}

/** The place of the highest; the first of several. */
function winner(scores: readonly number[]): number {
  return scores.reduce((best, score, k) => (score > scores[best]! ? k : best), 0);
}

/** The variance of values among themselves: what all have in common does not count. */
function variance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
