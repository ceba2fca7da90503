/** Score against length: the prompts among which a person may choose, since each is either better or shorter than any other. */
import { promptTokens } from "../limits/size.ts";
import type { Estimate } from "../stats/estimate.ts";
import type { Ranked } from "../tools.ts";

/** A prompt of the front. */
export interface FrontPoint {
  readonly id: string;
  /** Its score on dev. */
  readonly score: Estimate;
  /** About how many tokens it takes of each call, next to the row. */
  readonly tokens: number;
}

/**
 * The prompts that no other one equals or beats both in score on dev and in tokens (the Pareto front), the best first. Only those count that may win: where there are limits, that are known to meet them. Of two that do
 * equally well the shorter stays; of two that are alike in both, the one given first.
 */
export function frontOf(ranked: readonly Ranked[]): FrontPoint[] {
  const isLimited = ranked.some(({ limits }) => limits !== undefined);
  const free = ranked.filter(({ refused, limits }) => refused !== true && (limits !== undefined || !isLimited));
  const all = free.map(({ candidate: { prompt }, dev }) => ({
    id: prompt.id,
    score: dev,
    tokens: promptTokens(prompt),
  }));
  const sorted = all.toSorted((a, b) => b.score.value - a.score.value || a.tokens - b.tokens);
  const front: FrontPoint[] = [];
  for (const point of sorted) if (point.tokens < (front.at(-1)?.tokens ?? Infinity)) front.push(point);
  return front;
}
