/** What a run would do, at no cost: the data, a filled prompt, the estimate; on request whether it works, and whether there is a gain. */
import { holdingOf, type Holding } from "../core/answer-form.ts";
import { partsOf, shownMessages, type Changes } from "../core/prompt/prompt.ts";
import type { Headroom } from "../core/measuring/headroom/facts.ts";
import type { Spending } from "../core/spending.ts";
import { eachRole, type ByRole } from "../core/model.ts";
import type { Example } from "../core/example.ts";
import type { SplitName } from "../core/splitting/checks.ts";
import type { Task } from "../core/task.ts";
import { labelCounts } from "../datasets/index.ts";
import { checkCheckOptions } from "../options/check-options.ts";
import type { Settings } from "../options/settings.ts";
import { estimateRun, type RunEstimate } from "../run/estimate.ts";
import type { FewRows } from "../facts/few-rows.ts";
import { fewRows } from "../run/few-rows.ts";
import { checkBudget } from "../run/wire.ts";
import { foldsEstimate } from "./folds.ts";
import { liveCalibration, type LiveCalibration } from "./calibrate.ts";
import { liveWriter, type LiveWriter } from "./live-writer.ts";
import { allWork, liveCalls, liveHeadroom, type LiveCall } from "./live.ts";
import { withoutStore, type Opened } from "./open.ts";
import { withOptions, type JobOptions } from "./with-options.ts";
import { withTools } from "./with-tools.ts";

/** Everything `check` takes: what `optimize` does, and whether models are called. */
export interface CheckOptions<Row extends object> extends JobOptions<Row> {
  /** Make one tiny real call for each role and then, unless `search.headroom` is false, measure the headroom and try what the optimizer model writes. Default: false. */
  readonly live?: boolean;
}

/** The rows of a split. */
export interface CheckedSplit {
  readonly rows: number;
  /** How many rows have each label; empty where answers are no labels. */
  readonly labels: Readonly<Record<string, number>>;
}

/** What was read, and what a run with it would take. */
export interface Checked {
  /** The ids of the models. */
  readonly models: ByRole<string>;
  /** The name of the metric, such as `macro F1`. */
  readonly metric: string;
  /** The parts of the prompt that may change, by name; `task` in a plain prompt. */
  readonly parts: Changes;
  readonly placeholders: readonly string[];
  /** How answers are held, in the search as in all commands. */
  readonly answer: Holding;
  /** The prompt as the first row of train fills it. */
  readonly filledPrompt: string;
  readonly splits: Readonly<Record<SplitName, CheckedSplit>>;
  /** What a person should know about the data, each a sentence. */
  readonly notices: readonly string[];
  /** What can be had where the test rows are few; absent where they can show a gain of 20 points. */
  readonly few?: FewRows;
  /** Calls, tokens, money and time of a run; with folds, of all searches together. */
  readonly estimate: RunEstimate;
  /** All options, with their defaults. */
  readonly settings: Settings;
  /** The call of each role, where models were called. */
  readonly live?: readonly LiveCall[];
  /** Whether there is a gain to be found; absent unless it was measured. */
  readonly headroom?: Headroom;
  /** What measuring the headroom took. */
  readonly cost?: Spending;
  /** What the optimizer model writes, where it was tried. */
  readonly writer?: LiveWriter;
  /** How far the metric agrees with people, where models were called and a person has scored answers. */
  readonly judged?: LiveCalibration;
}

/** `check` of the library (`library.ts`). */
export async function check<Row extends object>(options: CheckOptions<Row>): Promise<Checked> {
  checkCheckOptions(options);
  return withOptions(options, async (opened) => {
    const checked = await checkWith(opened);
    if (options.live !== true) return checked;
    const live = await liveCalls(opened);
    if (!allWork(live)) return { ...checked, live };
    const judged = await liveCalibration(opened);
    const headroom = await liveHeadroom(opened);
    const writer = await liveWriter(opened, headroom);
    return { ...checked, live, ...(judged && { judged }), ...headroom, ...(writer && { writer }) };
  });
}

/** The facts that need no call. */
export async function checkWith(opened: Opened): Promise<Checked> {
  await checkRun(opened);
  const { task, models, settings, notices } = opened;
  const { prompt, train, dev, test, metric } = task;
  const few = fewRows(task, settings);
  return {
    ...(few && { few }),
    models: eachRole(models, ({ id }) => id),
    metric: metric.name,
    parts: partsOf(prompt),
    placeholders: prompt.placeholders,
    answer: holdingOf(task.format, models.task),
    filledPrompt: shownMessages(prompt.render(train[0]!.fields)),
    splits: { train: splitOf(task, train), dev: splitOf(task, dev), test: splitOf(task, test) },
    notices,
    estimate: settings.splits.folds === undefined ? estimateRun(task, settings, models) : foldsEstimate(opened),
    settings,
  };
}

/** Labels are counted only where answers are labels. */
function splitOf({ labels }: Task, rows: readonly Example[]): CheckedSplit {
  return { rows: rows.length, labels: labels === undefined ? {} : Object.fromEntries(labelCounts(rows)) };
}

/**
 * Finds what a run would refuse before anything is announced or written.
 * @throws UsageError when the budget holds no run, or caps money where a price is unknown
 */
export async function checkRun(opened: Opened): Promise<void> {
  // The parts of folds are checked one by one, each by its share of the caps.
  if (opened.settings.splits.folds === undefined) checkBudget(opened.task, opened.settings, opened.models);
  await withTools(withoutStore(opened), {}, async () => undefined);
}
