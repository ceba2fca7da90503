/** A first prompt made by the optimizer model, from rows or from a line on what it is for: the library's way in, and the work itself. */
import type { TaskOptions } from "./task/task-source.ts";
import { checkExtensions } from "./extensions.ts";
import { checkInduceOptions, checkInduction } from "../options/check-options.ts";
import { UsageError } from "../core/errors.ts";
import type { Spending } from "../core/spending.ts";
import type { Message } from "../core/model.ts";
import { callsToInduce, induce, type InduceOptions } from "../core/methods/induce.ts";
import { partsOf, type Changes } from "../core/prompt/prompt.ts";
import { rng } from "../core/rng.ts";
import type { Estimate } from "../core/stats/estimate.ts";
import { datasetFrom } from "../datasets/index.ts";
import { estimateCalls, type CostEstimate } from "../run/estimate.ts";
import { chosenMetric, type MetricOption, kindFor } from "../tasks/index.ts";
import { promptForRows } from "../tasks/first-prompt.ts";
import type { Opened } from "./open.ts";
import { withOptions, type JobOptions } from "./with-options.ts";
import { withTools } from "./with-tools.ts";

/** Everything `inducePrompt` takes: what `optimize` does, with a prompt only where there is one. */
export interface InducePromptOptions<Row extends object> extends Omit<
  JobOptions<Row>,
  "prompt" | "search" | "selection"
> {
  /** A prompt whose first part is to be written again. Default: one that names the columns and the labels. */
  readonly prompt?: TaskOptions<Row>["prompt"];
  /** What the prompt is for, in a line. Default: left for the model to find from the rows. */
  readonly description?: string;
  /** Prompts to ask for, the best of which is taken; each is a call and `tried` more. Default 4. */
  readonly candidates?: number;
  /** Rows of train that each request shows. Default 8; 0 to go by the description alone. */
  readonly shown?: number;
  /** Other rows of train that all prompts are tried on. Default 20. */
  readonly tried?: number;
}

/** A first prompt, and what else was written. */
export interface InducedPrompt {
  /** The best one; the one that it was to replace when no reply kept its placeholders and labels. */
  readonly prompt: string;
  /** Its chat messages; a plain prompt is one user message. */
  readonly messages: readonly Message[];
  /** All that did, best first, with their scores on the rows that they were tried on. */
  readonly candidates: readonly { readonly text: string; readonly parts: Changes; readonly score: Estimate }[];
  readonly cost: Spending;
}

const INDUCE: InduceOptions = { candidates: 4, shown: 8, tried: 20 };

/** `inducePrompt` of the library (`library.ts`). */
export async function inducePrompt<Row extends object>(options: InducePromptOptions<Row>): Promise<InducedPrompt> {
  checkInduceOptions(options);
  const { description, candidates, shown, tried, prompt, ...rest } = options;
  const induction = induceOptions({ description, candidates, shown, tried });
  return withOptions({ ...rest, prompt: prompt ?? promptOf(options) }, (opened) => induceWith(opened, induction));
}

function promptOf<Row extends object>({
  examples,
  label,
  task,
  metric,
  extensions = {},
}: InducePromptOptions<Row>): string {
  checkExtensions(extensions);
  const rows = "train" in examples ? [...examples.train, ...examples.dev, ...examples.test] : examples;
  return promptForRows(
    datasetFrom("examples", rows),
    label,
    kindFor(task, chosenMetric(metric as MetricOption | undefined, extensions.metrics ?? []).metric, extensions.tasks),
  );
}

/**
 * The options with their defaults.
 * @throws UsageError when one is out of its bounds, or the model would be shown neither rows nor a description
 */
export function induceOptions(given: {
  readonly [K in keyof InduceOptions]?: InduceOptions[K] | undefined;
}): InduceOptions {
  checkInduction(given);
  const { description, candidates = INDUCE.candidates, shown = INDUCE.shown, tried = INDUCE.tried } = given;
  if (shown === 0 && description === undefined)
    throw new UsageError("shown", "expected rows to show or a description, got neither", "Give a description.");
  return { candidates, shown, tried, ...(description !== undefined && { description }) };
}

/** Has the first part of the task's prompt written. */
export async function induceWith(opened: Opened, options: InduceOptions): Promise<InducedPrompt> {
  const { task, settings } = opened;
  return withTools(
    opened,
    { calls: callsToInduce(options, task.callsPerCell) },
    async ({ tools, budget, spending }) => {
      const found = await induce(tools, options, budget, rng(settings.seed).fork("induce"));
      const best = found[0]?.prompt ?? task.prompt;
      return {
        prompt: best.text,
        messages: best.messages,
        candidates: found.map(({ prompt, score }) => ({ text: prompt.text, parts: partsOf(prompt), score })),
        cost: spending(),
      };
    },
  );
}

/** What it takes: a reply for each candidate, and each tried on its rows. */
export function induceEstimate({ task, settings, models }: Opened, options: InduceOptions): CostEstimate {
  const { candidates } = options;
  const most = { answering: callsToInduce(options) - candidates, writing: candidates };
  return estimateCalls(task, [task.prompt], settings, models, { answering: 0, writing: candidates }, most);
}
