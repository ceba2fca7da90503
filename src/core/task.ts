/** What a run is about: the prompt to improve, the rows to learn from, and how answers are judged. */
import type { Example } from "./example.ts";
import type { ExamplesPart } from "./prompt/examples-part.ts";
import type { Message, ModelAnswer, ReplyFormat, Usage } from "./model.ts";
import type { Prompt } from "./prompt/prompt.ts";
import type { Unread } from "./replies/unread.ts";
import type { Estimate } from "./stats/interval.ts";

/** How one answer was read and judged. */
export interface Judgement {
  /** The answer as the task reads it; absent when it could not be read. */
  readonly predicted?: unknown;
  /** From 0 (wrong) to 1 (right). */
  readonly score: number;
  /** Whether this row needs no mending: errors are the rows where it is false. */
  readonly correct: boolean;
  /** The answer could not be read. Counts as wrong, and is counted apart. */
  readonly invalid: boolean;
  /** Why it could not be read, where it is invalid and the judge knows. */
  readonly why?: Unread;
  /** How it was read: the answer is the value and nothing else, or the value was found in what is around it; absent where unknown. */
  readonly reading?: "strict" | "tolerant";
  /** Named scores of its parts, from 0 to 1, where the score is their weighted mean. */
  readonly scores?: Readonly<Record<string, number>>;
  /** Words from the judge about this row, shown to the optimizer model. */
  readonly feedback?: string;
  /** Of an answer that was compared with another one in both orders: whether the judge model's choice changed with the order. */
  readonly orderDependent?: boolean;
}

/** What was seen on one row. */
export interface Observation extends Judgement {
  readonly example: Example;
  /** The model's answer as it arrived. */
  readonly answer: string;
  /** Tokens of its call, estimated where the provider counts none; absent in a run without limits. */
  readonly tokens?: Pick<Usage, "input" | "output">;
  /** All answers to the row, where it was answered several times; this observation is then of all of them (`merged`). */
  readonly repeats?: readonly Observation[];
}

/** What a judge asks its model. */
export interface JudgeRequest {
  readonly messages: readonly Message[];
  /** What the reply is restricted to; default: text. */
  readonly format?: ReplyFormat;
  /** Default 0. */
  readonly temperature?: number;
  /** Default: `requests.maxOutputTokens`. */
  readonly maxOutputTokens?: number;
  /** Which of several replies to the same messages this is; default 0. */
  readonly sample?: number;
  /**
   * Whether it is asked because the reply to an earlier request could not be read. Such a request is not planned: it is made where
   * the budget has a call left. Default false.
   */
  readonly again?: boolean;
}

/**
 * Asks the judge model; a text is one user message. The reply is cleaned of thoughts and template tokens. The request takes the path of all others: it is stored, limited, capped
 * and counted.
 * @throws UsageError when there is no judge model, or more is asked about one answer than was planned
 * @throws NoCallLeft when it is asked again and the budget has no call left
 */
export type AskJudge = (request: string | JudgeRequest) => Promise<ModelAnswer>;

/**
 * Reads and judges one answer. Deterministic, given the judge model's replies; throws only when the judge itself is broken, and
 * lets errors of `ask` pass. A `MetricError` leaves the row unscored, if it is thrown a second time.
 */
export type Judge = (answer: ModelAnswer, example: Example, ask?: AskJudge) => Judgement | Promise<Judgement>;

/** By what errors are put into groups; `ErrorGroupOptions` says what each means. */
export type Grouping = "confusion" | "meaning" | "random";

/** The score of a whole set of rows. */
export interface Metric {
  /** Its true name, such as `accuracy`, `F1 of "spam"`, `macro F1`. */
  readonly name: string;
  /** The score of these rows, from 0 to 1; the same in selection, on dev and in the verdict. 0 for no rows. */
  score(observations: readonly Observation[]): number;
  /** True when `score` is the mean of the rows' own scores, so that intervals have a closed form. */
  readonly isMean: boolean;
  /** True when `score` counts every row by `example.weight`; without it, a metric that is no mean is refused for rows with weights. */
  readonly weighs?: boolean;
  /** Whether the score depends on this row at all, where it does not on others, as that of one class; default: on every row. */
  counts?(observation: Observation): boolean;
}

/** A value may be at least or at most the bound. */
export type LimitSense = ">=" | "<=";

