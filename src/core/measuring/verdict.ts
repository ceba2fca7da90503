/** The verdict: whether the winner is better than the initial prompt on rows that nothing has seen. */
import { measuredLimits, shortfall, type LimitsWord, type MeasuredLimit } from "../limits/limit.ts";
import type { Prompt } from "../prompt/prompt.ts";
import { estimate, type Estimate } from "../stats/estimate.ts";
import { pairedDifference, rowsToSettle } from "../stats/paired.ts";
import { answersIn, varyingRows } from "../evaluation/repeats.ts";
import type { Limit, Observation, Task } from "../task.ts";
import { isConstant, oneLabelOfBoth, type OneLabel } from "./one-label.ts";
import { flippedRows, labelChanges, type FlippedRow, type LabelChange } from "./changes.ts";

/** `better`: the 95% interval of the difference lies above 0. `worse`: below. `not shown`: it holds 0, or nearly all rows get one label before and after. */
export type ScoreWord = "better" | "not shown" | "worse";

/**
 * The word of a difference in score, or what limits make of it. `misses a limit`: the best prompt found does, on dev or on test, and so
 * is not to be used, whatever its score. `meets the limits`: it does, which the initial one does not, and no gain in score is
 * shown; it is to be used.
 */
export type VerdictWord = ScoreWord | "meets the limits" | "misses a limit";

/** How the best prompt found does against the initial one on the test rows; docs/verdict.md says how it is decided. */
export interface Verdict {
  readonly word: VerdictWord;
  readonly metric: string;
  /** Score of the initial prompt p0. */
  readonly initial: Estimate;
  /** Score of the best prompt found, on the same rows. */
  readonly winner: Estimate;
  /** The paired difference, winner minus initial. */
  readonly difference: Estimate;
  /** Ids of rows that the winner gets right and p0 wrong. */
  readonly fixed: readonly string[];
  /** Ids of rows that p0 gets right and the winner wrong. */
  readonly broken: readonly string[];
  /** The fixed and broken rows with both answers, by the user's id and place; absent in verdicts of earlier versions. */
  readonly flipped?: readonly FlippedRow[];
  /** Right answers before and after, label by label; absent where answers are not labels. */
  readonly labels?: readonly LabelChange[];
  /** The labels that nearly all rows get before and after, where right answers differ: then a gain is none. Absent otherwise. */
  readonly oneLabel?: OneLabel;
  /** How often each row was answered, and on how many the answers to one prompt differ; absent for once. */
  readonly repeats?: {
    readonly times: number;
    readonly varying: { readonly initial: number; readonly winner: number };
  };
  /** Answers that could not be read. */
  readonly invalid: { readonly initial: number; readonly winner: number };
  /** Test rows that transport never delivered for one of the two; they left both scores. */
  readonly missing: number;
  /** Test rows that the metric failed on for one of the two; they left both scores. Absent for none. */
  readonly unscored?: number;
  /** Each limit under both prompts, on the same rows; absent without limits. */
  readonly limits?: readonly LimitVerdict[];
  /** Where the winner was not shown on dev to meet the limits: whether no prompt did, or a budget ended before. */
  readonly limitsOnDev?: Exclude<LimitsWord, "met">;
  /** For `not shown`: about how many test rows would settle a difference of this size; absent when none would. */
  readonly rowsToSettle?: number;
  /** How many earlier runs have read this test set. */
  readonly earlierReads: number;
}

/** What both prompts have of what a limit measures. */
export interface LimitVerdict {
  /** As it was written, such as `recall:urgent >= 0.95`. */
  readonly limit: string;
  readonly initial: LimitValue;
  readonly winner: LimitValue;
}

/** A value with its 95% interval, and whether it keeps to the bound. */
export type LimitValue = Omit<MeasuredLimit, "limit">;

/** What a verdict has to know of limits. */
export interface JudgedLimits {
  readonly limits: readonly Limit[];
  readonly initial: Prompt;
  readonly winner: Prompt;
  /** Whether the winner meets them on dev. */
  readonly onDev: LimitsWord;
}

/** Whether the best prompt found is to be used in the place of the initial one. */
export function isRecommended(verdict: Pick<Verdict, "word"> | undefined): boolean {
  return verdict?.word === "better" || verdict?.word === "meets the limits";
}

/** What was read of the test rows. */
export interface TestReading {
  /** What p0 did on them. */
  readonly initial: readonly Observation[];
  readonly winner: readonly Observation[];
  /** How many there are. */
  readonly rows: number;
  /** How many of them the metric failed on for one of the two. Default: none. */
  readonly unscored?: number;
  /** How many earlier runs have read this test set. */
  readonly earlierReads: number;
}

