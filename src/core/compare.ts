/** Compares prompts on the same rows, paired, with a correction when there are more than two. */
import type { CallBudget } from "./budget.ts";
import type { Example } from "./example.ts";
import type { Prompt } from "./prompt.ts";
import { estimate, type Estimate } from "./stats/estimate.ts";
import { pairedDifference, type Difference } from "./stats/paired.ts";
import { proportionSequence, settledSign } from "./stats/sequence.ts";
import type { Observation } from "./task.ts";
import type { Tools } from "./tools.ts";
import { wordOf, type VerdictWord } from "./verdict.ts";

/** A row on which two prompts differ. */
export interface Flip {
  readonly example: Example;
  /** The first prompt's answer. */
  readonly before: string;
  readonly after: string;
}

/** One prompt against the first. */
export interface ComparedPrompt {
  readonly prompt: Prompt;
  readonly score: Estimate;
  readonly invalid: number;
  /** This prompt minus the first, with its simultaneous 95% interval; absent for the first. */
  readonly difference?: Difference;
  /** The exact p-value after Holm's correction for the number of prompts; only for shares of right rows. */
  readonly pValue?: number;
  readonly word?: VerdictWord;
  readonly fixed: readonly Flip[];
  readonly broken: readonly Flip[];
}

export interface Comparison {
  /** Rows that every prompt answered. */
  readonly rows: number;
  /** Rows that could have been read. */
  readonly available: number;
  readonly prompts: readonly ComparedPrompt[];
}

/** Rows between two looks when stopping as soon as all is decided. */
const LOOK = 25;

/**
 * Compares every prompt with the first.
 * @param untilDecided stop as soon as every difference is settled by a confidence sequence, which stays valid
 *   however often one looks; only for metrics that are means of rows
 */
export async function compare(
  tools: Tools,
  prompts: readonly Prompt[],
  rows: readonly Example[],
  budget: CallBudget,
  untilDecided: boolean,
): Promise<Comparison> {
  const level = 1 - 0.05 / Math.max(1, prompts.length - 1);
  let seen: readonly (readonly Observation[])[] = [];
  for (let read = untilDecided ? LOOK : rows.length; ; read += LOOK) {
    const shares = prompts.map(() => budget.reserve(Math.min(read, rows.length)));
    const observed = await Promise.all(
      prompts.map((prompt, i) =>
        tools.evaluate(prompt, rows.slice(0, read), { round: 0, phase: "verdict", budget: shares[i]! }),
      ),
    );
    for (const share of shares) share.release();
    seen = onCommonRows(observed);
    if (read >= rows.length || budget.left < prompts.length) break;
    if (
      seen.slice(1).every(
        (own) =>
          settledSign(
            own.map(({ score }, i) => score - seen[0]![i]!.score),
            level,
          ) !== 0,
      )
    )
      break;
  }
  const { metric } = tools.task;
  const first = seen[0]!;
  const differences = seen.map((own) =>
    untilDecided
      ? anytime(pairedDifference(metric, first, own, level), first, own, level)
      : pairedDifference(metric, first, own, level),
  );
  const adjusted = holm(differences.slice(1).map(({ pValue }) => pValue));
  return {
    rows: first.length,
    available: rows.length,
    prompts: seen.map((own, i) => {
      const base = {
        prompt: prompts[i]!,
        score: estimate(metric, own),
        invalid: own.filter(({ invalid }) => invalid).length,
      };
      if (i === 0) return { ...base, fixed: [], broken: [] };
      const pValue = untilDecided ? undefined : adjusted[i - 1];
      return {
        ...base,
        difference: differences[i]!,
        ...(pValue !== undefined && { pValue }),
        word: wordOf(differences[i]!),
        ...flips(first, own),
      };
    }),
  };
}

/** What each prompt did on the rows that all of them answered. */
function onCommonRows(observed: readonly (readonly Observation[])[]): Observation[][] {
  const answered = observed.map((own) => new Set(own.map(({ example }) => example.id)));
  return observed.map((own) => own.filter(({ example }) => answered.every((ids) => ids.has(example.id))));
}

/** The same difference with an interval that is valid whenever one stops: of the share fixed among the rows that changed. */
function anytime(
  difference: Difference,
  before: readonly Observation[],
  after: readonly Observation[],
  level: number,
): Difference {
  const changes = after.map(({ score }, i) => Math.sign(score - before[i]!.score)).filter((change) => change !== 0);
  const { low, high } = proportionSequence(changes.filter((change) => change > 0).length, changes.length, level);
  const scaled = (share: number): number =>
    difference.n === 0 ? 0 : ((2 * share - 1) * changes.length) / difference.n;
  const { value, n } = difference;
  return { value, n, low: Math.min(value, scaled(low)), high: Math.max(value, scaled(high)) };
}

function flips(before: readonly Observation[], after: readonly Observation[]): { fixed: Flip[]; broken: Flip[] } {
  const changed = before.flatMap((a, i) =>
    a.correct === after[i]!.correct
      ? []
      : [{ example: a.example, before: a.answer, after: after[i]!.answer, fixed: after[i]!.correct }],
  );
  const flip = ({ fixed: _, ...rest }: (typeof changed)[number]): Flip => rest;
  return {
    fixed: changed.filter(({ fixed }) => fixed).map(flip),
    broken: changed.filter(({ fixed }) => !fixed).map(flip),
  };
}

/** Holm's step-down correction (Scandinavian Journal of Statistics 1979), in the order given; undefined where a p-value is. */
export function holm(pValues: readonly (number | undefined)[]): (number | undefined)[] {
  const order = pValues.flatMap((p, i) => (p === undefined ? [] : [{ p, i }])).toSorted((a, b) => a.p - b.p);
  const adjusted: (number | undefined)[] = pValues.map(() => undefined);
  let highest = 0;
  order.forEach(({ p, i }, rank) => {
    highest = Math.max(highest, Math.min(1, p * (order.length - rank)));
    adjusted[i] = highest;
  });
  return adjusted;
}
