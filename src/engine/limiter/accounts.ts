/** The limiters of this process: one for each provider key, so that all roles and all runs share what the provider allows. */
import type { Model } from "../../core/model.ts";
import type { Clock } from "../clock.ts";
import { createLimiter, type Limiter } from "./limiter.ts";

/** By clock, so that a run with a clock of its own is alone. */
const limiters = new WeakMap<Clock, Map<string, Limiter>>();

/** What the calls of a model are limited by. */
export function accountOf({ id, account = id }: Model): string {
  return account;
}

export function limiterFor(account: string, clock: Clock): Limiter {
  let known = limiters.get(clock);
  if (known === undefined) limiters.set(clock, (known = new Map()));
  let limiter = known.get(account);
  if (limiter === undefined) known.set(account, (limiter = createLimiter(clock)));
  return limiter;
}
