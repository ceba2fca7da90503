/** Several estimates as one: what runs take that follow one another, as if none knew an answer of another. */
import type { Plan } from "../core/methods/plan-calls.ts";
import type { CostEstimate } from "./estimate.ts";
import type { Range } from "./guesses.ts";

/** An estimate of several runs; batches are offered for each run alone. */
export type SummedEstimate = Omit<CostEstimate, "batchUsd">;

/** Adds up the calls of several runs, by what they are for. */
export function sumPlans(plans: readonly Plan[]): Plan {
  const [first, ...others] = plans as readonly [Plan, ...Plan[]];
  return others.reduce((sum, plan) => {
    const parts = [...new Set([...Object.keys(sum), ...Object.keys(plan)])] as (keyof Plan)[];
    return Object.fromEntries(parts.map((part) => [part, (sum[part] ?? 0) + (plan[part] ?? 0)])) as unknown as Plan;
  }, first);
}

/** Adds up estimates, each times how often it is needed. The money is unknown where that of one part is. */
export function sumEstimates(parts: readonly (readonly [times: number, part: SummedEstimate])[]): SummedEstimate {
  const sum = (read: (one: SummedEstimate) => Range): Range => ({
    least: parts.reduce((all, [times, one]) => all + times * read(one).least, 0),
    most: parts.reduce((all, [times, one]) => all + times * read(one).most, 0),
  });
  return {
    calls: sum(({ calls }) => calls),
    tokens: { input: sum(({ tokens }) => tokens.input), output: sum(({ tokens }) => tokens.output) },
    ...(parts.every(([, { usd }]) => usd !== undefined) && { usd: sum(({ usd }) => usd ?? { least: 0, most: 0 }) }),
    seconds: sum(({ seconds }) => seconds),
  };
}
