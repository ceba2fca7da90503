/** Builds the task of a run from a prompt, rows and a metric: examples, splits, judge, limits. */
import { brokenByText } from "../../core/limits/limit.ts";
import { nearProtected } from "../../core/splitting/near-protected.ts";
import type { RowReading } from "../../core/splitting/splits.ts";
import type { Judging, Limit, Task } from "../../core/task.ts";
import { count, counted } from "../../core/values/words.ts";
import { datasetFrom } from "../../datasets/index.ts";
import type { MetricOption } from "../../tasks/index.ts";
import { chosenKind } from "./chosen-kind.ts";
import { divided, type Division } from "./divide.ts";
import { withExamples } from "./examples-part.ts";
import type { Extensions } from "../extensions.ts";
import { labelNotices } from "./label-notices.ts";
import { taskLimits } from "./limited.ts";
import { repeated } from "./repeated.ts";
import { withMarks } from "./row-marks.ts";
import { taskRows } from "./task-rows.ts";
import type { TaskOptions, TaskSource } from "./task-source.ts";

/**
 * The task of these options.
 * @param notice called with what a person should know about the data
 * @throws UsageError when prompt, rows and metric do not go together
 */
export function buildTask<Row extends object>(
  { examples, examplesPart, ...options }: TaskOptions<Row>,
  splits: Division,
  notice: (text: string) => void,
  extensions: Extensions = {},
): Task {
  const data =
    "train" in examples
      ? {
          train: datasetFrom("examples.train", examples.train),
          dev: datasetFrom("examples.dev", examples.dev),
          test: datasetFrom("examples.test", examples.test),
        }
      : datasetFrom("examples", examples);
  // A function is called with the columns that its rows have.
  const metric = options.metric as MetricOption | undefined;
  return taskFrom({ ...options, examples: examplesPart, data, metric }, splits, notice, extensions);
}

/**
 * The task of rows read from files.
 * @param notice called with what a person should know about the data
 * @throws UsageError when prompt, rows and metric do not go together
 */
export function taskFrom(
  source: TaskSource,
  division: Division,
  notice: (text: string) => void,
  extensions: Extensions = {},
): Task {
  const chosen = chosenKind(source, extensions);
  const found = taskRows(source, chosen, notice);
  const { prompt, rows, held, human, placeOf, idColumn, turns } = found;
  const judging = withMarks(chosen.judging(found, prompt.placeholders), rows);
  const { labelOf } = judging;
  const reading: RowReading = { columns: prompt.placeholders, ...(labelOf && { labelOf }) };
  const whole: Task = {
    kind: chosen.kind.name,
    ...judging,
    ...repeated(judging, source.repeats),
    prompt,
    ...divided(found.free, found.columns, division, reading, placeOf, notice),
    ...(held.length > 0 && { protected: held }),
    ...(idColumn !== undefined && { idColumn }),
    ...(turns && { turns }),
    ...(human.length > 0 && { human }),
    placeOf,
  };
  for (const text of labelNotices(whole)) notice(text);
  const task = withExamples(whole, source.examples, { ...reading, seed: division.seed }, notice);
  if (held.length > 0) noteProtected(whole, division, notice);
  const { limits = [] } = source;
  if (limits.length === 0) return task;
  const judgingOf = (metric: string): Judging => chosen.judgingBy(metric, found, prompt.placeholders);
  return withLimits(task, taskLimits(limits, { ...chosen, rows, judgingOf }), notice);
}

/** Reports how many rows are protected, and that the test rows are not independent of them where they are not. */
function noteProtected(task: Task, { folds }: Division, notice: (text: string) => void): void {
  const { protected: held = [], train, dev, test, prompt } = task;
  notice(`${counted(held.length, "row is", "rows are")} protected, and in none of the splits.`);
  // With folds each row is a test row of one search.
  const rows = folds === undefined ? { test, others: [...train, ...dev] } : { test: [...train, ...dev], others: [] };
  const near = nearProtected({ ...rows, held }, prompt.placeholders);
  if (near !== undefined) notice(near);
}

/** The task with limits, which the optimizer model is to know of. */
function withLimits(task: Task, limits: readonly Limit[], notice: (text: string) => void): Task {
  const missed = brokenByText(limits, task.prompt);
  if (missed !== undefined)
    notice(
      `The initial prompt misses the limit ${missed.limit}: it has ${count(missed.value)}. New prompts that miss it are rejected.`,
    );
  const kept = limits.map(({ text }) => text).join("; ");
  return { ...task, limits, answers: `${task.answers} A prompt must also keep: ${kept}.` };
}