/**
 * Pairs what p0 and the winner did on the same test rows. Rows that are missing on one side leave both.
 * @param task its metric, and what is known of rows and labels, for the list of changes
 * @param limited absent without limits
 */
export function judgeVerdict(
  task: Pick<Task, "metric" | "labels" | "placeOf" | "idColumn"> & Partial<Pick<Task, "repeats" | "same">>,
  { initial, winner, rows, unscored = 0, earlierReads }: TestReading,
  limited?: JudgedLimits,
): Verdict {
  const { metric, repeats, same } = task;
  const ofWinner = new Map(winner.map((observation) => [observation.example.id, observation]));
  const pairs = initial.flatMap((a) => {
    const b = ofWinner.get(a.example.id);
    return b === undefined ? [] : [{ a, b }];
  });
  const before = pairs.map(({ a }) => a);
  const after = pairs.map(({ b }) => b);
  const difference = pairedDifference(metric, before, after);
  const oneLabel = task.labels && oneLabelOfBoth(before, after);
  const limits = limited && limitsOf(limited, before, after);
  const tellsApart = task.labels === undefined || !isConstant(after);
  const word = wordWithin(claimed(wordOf(difference), oneLabel), limited, limits, tellsApart);
  const needed = word === "not shown" && oneLabel === undefined ? rowsToSettle(difference) : undefined;
  return {
    word,
    metric: metric.name,
    initial: estimate(metric, before),
    winner: estimate(metric, after),
    difference,
    fixed: pairs.filter(({ a, b }) => !a.correct && b.correct).map(({ a }) => a.example.id),
    broken: pairs.filter(({ a, b }) => a.correct && !b.correct).map(({ a }) => a.example.id),
    flipped: flippedRows(pairs, task),
    ...(task.labels && { labels: labelChanges(pairs, task.labels) }),
    ...(oneLabel && { oneLabel }),
    ...(repeats !== undefined &&
      same && {
        repeats: { times: repeats, varying: { initial: varyingRows(before, same), winner: varyingRows(after, same) } },
      }),
    invalid: { initial: count(before), winner: count(after) },
    missing: rows - pairs.length - unscored,
    ...(unscored > 0 && { unscored }),
    ...(limits && { limits }),
    ...(limited && limited.onDev !== "met" && { limitsOnDev: limited.onDev }),
    ...(needed !== undefined && { rowsToSettle: needed }),
    earlierReads,
  };
}

function limitsOf(
  { limits, initial, winner }: JudgedLimits,
  before: readonly Observation[],
  after: readonly Observation[],
): LimitVerdict[] {
  const [a, b] = [measuredLimits(limits, before, initial), measuredLimits(limits, after, winner)];
  return a.map(({ limit, ...ofInitial }, i) => {
    const { limit: _, ...ofWinner } = b[i]!;
    return { limit, initial: ofInitial, winner: ofWinner };
  });
}

/**
 * What limits make of a word on the score. A limit goes by the point estimate, as on dev. Two cases need more. A prompt that is
 * worse takes the place of an initial one that misses a limit only where that miss is clear, for luck alone must
 * not bring a worse prompt in. And one that gives nearly all rows one label keeps a recall by saying nothing: it gains nothing by it.
 */
function wordWithin(
  word: ScoreWord,
  judged: JudgedLimits | undefined,
  limits: readonly LimitVerdict[] = [],
  tellsApart = true,
): VerdictWord {
  if (judged === undefined) return word;
  if (judged.onDev !== "met" || !limits.every(({ winner }) => winner.met)) return "misses a limit";
  if (!tellsApart) return word;
  const isMissed = limits.some(({ initial }) => !initial.met);
  const isClear = limits.some(({ initial }, i) => {
    const limit = judged.limits[i]!;
    return !initial.met && shortfall(limit, limit.sense === ">=" ? initial.high : initial.low) > 0;
  });
  return word !== "better" && (word === "worse" ? isClear : isMissed) ? "meets the limits" : word;
}

/** The word for a difference: where its interval lies. */
export function wordOf({ low, high }: Estimate): ScoreWord {
  return low > 0 ? "better" : high < 0 ? "worse" : "not shown";
}

/** A word as it may be claimed: a model that gives nearly all rows one label, before and after, has gained nothing. */
export function claimed(word: ScoreWord, oneLabel: OneLabel | undefined): ScoreWord {
  return word === "better" && oneLabel !== undefined ? "not shown" : word;
}

function count(observations: readonly Observation[]): number {
  return answersIn(observations).filter(({ invalid }) => invalid).length;
}
