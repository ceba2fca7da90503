/** Which kind a task is of, and by what metric its answers are scored. */
import type { AnswerForm } from "../../core/answer-form.ts";
import { UsageError } from "../../core/errors.ts";
import { digest } from "../../core/values/hash.ts";
import { identityOf } from "../../core/own-code/identity.ts";
import type { Example } from "../../core/example.ts";
import type { Judging } from "../../core/task.ts";
import type { MetricName } from "../../metrics/index.ts";
import { soundJudging } from "../../tasks/sound.ts";
import { chosenMetric, judgedKind, kindFor, type KindInput, type TaskKind } from "../../tasks/index.ts";
import type { Extensions } from "../extensions.ts";
import type { TaskSource } from "./task-source.ts";

/** A kind with its metric, before the rows are read. */
export interface ChosenKind {
  readonly kind: TaskKind;
  /** Whether a judge model scores the answers, so that rows need no right one. */
  readonly byModel: boolean;
  /** The name of the kind's metric that rows are judged by; undefined where a function or a judge model does it. */
  readonly judgedBy: string | undefined;
  /** Names of the scores that the metric gives next to that of the row; undefined where only a function knows them. */
  readonly scores: readonly string[] | undefined;
  /**
   * How answers are judged by the metric of the source.
   * @param columns that the prompt names
   * @throws UsageError when the metric does not go with these rows
   */
  judging(rows: KindRows, columns: readonly string[]): Judging;
  /** As `judging`, by another metric of the kind. */
  judgingBy(metric: string, rows: KindRows, columns: readonly string[]): Judging;
}

/** The rows of a task, and where they are in their files. */
export interface KindRows {
  readonly rows: readonly Example[];
  /** Right answers of the rows that the kind leaves out, by their text, each once. */
  readonly omitted: readonly string[];
  readonly placeOf: (id: string) => string | undefined;
}

/** The function of a kind that takes no name, where a judge takes its place. */
const unused = (): number => 0;

/** @throws UsageError when kind, metric, judge and form of the answers do not go together */
export function chosenKind(source: TaskSource, { tasks, metrics = [] }: Extensions): ChosenKind {
  const { metricSource, metricFile, answer, judgeCalls, rubric } = source;
  const chosen = chosenMetric(source.metric, metrics);
  const byModel = chosen.judgeCalls !== undefined;
  const kind = byModel ? judgedKind(source.task, tasks) : kindFor(source.task, chosen.metric, tasks);
  checkJudge(kind, byModel, judgeCalls);
  checkForm(kind, answer);
  const isObject = typeof source.task === "object" && "judging" in source.task;
  const isOwn = isObject || tasks?.includes(kind) === true;
  const [usual] = kind.metrics as readonly MetricName[];
  const named = chosen.metric ?? usual;

  return {
    kind,
    byModel,
    judgedBy: !byModel && typeof named === "string" ? named : undefined,
    scores: byModel || !kind.takesFunction ? (chosen.scores ?? []) : undefined,
    judging(rows, columns) {
      const made = kind.judging(inputOf(rows, named ?? unused));
      const judging = withRubric(chosen.over(isOwn ? soundJudging(made, kind.name) : made, columns), rubric);
      // A kind of the user's own is another one when its source changes, as a function is.
      return isObject ? { ...judging, judging: `${judging.judging} ${identityOf(kind)}`.trim() } : judging;
    },
    judgingBy(name, rows, columns) {
      const other = chosenMetric(name as MetricName, metrics);
      return other.over(kind.judging(inputOf(rows, other.metric ?? usual ?? unused)), columns);
    },
  };

  function inputOf(rows: KindRows, metric: KindInput["metric"]): KindInput {
    return {
      ...rows,
      metric,
      ...(metricSource !== undefined && { source: metricSource }),
      ...(metricFile !== undefined && { file: metricFile }),
      ...(judgeCalls !== undefined && { judgeCalls }),
      ...(answer !== undefined && { answer }),
    };
  }
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

/** @throws UsageError when a judge is needed and not named, or named and not needed */
function checkJudge(kind: TaskKind, byModel: boolean, judgeCalls: number | undefined): void {
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
