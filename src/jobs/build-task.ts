/** Builds the task of a run from a prompt, rows and a metric: examples, splits, judge. */
import type { Example } from "../core/example.ts";
import { parsePrompt } from "../core/prompt.ts";
import { checkSplits, split, type RowReading, type Splits } from "../core/splitting/splits.ts";
import type { Task } from "../core/task.ts";
import { datasetFrom, toExamples, type RawDataset } from "../datasets/index.ts";
import {
  classificationJudge,
  classLabels,
  functionJudge,
  meanScore,
  metricFor,
  type MetricFunction,
  type MetricName,
} from "../metrics/index.ts";
import type { SplitOptions } from "../options/groups.ts";

/** Rows to split, or rows that are split already. */
export type Rows<Row> =
  | readonly Row[]
  | { readonly train: readonly Row[]; readonly dev: readonly Row[]; readonly test: readonly Row[] };

/** What a task is made of. */
export interface TaskOptions<Row extends object> {
  /** The prompt to start from; `{{name}}` are columns of the rows. */
  readonly prompt: string;
  /** The Markdown heading whose body may change. Default `Task`; without such a heading the whole prompt may change. */
  readonly section?: string;
  /** Labelled rows; they are split unless they come split. */
  readonly examples: Rows<Row>;
  /** The column with the right answer. Default: guessed from its name (`label`, `answer`, ...). */
  readonly label?: keyof Row & string;
  /** How a set of answers is scored, or a function that scores one answer. Default `accuracy`. */
  readonly metric?: MetricName | MetricFunction;
}

/** The same with rows as they were read from files. */
export interface TaskSource {
  readonly prompt: string;
  readonly section?: string | undefined;
  readonly data: RawDataset | { readonly train: RawDataset; readonly dev: RawDataset; readonly test: RawDataset };
  readonly label?: string | undefined;
  readonly metric?: MetricName | MetricFunction | undefined;
}

/**
 * The task of these options.
 * @param notice told what a person should know about the data
 * @throws UsageError when prompt, rows and metric do not go together
 */
export function buildTask<Row extends object>(
  options: TaskOptions<Row>,
  splits: SplitOptions,
  notice: (text: string) => void,
): Task {
  const { prompt, section, examples, label, metric } = options;
  const data =
    "train" in examples
      ? {
          train: datasetFrom("examples.train", examples.train),
          dev: datasetFrom("examples.dev", examples.dev),
          test: datasetFrom("examples.test", examples.test),
        }
      : datasetFrom("examples", examples);
  return taskFrom({ prompt, section, data, label, metric }, splits, notice);
}

/** The task of rows read from files. */
export function taskFrom(source: TaskSource, options: SplitOptions, notice: (text: string) => void): Task {
  const { metric = "accuracy", data } = source;
  const prompt = parsePrompt(source.prompt, source.section);
  const columns = prompt.placeholders;
  const labelled = typeof metric !== "function";
  const reading: RowReading = { columns, ...(labelled && { labelOf: ({ expected }: Example) => String(expected) }) };
  const splits =
    "train" in data
      ? given(data)
      : split(read(data), {
          ...reading,
          seed: options.seed,
          shares: options,
          maxDev: options.maxDev,
          maxTest: options.maxTest,
        });
  const base = { prompt, ...splits };
  if (typeof metric === "function") {
    return {
      ...base,
      judge: functionJudge(metric),
      metric: meanScore(metric.name),
      format: { kind: "text" },
      answers: "Each answer is scored from 0 to 1.",
      keep: [],
    };
  }
  const labels = classLabels([...splits.train, ...splits.dev, ...splits.test]);
  return {
    ...base,
    judge: classificationJudge(labels),
    metric: metricFor(metric, labels),
    format: { kind: "choice", choices: labels },
    answers: `A right answer is one of: ${labels.join(", ")}.`,
    keep: labels,
  };

  function read(raw: RawDataset): readonly Example[] {
    const { examples, notices } = toExamples(raw, {
      placeholders: columns,
      ...(source.label !== undefined && { label: source.label }),
    });
    for (const text of notices) notice(text);
    return examples;
  }

  function given({ train, dev, test }: { train: RawDataset; dev: RawDataset; test: RawDataset }): Splits {
    const read3 = { train: read(train), dev: read(dev), test: read(test) };
    for (const text of checkSplits(read3, reading)) notice(text);
    return read3;
  }
}
