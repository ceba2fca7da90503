/** What trials show: each variant over its seeds, and compared with the first one in pairs. */
import type { Cost } from "../core/spending.ts";
import type { Estimate } from "../core/stats/estimate.ts";
import { AMOUNTS, DIFFERENCES, SCORES, type Interval } from "../core/stats/interval.ts";
import { varianceComponents, type Components } from "../core/stats/components.ts";
import type { MeanInterval } from "../core/stats/mean-interval.ts";
import { pairedDifference } from "../core/stats/paired.ts";
import type { ScoreWord, VerdictWord } from "../core/measuring/verdict.ts";
import { wordOf } from "../core/measuring/verdict.ts";
import { meanCurve, type MeanPoint } from "./mean-curve.ts";
import { bySplit, overRepeats } from "./repeats.ts";
import type { Trial } from "./run-trials.ts";

/**
 * One variant over its seeds. The 95% intervals are over seeds, and over splits where there are several; of one alone they
 * are all that is possible.
 */
export interface VariantSummary {
  readonly name: string;
  /** Trials that reached a verdict; all figures are of these. */
  readonly trials: number;
  /** Trials that reached none: the budget ended before, or its search stopped as futile. */
  readonly without: number;
  /** Score of the best prompt found, on the test rows. */
  readonly score: MeanInterval;
  /** Score of the initial prompt on the same rows. */
  readonly initial: MeanInterval;
  /** The difference of the two. */
  readonly gain: MeanInterval;
  /** How far the score of the best prompt found and the gain vary with the split and with the seed; absent for one split. */
  readonly spread?: { readonly score: Components; readonly gain: Components };
  /** How often each verdict was given. */
  readonly verdicts: Readonly<Record<ScoreWord, number> & Partial<Record<VerdictWord, number>>>;
  /** Calls of a trial, those that the store answered included. */
  readonly calls: MeanInterval;
  /** Of them, those that the store answered, because another trial or run had paid. */
  readonly cached: MeanInterval;
  /** Tokens in and out, as if no other run had paid for any. */
  readonly tokens: MeanInterval;
  /** US dollars, likewise; absent when a price is unknown. */
  readonly usd?: MeanInterval;
  /** This variant minus the first; absent for the first one, and where nothing can be paired. */
  readonly against?: Against;
  readonly curve: readonly MeanPoint[];
}

/** A difference between two variants. */
export interface Against {
  /** Simultaneous 95% interval: corrected by Bonferroni's method for the number of variants compared with the first. */
  readonly difference: Estimate;
  readonly word: ScoreWord;
  /**
   * What was paired: the same splits, each by the mean of its seeds; without several splits the same seeds; or, with only one
   * repeat or none that differs, the test rows of the two prompts found.
   */
  readonly over: "splits" | "seeds" | "rows";
}

/** @param trials as `runVariants` returns them; the first variant is the one that the others are compared with */
export function summarizeTrials(trials: readonly Trial[]): readonly VariantSummary[] {
  const names = [...new Set(trials.map(({ variant }) => variant))];
  const groups = names.map((name) => trials.filter(({ variant }) => variant === name));
  const level = 1 - 0.05 / Math.max(1, names.length - 1);
  return groups.map((own, i) => {
    const against = i === 0 ? undefined : hold(own, groups[0]!, level);
    return { ...summarize(names[i]!, own), ...(against && { against }) };
  });
}

function summarize(name: string, own: readonly Trial[]): Omit<VariantSummary, "against"> {
  const judged = own.filter(hasVerdict);
  const over = (bounds: Interval, read: (trial: Judged) => number): MeanInterval => overRepeats(judged, read, bounds);
  const priced = judged.every(({ result }) => result.cost.usd !== undefined);
  const gainOf = ({ result }: Judged): number => result.verdict.difference.value;
  const spread = spreadOf(judged, gainOf);
  const verdicts: Record<ScoreWord, number> & Partial<Record<VerdictWord, number>> = {
    better: 0,
    "not shown": 0,
    worse: 0,
  };
  for (const { word } of judged.map(({ result }) => result.verdict)) verdicts[word] = (verdicts[word] ?? 0) + 1;
  return {
    name,
    trials: judged.length,
    without: own.length - judged.length,
    score: over(SCORES, scoreOf),
    initial: over(SCORES, ({ result }) => result.verdict.initial.value),
    gain: over(DIFFERENCES, gainOf),
    ...(spread && { spread }),
    verdicts,
    calls: over(AMOUNTS, ({ result }) => result.cost.calls),
    cached: over(AMOUNTS, ({ result }) => result.cost.cached),
    tokens: over(AMOUNTS, ({ result }) => tokensOf(result.cost)),
    ...(priced && { usd: over(AMOUNTS, ({ result: { cost } }) => (cost.usd ?? 0) + (cost.savedUsd ?? 0)) }),
    curve: meanCurve(judged),
  };
}

function spreadOf(judged: readonly Judged[], gainOf: (trial: Judged) => number): VariantSummary["spread"] {
  if (new Set(judged.map(({ splitSeed }) => splitSeed)).size < 2) return undefined;
  const score = varianceComponents(bySplit(judged, scoreOf));
  const gain = varianceComponents(bySplit(judged, gainOf));
  return score && gain && { score, gain };
}

/** Below this, two differences of scores are a rounding error apart. */
const ALIKE = 1e-9;

/** One variant minus another over the repeats of both; over the rows of the first one when there is only one, or they do not differ. */
function hold(own: readonly Trial[], first: readonly Trial[], level: number): Against | undefined {
  const pairs = own.filter(hasVerdict).flatMap((b) => {
    const a = first.filter(hasVerdict).find(({ seed, splitSeed }) => seed === b.seed && splitSeed === b.splitSeed);
    return a === undefined || a.metric.name !== b.metric.name
      ? []
      : [{ a, b, seed: b.seed, ...(b.splitSeed !== undefined && { splitSeed: b.splitSeed }) }];
  });
  if (pairs.length === 0) return undefined;
  const difference = overRepeats(pairs, ({ a, b }) => scoreOf(b) - scoreOf(a), DIFFERENCES, level);
  const differences = pairs.map(({ a, b }) => scoreOf(b) - scoreOf(a));
  // Repeats that are all alike tell nothing of those not seen.
  if (Math.max(...differences) - Math.min(...differences) < ALIKE) return overRows(pairs[0]!, level);
  const splits = new Set(pairs.map(({ splitSeed }) => splitSeed)).size;
  return { difference, word: wordOf(difference), over: splits > 1 ? "splits" : "seeds" };
}

function overRows({ a, b }: { a: Trial; b: Trial }, level: number): Against | undefined {
  const before = new Map(a.winner.map((observation) => [observation.example.id, observation]));
  const after = b.winner.filter(({ example }) => before.has(example.id));
  if (after.length === 0) return undefined;
  const paired = after.map(({ example }) => before.get(example.id)!);
  const difference = pairedDifference(a.metric, paired, after, level);
  return { difference, word: wordOf(difference), over: "rows" };
}

type Judged = Trial & { readonly result: { readonly verdict: NonNullable<Trial["result"]["verdict"]> } };

function hasVerdict(trial: Trial): trial is Judged {
  return trial.result.verdict !== undefined;
}

function scoreOf({ result }: Judged): number {
  return result.verdict.winner.value;
}

function tokensOf({ inputTokens, outputTokens, savedTokens = 0 }: Cost): number {
  return inputTokens + outputTokens + savedTokens;
}
