/** Confidence sequences: intervals and tests that stay valid however often one looks and whenever one stops. */
import { logBeta } from "./beta.ts";
import type { Interval } from "./interval.ts";

/**
 * The interval of a proportion at any stopping time: all p that the mixture of likelihoods under Jeffreys' prior
 * Beta(1/2, 1/2) does not beat by 1 / (1 - level) (Robbins, Annals of Mathematical Statistics 1970; Ville's inequality).
 */
export function proportionSequence(successes: number, n: number, level = 0.95): Interval {
  const mixture = logBeta(successes + 0.5, n - successes + 0.5) - logBeta(0.5, 0.5);
  const logLikelihood = (p: number): number => weigh(successes, p) + weigh(n - successes, 1 - p);
  const kept = (p: number): boolean => mixture - logLikelihood(p) < -Math.log(1 - level);
  const rate = n === 0 ? 0.5 : successes / n;
  return { low: kept(0) ? 0 : border(0, rate, kept), high: kept(1) ? 1 : border(1, rate, kept) };
}

function weigh(count: number, p: number): number {
  return count === 0 ? 0 : count * Math.log(p);
}

/** Where `kept` turns from false, at `out`, to true, at `inside`. */
function border(out: number, inside: number, kept: (p: number) => boolean): number {
  for (let i = 0; i < 60; i++) {
    const middle = (out + inside) / 2;
    if (kept(middle)) inside = middle;
    else out = middle;
  }
  return out;
}

/**
 * How many times likelier the rows that changed are under some lean than under none, after looking as often as one
 * liked: an e-value against "a row that changes is as likely fixed as broken". At 1 / (1 - level) or more the
 * difference is settled at that level (the mixture above, at p = 1/2). Natural logarithm.
 */
export function logSignEvidence(fixed: number, broken: number): number {
  return logBeta(fixed + 0.5, broken + 0.5) - logBeta(0.5, 0.5) + (fixed + broken) * Math.LN2;
}

/**
 * The interval of a mean of values between `min` and `max`, at any stopping time: the predictable plug-in empirical
 * Bernstein sequence (Waudby-Smith and Ramdas, JRSS B 2024, Theorem 2). `values` in the order in which they arrived.
 */
export function meanSequence(values: readonly number[], min: number, max: number, level = 0.95): Interval {
  const reach = Math.log(2 / (1 - level));
  let sum = 0.5;
  let squares = 0.25;
  let weights = 0;
  let weighted = 0;
  let spread = 0;
  values.forEach((value, i) => {
    const x = (value - min) / (max - min);
    const t = i + 1;
    const before = sum / t;
    const weight = Math.min(0.5, Math.sqrt((2 * reach) / ((squares / t) * t * Math.log(1 + t))));
    weights += weight;
    weighted += weight * x;
    spread += (x - before) ** 2 * (-Math.log(1 - weight) - weight);
    sum += x;
    squares += (x - sum / (t + 1)) ** 2;
  });
  if (weights === 0) return { low: min, high: max };
  const centre = weighted / weights;
  const half = (reach + spread) / weights;
  return {
    low: Math.max(min, min + (centre - half) * (max - min)),
    high: Math.min(max, min + (centre + half) * (max - min)),
  };
}

/** Fewer values than this say too little about their own spread. */
const ENOUGH = 20;

/**
 * The interval of a mean of values without bounds, at any stopping time from 20 values on, approximately: Robbins'
 * normal mixture with the spread seen (Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, Annals of Statistics 2024, Theorem 2.2),
 * tightest at about 100 values.
 */
export function asymptoticSequence(values: readonly number[], level = 0.95): Interval {
  const n = values.length;
  if (n < ENOUGH) return { low: -Infinity, high: Infinity };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  const rho2 = (-2 * Math.log(1 - level)) / 100;
  const scale = n * rho2 + 1;
  const half = Math.sqrt(((variance * 2 * scale) / (n * n * rho2)) * Math.log(Math.sqrt(scale) / (1 - level)));
  return { low: mean - half, high: mean + half };
}

/**
 * The interval of a mean of paired differences, at any stopping time. For right-or-wrong rows the mean is (2 f - 1) c, with c the
 * share of rows that change and f the share fixed among these: each has its own sequence, and the chance of a miss is split between
 * them (Bonferroni), four fifths of it to f, as f alone tells the sign. Exact for these and for scores between 0 and 1;
 * approximate for unbounded ones.
 */
export function differenceSequence(differences: readonly number[], level = 0.95): Interval {
  if (!areSigns(differences)) return gradedSequence(differences, level);
  const { fixed, broken } = countSigns(differences);
  const lean = proportionSequence(fixed, fixed + broken, 1 - 0.8 * (1 - level));
  const change = proportionSequence(fixed + broken, differences.length, 1 - 0.2 * (1 - level));
  const low = 2 * lean.low - 1;
  const high = 2 * lean.high - 1;
  return { low: low * (low > 0 ? change.low : change.high), high: high * (high > 0 ? change.high : change.low) };
}

/**
 * Which way a paired difference is settled, however often one has looked: 1 above 0, -1 below, 0 not settled.
 * Exact for differences of right-or-wrong rows and of scores between 0 and 1; approximate for unbounded ones.
 */
export function settledSign(differences: readonly number[], level = 0.95): -1 | 0 | 1 {
  if (areSigns(differences)) {
    const { fixed, broken } = countSigns(differences);
    return logSignEvidence(fixed, broken) < -Math.log(1 - level) ? 0 : fixed > broken ? 1 : -1;
  }
  const { low, high } = gradedSequence(differences, level);
  return low > 0 ? 1 : high < 0 ? -1 : 0;
}

function gradedSequence(differences: readonly number[], level: number): Interval {
  const bounded = differences.every((d) => Math.abs(d) <= 1);
  return bounded ? meanSequence(differences, -1, 1, level) : asymptoticSequence(differences, level);
}

function areSigns(differences: readonly number[]): boolean {
  return differences.every((d) => d === 0 || d === 1 || d === -1);
}

function countSigns(differences: readonly number[]): { fixed: number; broken: number } {
  return {
    fixed: differences.filter((d) => d === 1).length,
    broken: differences.filter((d) => d === -1).length,
  };
}