/** What a prompt must keep to win, next to the metric; `src/core/limits/` says how it acts. */
export interface Limit {
  /** As people write it, such as `recall:urgent >= 0.95`. */
  readonly text: string;
  readonly sense: LimitSense;
  readonly bound: number;
  /** Whether the prompt alone says what it measures, or its answers do. */
  readonly of: "prompt" | "answers";
  /** What a prompt has, over `n` rows that say something about it; of a prompt alone it is exact, and `n` is 0. */
  measure(observations: readonly Observation[], prompt: Prompt): Estimate;
}

/** What a task kind makes of rows and a metric: everything that the method must know about right answers. */
export interface Judging {
  readonly judge: Judge;
  readonly metric: Metric;
  /**
   * What identifies the judging beyond the metric's name and the reply format, so that a run whose judging has changed is
   * another run; empty where these two say it all.
   */
  readonly judging: string;
  /** What the task model's replies are restricted to. */
  readonly format: ReplyFormat;
  /** One sentence for the optimizer model on what a right answer is, such as the label set. */
  readonly answers: string;
  /** Words that a candidate must keep naming wherever the initial prompt names them: the label set. */
  readonly keep: readonly string[];
  /** The label set, where a right answer is exactly one of it: rows can be counted by label, errors by what was taken for what. */
  readonly labels?: readonly string[];
  /** The label of a row, whose share of the rows all splits keep; absent where right answers are not of a few kinds. */
  readonly labelOf?: (example: Example) => string;
  /** How errors are grouped where the options leave it to the task. */
  readonly groupBy: Grouping;
  /** Whether two observations of one row gave the same answer, as far as the score cares. */
  same(a: Observation, b: Observation): boolean;
  /** About how many tokens an answer takes, for estimates; default: a paragraph. */
  readonly answerTokens?: number;
  /**
   * Why a row cannot be scored whatever the answer, such as a missing right answer: it is asked nothing, and leaves every score.
   * Undefined for rows that can. Default: all can.
   */
  readonly unscorable?: (example: Example) => string | undefined;
  /** Calls that one evaluation of a prompt on a row takes: that of the task model, and those that the judge may make. */
  readonly callsPerCell: number;
  /** The most calls beyond these that one evaluation may take, where replies of the judge model cannot be read; default 0. */
  readonly spareCalls?: number;
}

/** The columns with a person's score and with the answer that was scored, as options name them. */
export interface HumanColumns {
  readonly score: string;
  /** Default: the first of the usual names that is neither the right answer nor shown by the prompt. */
  readonly answer?: string | undefined;
}

/** An answer that a person has scored, to compare the metric with people. */
export interface ScoredAnswer {
  /** The row that it answers. */
  readonly example: Example;
  readonly answer: string;
  /** The person's score, from 0 to 1. */
  readonly human: number;
  /** Where it is in its file, such as `data.csv:12`. */
  readonly place: string;
}

/** What a run is about. */
export interface Task extends Judging {
  /** The name of its kind, such as `classification`. */
  readonly kind: string;
  /** The prompt to start from. */
  readonly prompt: Prompt;
  /** Minibatches and selection. */
  readonly train: readonly Example[];
  /** Picks the final prompt; early stopping. */
  readonly dev: readonly Example[];
  /** The verdict, read once at the end. */
  readonly test: readonly Example[];
  /** The part of the prompt that shows rows, with those that it may show; absent where the prompt has none. */
  readonly examples?: ExamplesPart;
  /** Columns that hold a chat in every row; absent for none. */
  readonly turns?: readonly string[];
  /** All rows of dev and test, where a run uses only some of them. */
  readonly all?: { readonly dev: readonly Example[]; readonly test: readonly Example[] };
  /** What a winner must keep, next to the metric; absent for nothing. */
  readonly limits?: readonly Limit[];
  /** Rows that no winner may break, apart from the three splits; absent for none. */
  readonly protected?: readonly Example[];
  /** How many times every row is answered on dev and in the verdict; absent for once. */
  readonly repeats?: number;
  /** Where a row is in its file, such as `data.csv:12`, by the id of its example. */
  readonly placeOf?: (id: string) => string | undefined;
  /** Answers that a person has scored; absent where there are none. */
  readonly human?: readonly ScoredAnswer[];
  /** The column by which the user's data names its rows, such as `id` or `ticket_id`; absent where there is none. */
  readonly idColumn?: string;
}
