/** Whether there is room under one cap, and the error that says why there is none. */
import { BudgetError } from "../../core/errors.ts";
import type { Nanodollars } from "./prices.ts";

/** One cap and what counts towards it. */
export interface Room {
  readonly cap: string;
  readonly limit: number;
  readonly spent: number;
  /** What the calls in flight are thought to take. */
  readonly aside: number;
  /** What the next call is thought to take. */
  readonly need: number;
  /** What is kept for calls that come later, and what these are for. */
  readonly kept: number;
  readonly keptFor: string;
  readonly show: (amount: number) => string;
}

/**
 * Whether there is room for `need` now; false when there will be if what is aside turns out smaller.
 * @throws BudgetError when there never will be
 */
export function hasRoom({ cap, limit, spent, aside, need, kept, keptFor, show }: Room): boolean {
  if (spent + need + kept <= limit) return spent + aside + need + kept <= limit;
  const state = `${show(spent)} spent, ${show(need)} may be taken by the next call`;
  throw over(cap, show(limit), state, kept === 0 ? "" : `${show(kept)} kept for ${keptFor}`);
}

/** @param kept what is kept, and for what; empty when nothing is */
export function over(cap: string, limit: string, state: string, kept: string): BudgetError {
  return new BudgetError(cap, `The cap of ${limit} is reached: ${state}${kept === "" ? "" : `, ${kept}`}.`);
}

export function inTokens(tokens: number): string {
  return `${Math.ceil(tokens)} tokens`;
}

export function dollars(nano: Nanodollars): string {
  return `$${(nano / 1e9).toFixed(nano < 1e7 ? 6 : nano < 1e9 ? 4 : 2)}`;
}
