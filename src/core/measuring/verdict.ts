/** The verdict: whether the winner is better than the initial prompt on rows that nothing has seen. */
import { estimate, type Estimate } from "../stats/estimate.ts";
import { pairedDifference, rowsToSettle } from "../stats/paired.ts";
import type { Metric, Observation, Task } from "../task.ts";
import { oneLabelOfBoth, type OneLabel } from "./one-label.ts";
import { flippedRows, labelChanges, type FlippedRow, type LabelChange } from "./changes.ts";

/** `better`: the 95% interval of the difference lies above 0. `worse`: below. `not shown`: it holds 0, or nearly all rows get one label before and after. */
export type VerdictWord = "better" | "not shown" | "worse";

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
  /** Answers that could not be read. */
  readonly invalid: { readonly initial: number; readonly winner: number };
  /** Test rows that transport never delivered for one of the two; they left both scores. */
  readonly missing: number;
  /** Test rows that the metric failed on for one of the two; they left both scores. Absent for none. */
  readonly unscored?: number;
  /** For `not shown`: about how many test rows would settle a difference of this size; absent when none would. */
  readonly rowsToSettle?: number;
  /** How many earlier runs have read this test set. */
  readonly earlierReads: number;
}

/**
 * Pairs what p0 and the winner did on the same test rows. Rows that are missing on one side leave both.
 * @param earlierReads how many earlier runs have read this test set
 * @param task what is known of rows and labels, for the list of changes
 */
export function judgeVerdict(
  metric: Metric,
  initial: readonly Observation[],
  winner: readonly Observation[],
  rows: number,
  earlierReads: number,
  task: Pick<Task, "labels" | "placeOf" | "idColumn"> & {
    /** Ids of the test rows that the metric failed on for one of the two. */
    readonly unscored?: ReadonlySet<string>;
  } = {},
): Verdict {
  const { size: unscored } = task.unscored ?? new Set();
  const ofWinner = new Map(winner.map((observation) => [observation.example.id, observation]));
  const pairs = initial.flatMap((a) => {
    const b = ofWinner.get(a.example.id);
    return b === undefined ? [] : [{ a, b }];
  });
  const before = pairs.map(({ a }) => a);
  const after = pairs.map(({ b }) => b);
  const difference = pairedDifference(metric, before, after);
  const oneLabel = task.labels && oneLabelOfBoth(before, after);
  const word = claimed(wordOf(difference), oneLabel);
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
    invalid: { initial: count(before), winner: count(after) },
    missing: rows - pairs.length - unscored,
    ...(unscored > 0 && { unscored }),
    ...(needed !== undefined && { rowsToSettle: needed }),
    earlierReads,
  };
}

/** The word for a difference: where its interval lies. */
export function wordOf({ low, high }: Estimate): VerdictWord {
  return low > 0 ? "better" : high < 0 ? "worse" : "not shown";
}

/** A word as it may be claimed: a model that gives nearly all rows one label, before and after, has gained nothing. */
export function claimed(word: VerdictWord, oneLabel: OneLabel | undefined): VerdictWord {
  return word === "better" && oneLabel !== undefined ? "not shown" : word;
}

function count(observations: readonly Observation[]): number {
  return observations.filter(({ invalid }) => invalid).length;
}
