/**
 * Limits: what a prompt must keep to win, next to the metric that it is chosen by, such as a recall of at least 0.95 or at most
 * 400 tokens. How they act in a search is in `order.ts` (a round) and `src/core/measuring/eligible.ts` (the choice on dev).
 */
import type { Breach } from "../prompt/contract.ts";
import type { Prompt } from "../prompt/prompt.ts";
import type { Estimate } from "../stats/estimate.ts";
import type { Limit, Observation } from "../task.ts";

/** What one prompt has of what a limit measures. */
export interface MeasuredLimit extends Estimate {
  /** As the limit was written. */
  readonly limit: string;
  /** Whether the value keeps to the bound; false where no row says anything about it. */
  readonly met: boolean;
}

/** Whether dev's rows show that the best prompt meets all limits: `none met` when no prompt does, `not measured` when a budget ended before. */
export type LimitsWord = "met" | "none met" | "not measured";

/** Sums of scores differ by this much from what they would be without rounding. */
const ROUNDING = 1e-9;

/** Every limit, measured for one prompt. */
export function measuredLimits(
  limits: readonly Limit[],
  observations: readonly Observation[],
  prompt: Prompt,
): MeasuredLimit[] {
  return limits.map((limit) => {
    const { value, low, high, n } = limit.measure(observations, prompt);
    const isKnown = limit.of === "prompt" || n > 0;
    return { limit: limit.text, value, low, high, n, met: isKnown && shortfall(limit, value) === 0 };
  });
}

/** Whether all are met. */
export function allMet(measured: readonly MeasuredLimit[]): boolean {
  return measured.every(({ met }) => met);
}

/** How far a value misses the bound, as a share of the bound; 0 where it keeps to it. */
export function shortfall({ sense, bound }: Pick<Limit, "sense" | "bound">, value: number): number {
  const missing = sense === ">=" ? bound - value : value - bound;
  return missing <= ROUNDING ? 0 : missing / (Math.abs(bound) || 1);
}

/** How far a prompt misses all of its limits together: what is nearest has the least. */
export function shortfalls(limits: readonly Limit[], measured: readonly MeasuredLimit[]): number {
  return limits.reduce((sum, limit, i) => {
    const { met, value } = measured[i]!;
    // A limit about which no row says anything is missed by all of it.
    return met ? sum : sum + (shortfall(limit, value) || 1);
  }, 0);
}

/** The limit that a new prompt breaks by its text alone; undefined when there is none. */
export function brokenByText(limits: readonly Limit[], prompt: Prompt): Extract<Breach, { kind: "limit" }> | undefined {
  for (const limit of limits) {
    if (limit.of !== "prompt") continue;
    const { value } = limit.measure([], prompt);
    if (shortfall(limit, value) > 0) return { kind: "limit", limit: limit.text, value };
  }
  return undefined;
}
