/** The score of one prompt on one split. */
import { holdingOf, type Holding } from "../core/answer-form.ts";
import { ProtegiError, UsageError } from "../core/errors.ts";
import type { Example } from "../core/example.ts";
import { measuredLimits, type MeasuredLimit } from "../core/limits/limit.ts";
import type { Spending } from "../core/spending.ts";
import type { Prompt } from "../core/prompt/prompt.ts";
import type { Scope } from "../core/splitting/checks.ts";
import { countReadings, type ReadingCounts } from "../core/replies/readings.ts";
import { countUnread, type UnreadCounts } from "../core/replies/unread.ts";
import { estimate, type Estimate } from "../core/stats/estimate.ts";
import { answersIn, timesIn, varyingRows } from "../core/evaluation/repeats.ts";
import type { Observation } from "../core/task.ts";
import { confusion, meanScore, weighted, type Confusion } from "../metrics/index.ts";
import { calibrated, type Calibration } from "./calibrate.ts";
import { checkEvaluateOptions } from "../options/check-options.ts";
import { estimateCalls, type CostEstimate } from "../run/estimate.ts";
import type { Opened } from "./open.ts";
import { rowsOn } from "../run/planned.ts";
import type { UnscoredRow } from "./unscored-row.ts";
import { withOptions, type JobOptions } from "./with-options.ts";
import { withTools } from "./with-tools.ts";

/** Everything `evaluate` takes: what `optimize` does, and the split. */
export interface EvaluateOptions<Row extends object> extends JobOptions<Row> {
  /** The rows that are read. Default `dev`; the more often `test` is looked at, the less a verdict on it proves. `all`: all rows, however few, undivided. */
  readonly split?: Scope;
}

/** How a prompt did on a split. */
export interface Evaluation {
  readonly prompt: { readonly id: string; readonly text: string };
  readonly split: Scope;
  /** The name of the metric, such as `macro F1`. */
  readonly metric: string;
  /** How answers were held. */
  readonly answer: Holding;
  /** The score with its 95% interval, and the number of rows. */
  readonly score: Estimate;
  /** How often each row was answered, and on how many the answers differ; absent for once. */
  readonly repeats?: { readonly times: number; readonly varying: number };
  /** Answers that could not be read; they count as wrong. */
  readonly invalid: number;
  /** These answers by the reason, such as `thinking` or `refused`; reasons that do not occur are absent. */
  readonly unread: UnreadCounts;
  /** Answers by how they were read; absent where the judge does not say. */
  readonly readings?: ReadingCounts;
  /** Rows that the budget did not reach, or whose answer was never delivered. */
  readonly missing: number;
  /** Rows that the metric failed on, twice each; they are in no score. */
  readonly unscored: readonly UnscoredRow[];
  /** The mean of each named score, with its 95% interval; absent where the metric names none. */
  readonly scores?: Readonly<Record<string, Estimate>>;
  /** What the prompt has of each limit on these rows, with its 95% interval; absent without limits. */
  readonly limits?: readonly MeasuredLimit[];
  /** Of answers that a judge model compared in both orders: on how many its choice changed with the order; absent where it compares none. */
  readonly orderDependent?: { readonly rows: number; readonly of: number };
  /** Right answers by given answers, where answers are labels. */
  readonly confusion?: Confusion;
  /** Every row with its answer, and how it was judged. */
  readonly observations: readonly Observation[];
  /** How far the metric agrees with people, on answers that a person has scored; absent where there are none. */
  readonly calibration?: Calibration;
  readonly cost: Spending;
}

/** `evaluate` of the library (`library.ts`). */
export async function evaluate<Row extends object>(options: EvaluateOptions<Row>): Promise<Evaluation> {
  checkEvaluateOptions(options);
  return withOptions(options, (opened) => evaluateWith(opened, options.split), { undivided: options.split === "all" });
}

