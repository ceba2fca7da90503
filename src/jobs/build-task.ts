/** Builds the task of a run from a prompt, rows and a metric: examples, splits, judge. */
import { chatColumns } from "./chat-columns.ts";
import { headingOf, withExamples } from "./examples-part.ts";
import type { Extensions } from "./extensions.ts";
import { labelNotices } from "./label-notices.ts";
import { taskLimits } from "./limited.ts";
import { protectedBy, type ProtectOption } from "./protected-rows.ts";
import type { AnswerForm } from "../core/answer-form.ts";
import { UsageError } from "../core/errors.ts";
import { identityOf } from "../core/identity.ts";
import type { Example } from "../core/example.ts";
import { brokenByText } from "../core/limits/limit.ts";
import { parsePrompt, type Prompt, type PromptSource } from "../core/prompt.ts";
import type { RowReading } from "../core/splitting/splits.ts";
import { count, counted } from "../core/words.ts";
import { templateNotices } from "../core/template-syntax.ts";
import { digest } from "../core/hash.ts";
import type { HumanColumns, Judging, Limit, ScoredAnswer, Task } from "../core/task.ts";
import { datasetFrom, toExamples, type RawDataset } from "../datasets/index.ts";
import type { MetricName } from "../metrics/index.ts";
import type { ExamplesOption } from "../options/examples.ts";
import { rowOptionsIn, type RowOptions } from "../options/row-options.ts";
import { soundJudging } from "../tasks/sound.ts";
import {
  chosenMetric,
  judgedKind,
  kindFor,
  type KindInput,
  type MetricOption,
  type TaskKind,
  type TaskOption,
} from "../tasks/index.ts";
import { divided, type Division } from "./divide.ts";
import { withMarks } from "./row-marks.ts";

/** Usual names of a column that says which row it is. */
const ID = /^(?:id|uuid|guid|key|nr|no)$/i;
const SOME_ID = /(?:[_ .-]id|[a-z]I[dD])$/;

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

/**
 * The task of these options.
 * @param notice called with what a person should know about the data
 * @throws UsageError when prompt, rows and metric do not go together
 */
export function buildTask<Row extends object>(
  options: TaskOptions<Row>,
  splits: Division,
  notice: (text: string) => void,
  extensions: Extensions = {},
): Task {
  const { prompt, section, examples, examplesPart, label, task, answer, judgeCalls, rubric, human, limits, protect } =
    options;
  // A function is called with the columns that its rows have.
  const metric = options.metric as MetricOption | undefined;
  const data =
    "train" in examples
      ? {
          train: datasetFrom("examples.train", examples.train),
          dev: datasetFrom("examples.dev", examples.dev),
          test: datasetFrom("examples.test", examples.test),
        }
      : datasetFrom("examples", examples);
  return taskFrom(
    {
      prompt,
      section,
      examples: examplesPart,
      data,
      label,
      task,
      metric,
      answer,
      judgeCalls,
      rubric,
      human,
      limits,
      protect,
      ...rowOptionsIn(options),
    },
    splits,
    notice,
    extensions,
  );
}

/** The judging with words on what is scored; a run with other words is another run. */
function withRubric(judging: Judging, rubric: string | undefined): Judging {
  if (rubric === undefined || rubric.trim() === "") return judging;
  return {
    ...judging,
    answers: `${judging.answers} What is scored: ${rubric.trim()}`,
    judging: `${judging.judging} rubric#${digest(rubric.trim(), 8)}`.trim(),
  };
}

/** The function of a kind that takes no name, where a judge takes its place. */
const unused = (): number => 0;

/** The task with limits, which the optimizer model is to know of. */
function withLimits(task: Task, limits: readonly Limit[]): Task {
  const kept = limits.map(({ text }) => text).join("; ");
  return { ...task, limits, answers: `${task.answers} A prompt must also keep: ${kept}.` };
}

/** The column that names the rows, where one has a usual name and another value in each row. */
function idColumnOf(rows: readonly Example[]): Pick<Task, "idColumn"> {
  const columns = Object.keys(rows[0]?.fields ?? {});
  const usual = [...columns.filter((name) => ID.test(name)), ...columns.filter((name) => SOME_ID.test(name))];
  const found = usual.find((column) => new Set(rows.map(({ fields }) => fields[column] ?? "")).size === rows.length);
  return found === undefined ? {} : { idColumn: found };
}

