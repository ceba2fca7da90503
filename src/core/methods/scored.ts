/** Candidates with what was observed of them on rows that all of them met. */
import type { CallBudget } from "../budget.ts";
import { distinct, type Candidate } from "../candidate.ts";
import type { Example } from "../example.ts";
import { clearShortfall } from "../limits/order.ts";
import type { Rng } from "../rng.ts";
import { estimate } from "../stats/estimate.ts";
import type { Observation, Task } from "../task.ts";
import type { Tools } from "../tools.ts";
import { weigh } from "../selection/weigh.ts";

/** A candidate with what was observed of it, and its score. */
export interface Scored {
  readonly candidate: Candidate;
  readonly seen: readonly Observation[];
  readonly score: number;
  /** How far it clearly misses the task's limits; absent in a task without limits. */
  readonly shortfall?: number;
}

/**
 * The distinct candidates on these rows, all at once, in the order given; one that the budget cuts short is left out,
 * for part of the rows is no fair score.
 */
export async function scoreAll(
  tools: Tools,
  candidates: readonly Candidate[],
  rows: readonly Example[],
  round: number,
  budget: CallBudget,
): Promise<Scored[]> {
  const calls = tools.callsFor(rows.length);
  const parts = distinct(candidates).map((candidate) => ({ candidate, share: budget.reserve(calls) }));
  const scored = await Promise.all(
    parts.map(async ({ candidate, share }): Promise<Scored | undefined> => {
      if (share.left < calls) return undefined;
      const seen = await tools.evaluate(candidate.prompt, rows, { round, phase: "selecting", budget: share });
      return { candidate, seen, score: tools.task.metric.score(seen), ...missed(tools.task, candidate, seen) };
    }),
  );
  for (const { share } of parts) share.release();
  return scored.filter((one) => one !== undefined);
}

/** What a round of a method ends with. */
export interface RoundScores {
  /** The method, which chose by itself. */
  readonly method: string;
  /** Best first. */
  readonly scored: readonly Scored[];
  /** How many of them are kept. */
  readonly keep: number;
  /** What scoring took. */
  readonly calls: number;
}

/** Reports which candidates a round ends with. */
export function reportScores(
  tools: Tools,
  { method, scored, keep, calls }: RoundScores,
  { round, rng }: { readonly round: number; readonly rng: Rng },
): void {
  const { metric } = tools.task;
  const candidates = scored.map(({ candidate }) => candidate);
  const seen = scored.map((one) => one.seen);
  const ranking = seen.map((own, arm) => ({ arm, ...estimate(metric, own) }));
  tools.report({
    type: "selected",
    round,
    selector: method,
    evaluations: seen.reduce((sum, own) => sum + own.length, 0),
    calls,
    kept: candidates.slice(0, keep).map(({ prompt }) => prompt.id),
    ...weigh(metric, { candidates, seen, ranking, keep }, rng),
  });
}

/** How far a candidate clearly misses the task's limits, for `Scored`. */
export function missed(
  { limits }: Task,
  { prompt }: Candidate,
  seen: readonly Observation[],
): Pick<Scored, "shortfall"> {
  return limits === undefined ? {} : { shortfall: clearShortfall(limits, { prompt, seen }) };
}

/** Best first, those that clearly miss a limit last; of two that do equally well the shorter, then the earlier. */
export function byScore(a: Scored, b: Scored): number {
  return (
    (a.shortfall ?? 0) - (b.shortfall ?? 0) || b.score - a.score || a.candidate.prompt.size - b.candidate.prompt.size
  );
}
