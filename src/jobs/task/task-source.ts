/** What a task is made of: the options of the library, and the same with rows as they were read from files. */
import type { AnswerForm } from "../../core/answer-form.ts";
import type { PromptSource } from "../../core/prompt/prompt.ts";
import type { HumanColumns } from "../../core/task.ts";
import type { RawDataset } from "../../datasets/index.ts";
import type { ExamplesOption } from "../../options/examples.ts";
import type { RowOptions } from "../../options/row-options.ts";
import type { MetricOption, TaskOption } from "../../tasks/index.ts";
import type { ProtectOption } from "./protected-rows.ts";

/** Rows to split, or rows that are split already. */
export type Rows<Row> =
  | readonly Row[]
  | { readonly train: readonly Row[]; readonly dev: readonly Row[]; readonly test: readonly Row[] };

/** What a task is made of. */
export interface TaskOptions<Row extends object> extends RowOptions {
  /** A sentence or two on what is scored, shown to the optimizer model. Default: the name of the metric alone. */
  readonly rubric?: string;
  /** The prompt to start from, as text or as chat messages; `{{name}}` are columns of the rows. */
  readonly prompt: PromptSource;
  /**
   * The Markdown heading whose body may change, or several. Default `Task`; without such a heading the whole prompt may change,
   * in a chat each message but the assistant's and those that are `locked`.
   */
  readonly section?: string | readonly string[];
  /**
   * The part that the search fills with rows of train: the Markdown heading that it is under, alone or with how many rows it
   * shows at most and how each is written. Default: none.
   */
  readonly examplesPart?: ExamplesOption;
  /** Labelled rows; they are split unless they come split. */
  readonly examples: Rows<Row>;
  /** The column with the right answer. Default: guessed from its name (`label`, `answer`, ...). */
  readonly label?: keyof Row & string;
  /** What kind of task it is, by name or as a kind of your own. Default: `custom` for a metric that is a function, else `classification`. */
  readonly task?: TaskOption;
  /** How a set of answers is scored, or a function that scores one answer; a `Metric` of your own, alone or with a judge. Default `accuracy`. */
  readonly metric?: MetricOption<NoInfer<Row> & Readonly<Record<string, unknown>>>;
  /** How answers that are labels are held: `label`, `json` or `text`; `AnswerForm` explains each. Default `label`. */
  readonly answer?: AnswerForm;
  /** The most calls of the judge model about one answer; default 1 where a judge is named. A metric such as `{ judge }` knows its own. */
  readonly judgeCalls?: number;
  /**
   * The column with a person's score of an answer (yes or no, 0 to 1, 1 to 5), so that the metric is compared with people; `{ score, answer }`
   * names the column with the answer too. Default: none; of the answer, the first usual name (`answer`, `response`, ...) that is free.
   */
  readonly human?: (keyof Row & string) | { readonly score: keyof Row & string; readonly answer?: keyof Row & string };
  /** What a prompt must keep to win, such as `recall:urgent >= 0.95` or `promptTokens <= 400`; docs/limits.md. Default: nothing. */
  readonly limits?: readonly string[];
  /** Rows that no winner may break: a column that marks them with true, yes or 1, or a list of ids of rows. Default: none. */
  readonly protect?: ProtectOption;
}

/** What a task is made of, with rows as they were read from files. */
export interface TaskSource extends RowOptions {
  readonly prompt: PromptSource;
  readonly section?: string | readonly string[] | undefined;
  /** The part that the search fills with rows of train. */
  readonly examples?: ExamplesOption | undefined;
  readonly data: RawDataset | { readonly train: RawDataset; readonly dev: RawDataset; readonly test: RawDataset };
  readonly label?: string | undefined;
  readonly task?: TaskOption | undefined;
  readonly metric?: MetricOption | undefined;
  readonly answer?: AnswerForm | undefined;
  /** The text of the module that the metric was loaded from. */
  readonly metricSource?: string | undefined;
  /** The name of that module's file. */
  readonly metricFile?: string | undefined;
  /** What is scored, in words for the optimizer model. */
  readonly rubric?: string | undefined;
  /** The most calls of the judge model about one answer; undefined where none is named. */
  readonly judgeCalls?: number | undefined;
  /** The columns with a person's scores and the answers that they are of. */
  readonly human?: string | HumanColumns | undefined;
  readonly limits?: readonly string[] | undefined;
  readonly protect?: ProtectOption | undefined;
}
