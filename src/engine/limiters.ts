/** The limiters of this process: one for each model id, so that all runs share what the provider allows. */
import type { Clock } from "./clock.ts";
import { createLimiter, type Limiter } from "./limiter.ts";

/** By clock, so that a run with a clock of its own is alone. */
const limiters = new WeakMap<Clock, Map<string, Limiter>>();

export function limiterFor(modelId: string, clock: Clock): Limiter {
  let known = limiters.get(clock);
  if (known === undefined) limiters.set(clock, (known = new Map()));
  let limiter = known.get(modelId);
  if (limiter === undefined) known.set(modelId, (limiter = createLimiter(clock)));
  return limiter;
}
