/**
 * The contract of a task kind: what a right answer is, how answers are judged, and what the method must know about both.
 *
 * A kind is a value without state. It is chosen once, when a run is built, and hands over everything else in one `Judging`;
 * nothing after that asks which kind it was. To add one, write its file and add a line to the table in `index.ts`.
 */
import type { AnswerForm } from "../core/answer-form.ts";
import type { Example } from "../core/example.ts";
import type { Judging } from "../core/task.ts";
import type { MetricFunction, MetricName } from "../metrics/index.ts";

/** What a kind makes its judging of. */
export interface KindInput {
  /** All rows of the task, of every split, with their right answers as `read` reads them. */
  readonly rows: readonly Example[];
  /** Right answers of the rows that `omits` left out, by their text, each once; absent where no rows were read. */
  readonly omitted?: readonly string[];
  /** A name that the kind lists in `metrics`, or a function where it takes one. */
  readonly metric: MetricName | MetricFunction;
  /** The text of the module that the function was loaded from; absent for a function that was handed over as such. */
  readonly source?: string;
  /** The name of that module's file, such as `score.ts`. */
  readonly file?: string;
  /** Where a row is in its file, such as `data.csv:12`, by its id. */
  readonly placeOf?: (id: string) => string | undefined;
  /** The most calls of the judge model about one answer; 0 where none is named. */
  readonly judgeCalls?: number;
  /** The form of the answers: one that the kind lists in `forms`; default: the first of them. */
  readonly answer?: AnswerForm;
}

/** A kind of task. */
export interface TaskKind {
  /** Its name, as the option `task` takes it. */
  readonly name: string;
  /** One line about it, for help and the reference of options; no full stop. */
  readonly about: string;
  /** Names of the metrics that fit, the default first; none where only a function does. */
  readonly metrics: readonly string[];
  /** Whether the metric may be a function of the user's that judges each answer. */
  readonly takesFunction: boolean;
  /** Whether a right answer is one label, so that quotes and lists around it in the data are none of it. Default false. */
  readonly oneLabel?: boolean;
  /** The forms that answers may have, the default first; absent where the kind leaves no choice. */
  readonly forms?: readonly AnswerForm[];
  /** Whether judging may ask a model. */
  readonly asksJudge: boolean;
  /** Whether answers are free text, so that a judge model may score them by criteria in the place of the kind's own judge. Default false. */
  readonly freeAnswers?: boolean;
  /**
   * The right answer of a row by its text in the label column; default: the text itself.
   * @param where what messages call the row
   * @throws UsageError naming the row, when the text is no right answer
   */
  read?(text: string, where: string): unknown;
  /** Whether rows with this right answer, by its text, are left out; default: none is. */
  omits?(text: string): boolean;
  /** Whether a right answer stays as the data has it: a number, a list or an object, where it is no text. Default false. */
  readonly asGiven?: boolean;
  /**
   * Everything that follows from the rows and the metric.
   * @throws UsageError when the metric does not go with these rows
   */
  judging(input: KindInput): Judging;
}
