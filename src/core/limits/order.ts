/**
 * Limits in a round: a candidate that clearly misses one ranks behind all that do not, and of two that do, the nearer one is first
 * (the rules of Deb, Computer Methods in Applied Mechanics and Engineering 2000).
 *
 * A miss counts here only when the whole interval lies beyond the bound. A round has seen few rows: the point estimate of a recall
 * on two rows is 0, 0.5 or 1, and would throw out good prompts by luck. One that is kept by mistake costs a place in the beam for a
 * round; one that is lost is lost for good. Dev, with all of its rows, goes by the point estimate (`measuring/eligible.ts`).
 */
import type { Prompt } from "../prompt/prompt.ts";
import type { Limit, Observation } from "../task.ts";
import { shortfall } from "./limit.ts";

/** A prompt with what it did. */
export interface Seen {
  readonly prompt: Prompt;
  readonly seen: readonly Observation[];
}

/** How far a prompt clearly misses its limits, each as a share of its bound; 0 for one that may keep them all. */
export function clearShortfall(limits: readonly Limit[], { prompt, seen }: Seen): number {
  return limits.reduce((sum, limit) => {
    const { low, high, n, value } = limit.measure(seen, prompt);
    if (limit.of === "answers" && n === 0) return sum;
    const best = limit.sense === ">=" ? high : low;
    return shortfall(limit, best) === 0 ? sum : sum + shortfall(limit, value);
  }, 0);
}

/** The items, those that clearly miss a limit last; the same array where there are no limits. */
export function behindLimits<T>(
  limits: readonly Limit[],
  items: readonly T[],
  seenOf: (item: T) => Seen,
): readonly T[] {
  if (limits.length === 0) return items;
  const missed = new Map(items.map((item) => [item, clearShortfall(limits, seenOf(item))]));
  return items.toSorted((a, b) => missed.get(a)! - missed.get(b)!);
}
