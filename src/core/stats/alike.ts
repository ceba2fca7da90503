/** Whether candidates are alike: no further apart than noise and a tolerance explain. */

/** A mean and the variance of its error. */
export interface NoisyMean {
  readonly mean: number;
  readonly error: number;
}

/** Standard errors below the best from which on one is clearly worse, and has no part in a tie: 0.9998 of one side. */
const CLEARLY_WORSE = 3.5;

/** The part of the noise that a spread is allowed: with all of it, half of the candidates that differ would pass for alike by luck. */
const NOISE_PART = 0.5;

/**
 * Whether all that are not clearly worse than the best are alike: the spread of their true scores, by the moment estimate of the
 * variance between groups (DerSimonian and Laird, Controlled Clinical Trials 1986), is within the tolerance, with half of the
 * noise taken off. Then it hardly matters which is chosen: the indifference zone of Bechhofer (Annals of Mathematical Statistics 1954), with the spread
 * in the place of each difference.
 */
export function areAlike(all: readonly NoisyMean[], tolerance: number): boolean {
  if (all.length < 2) return true;
  const best = all.reduce((a, b) => (b.mean > a.mean ? b : a));
  const near = all.filter(({ mean, error }) => best.mean - mean <= CLEARLY_WORSE * Math.sqrt(best.error + error));
  if (near.length < 2) return false;
  const centre = average(near.map(({ mean }) => mean));
  const seen = near.reduce((sum, { mean }) => sum + (mean - centre) ** 2, 0) / (near.length - 1);
  return seen - NOISE_PART * average(near.map(({ error }) => error)) <= tolerance ** 2;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
