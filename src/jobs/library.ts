/**
 * The library's jobs, each loaded when it is first called: `import "protegi"` reads what a program names at once, and not all
 * that a run needs.
 */
import type { RunEvent } from "../core/events.ts";
import type { RunResult } from "../run/result.ts";
import type { Checked, CheckOptions } from "./check.ts";
import type { ComparePromptsOptions, PromptComparison } from "./compare.ts";
import type { EvaluateOptions, Evaluation } from "./evaluate.ts";
import type { FoldsResult } from "./folds.ts";
import type { InducedPrompt, InducePromptOptions } from "./induce.ts";
import type { OptimizeOptions } from "./optimize.ts";
import type { Step, StepOptions } from "./step.ts";
import type { RunTrialsOptions, TrialsResult } from "./trials.ts";

/**
 * Finds a better prompt, and judges it on rows that the search has not seen.
 *
 * @returns the recommended prompt, the best one found, the verdict and the cost
 * @throws UsageError for wrong options or data, before any call is made
 * @throws ModelError when a model refuses for good (a wrong key, an unknown model); run again to resume
 * @throws AbortedError when `signal` says so
 */
export async function optimize<Row extends object>(options: OptimizeOptions<Row>): Promise<RunResult> {
  return (await import("./optimize.ts")).optimize(options);
}

/**
 * Searches once for each of `splits.folds` folds, judges each search on its fold, and searches once more on all rows: for few rows.
 * @returns a verdict on what such a search gains on rows that it has not seen, and the prompt of the search on all rows
 * @throws what `optimize` throws; called again with its store, it resumes
 */
export async function optimizeFolds<Row extends object>(options: OptimizeOptions<Row>): Promise<FoldsResult> {
  return (await import("./folds.ts")).optimizeFolds(options);
}

/**
 * The events of the same run as `optimize`, as they happen; the generator returns the result.
 * Leaving the loop early stops the run.
 */
export async function* optimizeEvents<Row extends object>(
  options: OptimizeOptions<Row>,
): AsyncGenerator<RunEvent, RunResult> {
  return yield* (await import("./optimize.ts")).optimizeEvents(options);
}

/**
 * Reads everything that a run would read, and says what the run would take. Nothing is called unless `live` says so.
 * @throws UsageError for wrong options or data, or a budget that holds no run
 * @throws ModelError when a live call is refused for good
 */
export async function check<Row extends object>(options: CheckOptions<Row>): Promise<Checked> {
  return (await import("./check.ts")).check(options);
}

/**
 * Scores a prompt on one split: a call for each row. A cap on calls cuts the rows, and the result says how many are missing.
 * @throws UsageError for wrong options or data, before any call is made
 * @throws ModelError when a model refuses for good; AbortedError when `signal` says so. Answers that arrived are in the store.
 */
export async function evaluate<Row extends object>(options: EvaluateOptions<Row>): Promise<Evaluation> {
  return (await import("./evaluate.ts")).evaluate(options);
}

/**
 * Compares prompts on the same rows, paired: a call for each prompt and row. Where a cap on calls does not reach for all rows,
 * all prompts are read on as many.
 * @throws UsageError for wrong options or data, before any call is made
 * @throws ModelError when a model refuses for good; AbortedError when `signal` says so. Answers that arrived are in the store.
 */
export async function comparePrompts<Row extends object>(
  options: ComparePromptsOptions<Row>,
): Promise<PromptComparison> {
  return (await import("./compare.ts")).comparePrompts(options);
}

/**
 * Does what a search begins with: reads one minibatch, asks for gradients of its errors, and for edits and paraphrases. It shows for
 * a few calls what a run would do; a run with these options and this store asks for none of these answers
 * again, if its method begins with gradients, as protegi does; for any other a notice says so.
 * @throws UsageError for wrong options or data, before any call is made
 * @throws ModelError when a model refuses for good; AbortedError when `signal` says so. Answers that arrived are in the store.
 */
export async function step<Row extends object>(options: StepOptions<Row>): Promise<Step> {
  return (await import("./step.ts")).step(options);
}

/**
 * Runs every variant with every seed, one after another, over one store: what one has paid for is free for the others, and
 * counts as calls for each.
 * @throws UsageError for wrong options or data, before any call is made, and for variants that are not judged by one metric on the same rows
 * @throws ModelError when a model refuses for good; AbortedError when `signal` says so. Called again with its store, it resumes.
 */
export async function runTrials<Row extends object>(options: RunTrialsOptions<Row>): Promise<TrialsResult> {
  return (await import("./trials.ts")).runTrials(options);
}

/**
 * Writes a first prompt for labelled rows, to begin a search from. Takes `candidates * (1 + tried)` calls at most, 84 by
 * default; reads rows of train only.
 * @throws UsageError for wrong options or data, before any call is made
 * @throws ModelError when a model refuses for good
 */
export async function inducePrompt<Row extends object>(options: InducePromptOptions<Row>): Promise<InducedPrompt> {
  return (await import("./induce.ts")).inducePrompt(options);
}
