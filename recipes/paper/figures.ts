/** Means over trials in words. One trial tells nothing of the others, so it has no error. */
import type { MeanInterval } from "../../src/core/stats/mean-interval.ts";
import { score, signed } from "../../src/core/values/words.ts";

/** With the standard error, as the paper writes it. */
export function withError({ value, error, n }: MeanInterval): string {
  return n < 2 ? score(value) : `${score(value)} (${score(error)})`;
}

/** A difference with its 95% interval. */
export function withHalf({ value, low, high, n }: MeanInterval): string {
  return n < 2 ? signed(value) : `${signed(value)} [${signed(low)}, ${signed(high)}]`;
}