/** Scores the task's prompt, or another one for its rows. */
export async function evaluateWith(
  opened: Opened,
  split: Scope = "dev",
  prompt: Prompt = opened.task.prompt,
): Promise<Evaluation> {
  const { metric, format, labels, limits, repeats, same } = opened.task;
  const rows = rowsRead(opened, split);
  return withTools(opened, {}, async ({ tools, judge, budget, spending, events }) => {
    const observations = await tools.evaluate(prompt, rows, { round: 0, phase: "dev", budget });
    const unscored = events.flatMap((event): UnscoredRow[] => {
      if (event.type !== "row-unscored") return [];
      const { row, place, message } = event;
      return [{ row, ...(place !== undefined && { place }), message }];
    });
    if (observations.length === 0 && unscored.length > 0)
      throw new ProtegiError(`the metric failed on every answer; the last one: ${unscored.at(-1)!.message}`);
    const calibration = await calibrated({ judge, budget }, opened.task);
    const scores = meansOf(observations);
    const answers = answersIn(observations);
    const readings = countReadings(answers);
    const compared = answers.filter(({ orderDependent }) => orderDependent !== undefined);
    return {
      prompt: { id: prompt.id, text: prompt.text },
      split,
      metric: metric.name,
      answer: holdingOf(format, opened.models.task),
      score: estimate(metric, observations),
      ...(repeats !== undefined && { repeats: { times: repeats, varying: varyingRows(observations, same) } }),
      invalid: answers.filter(({ invalid }) => invalid).length,
      unread: countUnread(answers),
      ...(readings && { readings }),
      missing: rows.length - observations.length - unscored.length,
      unscored,
      ...(scores && { scores }),
      ...(limits && { limits: measuredLimits(limits, observations, prompt) }),
      ...(compared.length > 0 && {
        orderDependent: { rows: compared.filter(({ orderDependent }) => orderDependent).length, of: compared.length },
      }),
      ...(labels && { confusion: confusion(observations, labels) }),
      observations,
      ...(calibration && { calibration }),
      cost: spending(),
    };
  });
}

/** The mean of each named score over the rows that have it; undefined without any. */
function meansOf(observations: readonly Observation[]): Readonly<Record<string, Estimate>> | undefined {
  const hasWeights = observations.some(({ example }) => example.weight !== undefined);
  const metric = hasWeights ? weighted(meanScore()) : meanScore();
  const names = [...new Set(observations.flatMap(({ scores = {} }) => Object.keys(scores)))];
  if (names.length === 0) return undefined;
  return Object.fromEntries(
    names.map((name) => [
      name,
      estimate(
        metric,
        observations.flatMap((one) => (one.scores?.[name] === undefined ? [] : [{ ...one, score: one.scores[name] }])),
      ),
    ]),
  );
}

/** Calls of reading these prompts on a split, before any cap: those of the task model, and those of a judge. */
export function readingCalls(opened: Opened, prompts: readonly Prompt[], split: Scope): number {
  return answersOn(prompts, opened, split) * opened.task.callsPerCell;
}

/**
 * The rows of a split that a prompt is scored on.
 * @throws UsageError for test rows where folds leave none
 */
export function rowsRead({ task, settings }: Pick<Opened, "task" | "settings">, split: Scope): readonly Example[] {
  if (split === "test" && settings.splits.folds !== undefined)
    throw new UsageError(
      "split",
      "there are no test rows: with splits.folds every row is judged by the search of its fold",
      "Take split dev or all, or leave splits.folds out.",
    );
  return rowsOn(task, split);
}

function answersOn(prompts: readonly Prompt[], opened: Opened, split: Scope): number {
  return prompts.length * rowsRead(opened, split).length * timesIn("dev", opened.task);
}

/**
 * What reading these prompts on a split takes: a call for each prompt and row, or as many as it is answered times.
 * @param given answers that are there already and are judged too; default 0
 */
export function readingEstimate(
  opened: Opened,
  prompts: readonly Prompt[],
  split: Scope,
  given: number = 0,
): CostEstimate {
  const { task, settings, models } = opened;
  const answering = answersOn(prompts, opened, split);
  return estimateCalls(task, prompts, settings, models, { answering, writing: 0, given });
}
