/** How many requests may be in flight: a step up while all is well, cut to a part when the provider is overrun. */
import type { Epoch } from "./pace.ts";

/** The share of refusals that is taken for overload; random refusals stay below it. */
const OVERRUN = 0.2;
/** What is left of the concurrency after a cut, and the step up, as a part of the most that is wanted. */
const CUT = 0.7;
const STEP = 1 / 16;

export interface Concurrency {
  /** At least 1, at most `ceiling`. */
  allowed(ceiling: number): number;
  /** The provider is overrun right now. */
  cut(peak: number): void;
  /** @param peak the most that were in flight in this epoch */
  learn(epoch: Epoch, peak: number, ceiling: number): void;
}

export function createConcurrency(): Concurrency {
  let limit = Infinity;
  const cut = (peak: number): void => {
    limit = Math.max(1, CUT * Math.min(limit, peak));
  };
  return {
    cut,
    allowed: (ceiling) => Math.max(1, Math.min(Math.floor(limit), ceiling)),
    learn({ answered, refused }, peak, ceiling) {
      if (refused > OVERRUN * (answered + refused)) cut(peak);
      else if (limit < ceiling) limit += Math.max(1, STEP * ceiling);
    },
  };
}
