/** The exact test of two prompts on the same right-or-wrong rows. */
import { betaCdf } from "./beta.ts";

/**
 * The two-sided p-value of McNemar's exact test: how likely it is that `fixed` and `broken` rows differ this
 * much or more when each row that changes is as likely to be fixed as broken. Twice the smaller tail, at most 1.
 */
export function mcnemar(fixed: number, broken: number): number {
  const most = Math.max(fixed, broken);
  if (fixed === broken) return 1;
  // P(X >= most) for X ~ Binomial(fixed + broken, 1/2)
  return Math.min(1, 2 * betaCdf(0.5, most, fixed + broken - most + 1));
}
