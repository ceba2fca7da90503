/** Whether there is room under one cap, and the error that says why there is none. */
import { BudgetError } from "../core/errors.ts";
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
  /** What is kept for the verdict. */
  readonly kept: number;
  readonly show: (amount: number) => string;
}

/**
 * Whether there is room for `need` now; false when there will be if what is aside turns out smaller.
 * @throws BudgetError when there never will be
 */
export function hasRoom({ cap, limit, spent, aside, need, kept, show }: Room): boolean {
  if (spent + need + kept <= limit) return spent + aside + need + kept <= limit;
  throw over(cap, show(limit), `${show(spent)} spent, ${show(need)} may be taken by the next call`, kept, show(kept));
}

export function over(cap: string, limit: string, state: string, kept: number, shown: string): BudgetError {
  return new BudgetError(
    cap,
    `The cap of ${limit} is reached: ${state}${kept > 0 ? `, ${shown} kept for the verdict` : ""}.`,
  );
}

export function inTokens(tokens: number): string {
  return `${Math.ceil(tokens)} tokens`;
}

export function dollars(nano: Nanodollars): string {
  return `$${(nano / 1e9).toFixed(nano < 1e7 ? 6 : nano < 1e9 ? 4 : 2)}`;
}
