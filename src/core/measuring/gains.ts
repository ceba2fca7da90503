/** What each candidate gained on the prompt that it was written from. */
import { lineage, type Candidate } from "../candidate.ts";
import type { Estimate } from "../stats/estimate.ts";
import { pairedDifference } from "../stats/paired.ts";
import type { Metric, Observation } from "../task.ts";

/** A candidate's score minus that of the prompt it was written from, on the rows that both have met, with its 95% interval. */
export interface Gain extends Estimate {
  /** The id of that prompt. */
  readonly parent: string;
}

/** Fewer than for a verdict: there is one for each candidate of each round. */
const RESAMPLES = 200;

/** What each candidate gained, in the order given; undefined where its parent is not among them, or has no row in common with it. */
export function gains(
  metric: Metric,
  candidates: readonly Candidate[],
  seen: readonly (readonly Observation[])[],
): (Gain | undefined)[] {
  const byPrompt = candidates.map(
    (_, i) => new Map(seen[i]!.map((observation) => [observation.example.id, observation])),
  );
  const place = new Map(candidates.map(({ prompt }, i) => [prompt.id, i]));
  return candidates.map(({ origin, prompt }, i) => {
    const from = lineage(origin);
    if (from.kind === "initial" || from.kind === "added" || from.parent === prompt.id) return undefined;
    const { parent } = from;
    const at = place.get(parent);
    if (at === undefined) return undefined;
    const pairs = [...byPrompt[i]!].flatMap(([id, after]) => {
      const before = byPrompt[at]!.get(id);
      return before === undefined ? [] : [{ before, after }];
    });
    if (pairs.length === 0) return undefined;
    const { value, low, high, n } = pairedDifference(
      metric,
      pairs.map(({ before }) => before),
      pairs.map(({ after }) => after),
      0.95,
      RESAMPLES,
    );
    return { parent, value, low, high, n };
  });
}
