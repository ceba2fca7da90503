/** How far two raters of the same things agree, such as a metric and a person, with 95% intervals. */
import { rng } from "../rng.ts";
import { bca } from "./bootstrap.ts";
import type { Estimate } from "./estimate.ts";
import type { Interval } from "./interval.ts";
import { within } from "./interval.ts";
import { normalQuantile } from "./normal.ts";
import { wilson } from "./wilson.ts";

/** Two scores of one thing, each from 0 to 1. */
export interface RatedPair {
  readonly human: number;
  readonly metric: number;
}

/** How far they agree. */
export interface Agreement {
  /** The share of pairs on one side of 0.5, 0.5 itself being good. */
  readonly share: Estimate;
  /** What `beyondChance` is: Cohen's kappa of the two sides where all scores are 0 or 1, else Spearman's rank correlation. */
  readonly measure: "Cohen's kappa" | "Spearman's rho";
  /** From -1 to 1, 0 for no more than chance. Absent where one of the two gave all the same score: then nothing can be told. */
  readonly beyondChance?: Estimate;
  /** `poor` below 0.4; `unclear` where the interval reaches below that, or nothing can be told; else `good`. */
  readonly word: "good" | "unclear" | "poor";
}

/** Up to here agreement is fair at most (Landis and Koch, Biometrics 1977); correlations are called weak up to about the same. */
export const POOR_AGREEMENT = 0.4;
/** As many as a kappa takes for a stable interval at little cost. */
const RESAMPLES = 1000;
/** Where a kappa or a correlation lies. */
const CORRELATIONS: Interval = { low: -1, high: 1 };

export function agreementOf(pairs: readonly RatedPair[]): Agreement {
  const n = pairs.length;
  const agreed = pairs.filter(({ human, metric }) => human >= 0.5 === metric >= 0.5).length;
  const share = { value: n === 0 ? 0 : agreed / n, n, ...wilson(agreed, n) };
  const sided = pairs.every(({ human, metric }) => isSide(human) && isSide(metric));
  const measure = sided ? "Cohen's kappa" : "Spearman's rho";
  if (isConstant(pairs.map(({ human }) => human)) || isConstant(pairs.map(({ metric }) => metric)))
    return { share, measure, word: "unclear" };
  const value = sided ? kappaOf(pairs) : spearman(pairs);
  const { low, high } = within(sided ? kappaInterval(pairs, value) : rhoInterval(value, n), CORRELATIONS);
  const beyondChance = { value, n, low: Math.min(value, low), high: Math.max(value, high) };
  const word = value < POOR_AGREEMENT ? "poor" : beyondChance.low < POOR_AGREEMENT ? "unclear" : "good";
  return { share, measure, beyondChance, word };
}

/** Cohen's kappa of the sides (Cohen, 1960); the share of agreement where both raters give one side alone. */
export function kappaOf(pairs: readonly RatedPair[]): number {
  const n = pairs.length;
  const share = (one: (pair: RatedPair) => boolean): number => pairs.filter(one).length / n;
  const agreed = share(({ human, metric }) => human >= 0.5 === metric >= 0.5);
  const [a, b] = [share(({ human }) => human >= 0.5), share(({ metric }) => metric >= 0.5)];
  const chance = a * b + (1 - a) * (1 - b);
  return chance === 1 ? agreed : (agreed - chance) / (1 - chance);
}

/** Spearman's rank correlation, ties at their mean rank (Spearman, 1904); 0 where one rater gives one score alone. */
export function spearman(pairs: readonly RatedPair[]): number {
  return correlation(ranks(pairs.map(({ human }) => human)), ranks(pairs.map(({ metric }) => metric)));
}

/** The BCa bootstrap; where no resample differs, what the share of agreement leaves open. */
function kappaInterval(pairs: readonly RatedPair[], value: number): Interval {
  const n = pairs.length;
  const statistic = (rows: readonly number[]): number => kappaOf(rows.map((row) => pairs[row]!));
  const found = bca(n, statistic, { resamples: RESAMPLES, level: 0.95, rng: rng(`agreement of ${n}`) });
  if (found.low < found.high) return found;
  const left = (1 - wilson(n, n).low) * 2;
  return { low: value - left, high: value };
}

/** Bonett and Wright, Psychometrika 2000: Fisher's z with the standard error of a rank correlation. */
function rhoInterval(value: number, n: number): Interval {
  if (n < 4) return CORRELATIONS;
  // At 1 itself the transform has no end.
  const inner = Math.min(1 - 1 / n, Math.max(1 / n - 1, value));
  const half = normalQuantile(0.975) * Math.sqrt((1 + inner ** 2 / 2) / (n - 3));
  return { low: Math.tanh(Math.atanh(inner) - half), high: Math.tanh(Math.atanh(inner) + half) };
}

function ranks(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const n = a.length;
  const [meanA, meanB] = [a, b].map((values) => values.reduce((sum, one) => sum + one, 0) / n) as [number, number];
  let [both, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [da, db] = [a[i]! - meanA, b[i]! - meanB];
    both += da * db;
    ofA += da * da;
    ofB += db * db;
  }
  return ofA === 0 || ofB === 0 ? 0 : both / Math.sqrt(ofA * ofB);
}

function isSide(score: number): boolean {
  return score === 0 || score === 1;
}

function isConstant(values: readonly number[]): boolean {
  return new Set(values).size < 2;
}
