/** Prompts on the same rows, paired. */
import { holdingOf, type Holding } from "../core/answer-form.ts";
import { UsageError } from "../core/errors.ts";
import type { Spending } from "../core/spending.ts";
import { compare, type Comparison } from "../core/measuring/compare.ts";
import type { Prompt, PromptSource } from "../core/prompt/prompt.ts";
import { rng, shuffle } from "../core/rng.ts";
import type { Scope } from "../core/splitting/checks.ts";
import type { Task } from "../core/task.ts";
import { checkCompareOptions } from "../options/check-options.ts";
import { rowsRead } from "./evaluate.ts";
import type { Opened } from "./open.ts";
import { promptFor } from "./task/prompt-for.ts";
import { withOptions, type JobOptions } from "./with-options.ts";
import { withTools } from "./with-tools.ts";

/** Everything `comparePrompts` takes: what `optimize` does, and the prompts. */
export interface ComparePromptsOptions<Row extends object> extends Omit<JobOptions<Row>, "prompt"> {
  /** Two or more prompts; every other one is compared with the first. */
  readonly prompts: readonly PromptSource[];
  /** The prompt whose columns decide how rows are split. Default: the first of `prompts`. */
  readonly prompt?: PromptSource;
  /** The rows that are read. Default `dev`; the more often `test` is looked at, the less a verdict on it proves. `all`: all rows, however few, undivided. */
  readonly split?: Scope;
  /** Stop as soon as every difference is settled: costs less, and the intervals stay valid. Only for metrics that are means of rows. */
  readonly untilDecided?: boolean;
}

/** How prompts did on the same rows. */
export interface PromptComparison extends Comparison {
  readonly split: Scope;
  /** The name of the metric, such as `macro F1`. */
  readonly metric: string;
  /** How answers were held. */
  readonly answer: Holding;
  readonly cost: Spending;
}

/** `comparePrompts` of the library (`library.ts`). */
export async function comparePrompts<Row extends object>(
  options: ComparePromptsOptions<Row>,
): Promise<PromptComparison> {
  checkCompareOptions(options);
  const { prompts, prompt = prompts[0]!, section, split, untilDecided } = options;
  return withOptions(
    { ...options, prompt },
    ({ task, ...opened }) => {
      const notice = (text: string): void => options.onEvent?.({ type: "notice", text });
      const parsed = prompts.map((text, i) => promptFor(task, text, section, `prompts.${i}`, notice));
      return compareWith({ task, ...opened }, parsed, { split, untilDecided });
    },
    { undivided: split === "all" },
  );
}

/** Compares prompts for the rows of the task. */
export async function compareWith(
  opened: Opened,
  prompts: readonly Prompt[],
  { split = "dev", untilDecided = false }: { split?: Scope | undefined; untilDecided?: boolean | undefined },
): Promise<PromptComparison> {
  const { task, settings } = opened;
  if (untilDecided) checkDecidable(task, "untilDecided");
  // In one random order, so that a comparison which stops early has seen a fair sample.
  const rows = shuffle(rowsRead(opened, split), rng(settings.splits.seed).fork("compare"));
  return withTools(opened, {}, async ({ tools, budget, spending, events }) => {
    const comparison = await compare(tools, prompts, rows, budget, untilDecided);
    const failed = new Set(events.flatMap((event) => (event.type === "row-unscored" ? [event.row] : [])));
    const unscored = failed.size === 0 ? {} : { unscored: failed.size };
    const answer = holdingOf(task.format, opened.models.task);
    return { ...comparison, ...unscored, split, metric: task.metric.name, answer, cost: spending() };
  });
}

/** @throws UsageError when a comparison by this metric cannot stop early */
export function checkDecidable({ metric: { name, isMean }, train, dev, test }: Task, where: string): void {
  if ([...train, ...dev, ...test].some(({ cluster }) => cluster !== undefined))
    throw new UsageError(
      where,
      "rows come in clusters, and the sequence that settles a comparison early takes rows as independent",
      "Leave it out; the intervals of all rows count clusters.",
    );
  if (isMean) return;
  throw new UsageError(
    where,
    `${name} is no mean over rows, so it cannot be settled early`,
    "Leave it out, or compare by accuracy.",
  );
}