/** The task of rows read from files. */
export function taskFrom(
  source: TaskSource,
  options: Division,
  notice: (text: string) => void,
  { tasks, metrics = [] }: Extensions = {},
): Task {
  const { data, metricSource, metricFile, answer, judgeCalls, rubric } = source;
  const places: ((id: string) => string | undefined)[] = [];
  const human: ScoredAnswer[] = [];
  const placeOf = (id: string): string | undefined => places.map((one) => one(id)).find((place) => place !== undefined);
  const chosen = chosenMetric(source.metric, metrics);
  const byModel = chosen.judgeCalls !== undefined;
  const kind = byModel ? judgedKind(source.task, tasks) : kindFor(source.task, chosen.metric, tasks);
  if (byModel && judgeCalls === undefined)
    throw new UsageError(
      "metric",
      "a judge model scores the answers, and none is named",
      "Set judge to a model, such as judge: openai:gpt-5-mini.",
    );
  if (judgeCalls !== undefined && !byModel && !kind.asksJudge)
    throw new UsageError(
      "judge",
      `task is ${kind.name}, whose answers are judged without a model`,
      "Leave judge out, or make the metric a function that asks it.",
    );
  checkForm(kind, answer);
  const metric = chosen.metric ?? (kind.metrics[0] as MetricName | undefined) ?? unused;
  const files = "train" in data ? [data.train, data.dev, data.test] : [data];
  const { prompt, turns, chatOf } = promptAndChats(source, files);
  const columns = prompt.placeholders;
  for (const text of new Set(files.flatMap((file) => chatOf(file).notices))) notice(text);
  const names = [...new Set(files.flatMap((file) => file.columns))];
  for (const text of templateNotices(prompt.text, names, "prompt")) notice(text);
  const all = "train" in data ? { train: read(data.train), dev: read(data.dev), test: read(data.test) } : read(data);
  const rows = "train" in all ? [...all.train, ...all.dev, ...all.test] : all;
  const named = idColumnOf(rows);
  const isProtected = protectedBy(source.protect, rows, named.idColumn, placeOf);
  const held = rows.filter(isProtected);
  const given = "train" in all ? { train: free(all.train), dev: free(all.dev), test: free(all.test) } : free(all);
  const inputFor = (of: KindInput["metric"]): KindInput => ({
    rows,
    metric: of,
    placeOf,
    ...(metricSource !== undefined && { source: metricSource }),
    ...(metricFile !== undefined && { file: metricFile }),
    ...(judgeCalls !== undefined && { judgeCalls }),
    ...(answer !== undefined && { answer }),
  });
  const made = kind.judging(inputFor(metric));
  const isObject = typeof source.task === "object" && "judging" in source.task;
  const isOwn = isObject || tasks?.includes(kind) === true;
  const judging = withMarks(
    withRubric(chosen.over(isOwn ? soundJudging(made, kind.name) : made, columns), rubric),
    rows,
  );
  const { labelOf } = judging;
  const reading: RowReading = { columns, ...(labelOf && { labelOf }) };
  // A kind of the user's own is another one when its source changes, as a function is.
  const identity = isObject ? { judging: `${judging.judging} ${identityOf(kind)}`.trim() } : {};
  const built: Task = {
    kind: kind.name,
    ...judging,
    ...identity,
    prompt,
    ...divided(given, names, options, reading, placeOf, notice),
    ...(held.length > 0 && { protected: held }),
    ...named,
    ...(turns.length > 0 && { turns }),
    ...(human.length > 0 && { human }),
    placeOf,
  };
  for (const text of labelNotices(built)) notice(text);
  const whole = withExamples(built, source.examples, { ...reading, seed: options.seed }, notice);
  if (held.length > 0) notice(`${counted(held.length, "row is", "rows are")} protected, and in none of the splits.`);
  const { limits: sentences = [] } = source;
  if (sentences.length === 0) return whole;
  const limits = limitsOf(sentences);
  const missed = brokenByText(limits, whole.prompt);
  if (missed !== undefined)
    notice(
      `The initial prompt misses the limit ${missed.limit}: it has ${count(missed.value)}. New prompts that miss it are rejected.`,
    );
  return withLimits(whole, limits);

  function limitsOf(written: readonly string[]): readonly Limit[] {
    return taskLimits(written, kind, (name) => {
      const other = chosenMetric(name as MetricName, metrics);
      return other.over(kind.judging(inputFor(other.metric ?? (kind.metrics[0] as MetricName))), columns);
    });
  }

  function free(examples: readonly Example[]): readonly Example[] {
    return held.length === 0 ? examples : examples.filter((example) => !isProtected(example));
  }

  function read(raw: RawDataset): readonly Example[] {
    const { data: rows, label } = chatOf(raw);
    const {
      examples,
      notices,
      human: scored,
      placeOf: place,
    } = toExamples(rows, {
      placeholders: columns,
      ...(label !== undefined && { label }),
      answers: kind.oneLabel === true ? "label" : "text",
      ...(kind.read && { read: kind.read }),
      ...(kind.omits && { omits: kind.omits }),
      ...(kind.asGiven === true && { asGiven: true }),
      marks: source,
      ...(byModel && { unlabelled: true }),
      ...(source.human !== undefined && {
        human: typeof source.human === "string" ? { score: source.human } : source.human,
      }),
    });
    human.push(...scored);
    places.push(place);
    for (const text of notices) notice(text);
    return examples;
  }
}

/** The prompt, and the rows of each file with their chats apart. */
function promptAndChats(
  { prompt: given, section, examples, label }: TaskSource,
  files: readonly RawDataset[],
): {
  readonly prompt: Prompt;
  readonly turns: readonly string[];
  readonly chatOf: (file: RawDataset) => ReturnType<typeof chatColumns>;
} {
  const reading = { examples: headingOf(examples) };
  const { placeholders } = parsePrompt(given, section, reading);
  const hasSystem = typeof given !== "string" && given.some(({ role }) => role === "system");
  const chats = new Map(files.map((file) => [file, chatColumns(file, { label, placeholders, hasSystem })]));
  const [first, ...others] = [...chats.values()];
  const turns = first!.turns.filter((name) => others.every((other) => other.turns.includes(name)));
  return { prompt: parsePrompt(given, section, { ...reading, turns }), turns, chatOf: (file) => chats.get(file)! };
}

/** @throws UsageError when answers of such a task do not come in this form */
function checkForm({ name, forms = [] }: TaskKind, answer: AnswerForm | undefined): void {
  if (answer === undefined || forms.includes(answer)) return;
  if (forms.length > 0)
    throw new UsageError("answer", `task is ${name}, so expected ${forms.join(" or ")}, got ${answer}`);
  throw new UsageError(
    "answer",
    `task is ${name}, which decides itself how its answers are held`,
    "Leave it out: it is for tasks whose answers are labels.",
  );
}
