/** Compares prompts on the same rows, paired, with a correction when there are more than two. */
import type { CallBudget } from "../budget.ts";
import { UsageError } from "../errors.ts";
import type { Example } from "../example.ts";
import { allMet, measuredLimits, type MeasuredLimit } from "../limits/limit.ts";
import type { Prompt } from "../prompt/prompt.ts";
import { answersIn, varyingRows } from "../evaluation/repeats.ts";
import { countReadings, type ReadingCounts } from "../replies/readings.ts";
import { estimate, type Estimate } from "../stats/estimate.ts";
import { pairedDifference, type Difference } from "../stats/paired.ts";
import { differenceSequence } from "../stats/sequence.ts";
import type { Observation, Task } from "../task.ts";
import type { Tools } from "../tools.ts";
import { oneLabelOfBoth, type OneLabel } from "./one-label.ts";
import { claimed, wordOf, type ScoreWord } from "./verdict.ts";

/** A row on which two prompts differ. */
export interface Flip {
  readonly example: Example;
  /** The first prompt's answer. */
  readonly before: string;
  readonly after: string;
}

/** One prompt against the first. */
export interface ComparedPrompt {
  readonly id: string;
  readonly text: string;
  readonly score: Estimate;
  readonly invalid: number;
  /** On how many rows its answers differ, where each was answered several times. */
  readonly varying?: number;
  /** Answers by how they were read; absent where the judge does not say. */
  readonly readings?: ReadingCounts;
  /** This prompt minus the first, with its simultaneous 95% interval; absent for the first. */
  readonly difference?: Difference;
  /** The exact p-value after Holm's correction for the number of prompts; only for shares of right rows. */
  readonly pValue?: number;
  readonly word?: ScoreWord;
  /** The labels that nearly all rows get under the first prompt and under this one (`Verdict.oneLabel`). */
  readonly oneLabel?: OneLabel;
  /** What it has of each limit on the same rows; absent without limits. */
  readonly limits?: readonly MeasuredLimit[];
  /** Whether it meets all of them; absent without limits. */
  readonly meetsLimits?: boolean;
  readonly fixed: readonly Flip[];
  readonly broken: readonly Flip[];
}

/** Prompts on the same rows. */
export interface Comparison {
  /** Rows that every prompt answered. */
  readonly rows: number;
  /** Rows that could have been read. */
  readonly available: number;
  /** Rows that the metric failed on for one of the prompts; all of them leave every score. Absent for none. */
  readonly unscored?: number;
  /** How often each row was answered; absent for once. */
  readonly repeats?: number;
  /** In the order in which they were given. */
  readonly prompts: readonly ComparedPrompt[];
}

/** Rows between two looks when stopping as soon as all is decided. */
const LOOK = 25;

/**
 * Compares every prompt with the first. Where the budget does not reach for all rows, all prompts get as many.
 * @param untilDecided stop as soon as every difference is settled by a confidence sequence, which stays valid
 *   however often one looks; only for metrics that are means of rows
 * @throws UsageError when the budget has not one call for each prompt
 */
export async function compare(
  tools: Tools,
  prompts: readonly Prompt[],
  rows: readonly Example[],
  budget: CallBudget,
  untilDecided: boolean,
): Promise<Comparison> {
  const { task } = tools;
  const reach = Math.min(rows.length, Math.floor(budget.left / tools.callsFor(prompts.length, "verdict")));
  if (reach < Math.min(1, rows.length))
    throw new UsageError(
      "budget.calls",
      `${budget.left} is too few to ask ${prompts.length} prompts`,
      "Each needs a call for every row.",
    );
  const level = 1 - 0.05 / Math.max(1, prompts.length - 1);
  let seen: readonly (readonly Observation[])[];
  let differences: readonly Difference[];
  let read = 0;
  do {
    const next = untilDecided ? Math.min(reach, read + LOOK) : reach;
    seen = onCommonRows(await readOn(tools, prompts, rows.slice(0, next), next - read, budget));
    differences = seen.map((own) => difference(seen[0]!, own));
    read = next;
  } while (read < reach && differences.slice(1).some((one) => wordOf(one) === "not shown"));

  const [first, ...others] = seen;
  const adjusted = holm(differences.slice(1).map(({ pValue }) => pValue));
  return {
    rows: first!.length,
    available: rows.length,
    ...(task.repeats !== undefined && { repeats: task.repeats }),
    prompts: [
      { ...alone(task, prompts[0]!, first!), fixed: [], broken: [] },
      ...others.map((own, i) => ({
        ...alone(task, prompts[i + 1]!, own),
        ...againstFirst(task, first!, own, differences[i + 1]!, adjusted[i]),
      })),
    ],
  };

  function difference(before: readonly Observation[], after: readonly Observation[]): Difference {
    const { metric } = task;
    if (!untilDecided) return pairedDifference(metric, before, after, level);
    const value = metric.score(after) - metric.score(before);
    const byRow = after.map(({ score }, i) => score - before[i]!.score);
    return { value, n: after.length, ...differenceSequence(byRow, level) };
  }
}

/**
 * What each prompt does on the rows.
 * @param fresh how many of the rows are new; the others are known, and free
 */
async function readOn(
  tools: Tools,
  prompts: readonly Prompt[],
  rows: readonly Example[],
  fresh: number,
  budget: CallBudget,
): Promise<(readonly Observation[])[]> {
  const shares = prompts.map(() => budget.reserve(tools.callsFor(fresh, "verdict")));
  const observed = await Promise.all(
    prompts.map((prompt, i) => tools.evaluate(prompt, rows, { round: 0, phase: "verdict", budget: shares[i]! })),
  );
  for (const share of shares) share.release();
  return observed;
}

/** What is known of a prompt without another one. */
function alone(
  { metric, limits, repeats, same }: Task,
  prompt: Prompt,
  own: readonly Observation[],
): Omit<ComparedPrompt, "fixed" | "broken"> {
  const answers = answersIn(own);
  const readings = countReadings(answers);
  const measured = limits && measuredLimits(limits, own, prompt);
  return {
    id: prompt.id,
    text: prompt.text,
    score: estimate(metric, own),
    invalid: answers.filter(({ invalid }) => invalid).length,
    ...(repeats !== undefined && { varying: varyingRows(own, same) }),
    ...(readings && { readings }),
    ...(measured && { limits: measured, meetsLimits: allMet(measured) }),
  };
}

/** What is known of a prompt against the first one, on the same rows. */
function againstFirst(
  { labels }: Task,
  first: readonly Observation[],
  own: readonly Observation[],
  difference: Difference,
  pValue: number | undefined,
): Pick<ComparedPrompt, "difference" | "pValue" | "word" | "oneLabel" | "fixed" | "broken"> {
  const oneLabel = labels && oneLabelOfBoth(first, own);
  return {
    difference,
    ...(pValue !== undefined && { pValue }),
    word: claimed(wordOf(difference), oneLabel),
    ...(oneLabel && { oneLabel }),
    ...flips(first, own),
  };
}

/** What each prompt did on the rows that all of them answered. */
function onCommonRows(observed: readonly (readonly Observation[])[]): Observation[][] {
  const answered = observed.map((own) => new Set(own.map(({ example }) => example.id)));
  return observed.map((own) => own.filter(({ example }) => answered.every((ids) => ids.has(example.id))));
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
