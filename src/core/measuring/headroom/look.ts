/** A look before the search: what every step of the headroom works with, and what several of them ask. */
import type { CallBudget } from "../../budget.ts";
import type { Example } from "../../example.ts";
import { methodOf, type MethodName } from "../../methods/index.ts";
import type { Method, WritingOptions } from "../../methods/method.ts";
import type { ExpandOptions } from "../../methods/protegi/plan.ts";
import { writesWhole } from "../../methods/writing/mode.ts";
import { nthPart, type Changes, type Prompt } from "../../prompt/prompt.ts";
import type { Rng } from "../../rng.ts";
import { paraphraseStream, parentStream } from "../../streams.ts";
import type { Observation } from "../../task.ts";
import type { Tools } from "../../tools.ts";
import type { Work } from "../../work.ts";

/** The options that the headroom reads, and the method that is to search (default ProTeGi). */
export type HeadroomOptions = ExpandOptions & WritingOptions & { readonly method?: MethodName | Method };

/** Whether the method writes whole sections against errors: it asks for these edits anyway, and for others it matters little whether errors teach. */
export function writesAlongErrors({ method = "protegi", ...options }: HeadroomOptions): boolean {
  return writesWhole(options) && methodOf(method).reads.includes("gradientsPerGroup");
}

/** What a look has at hand. */
export interface Look {
  readonly tools: Tools;
  readonly options: HeadroomOptions;
  readonly budget: CallBudget;
  /** The stream of round 1: the run makes the same requests, and finds them answered. */
  readonly stream: Rng;
}

/** What the calls of the headroom are made for. */
export function workOf({ budget }: Pick<Look, "budget">): Work {
  return { round: 1, phase: "headroom", budget };
}

/** Whether so many more calls may be spent on looking: a tight budget is the search's, so half of it at most, and never dev's share. */
export function affords({ tools, budget }: Look, calls: number): boolean {
  return budget.left - tools.callsFor(tools.task.dev.length, "dev") >= 2 * calls;
}

/** A paraphrase of the initial prompt, as round 1 asks for it. */
export function paraphrase({ tools, budget, stream }: Look, index: number): Promise<readonly Changes[]> {
  const { prompt } = tools.task;
  const rng = paraphraseStream(parentStream(stream, prompt), index);
  return tools.write({ asked: "paraphrase", prompt, part: nthPart(prompt, 0), count: 1, round: 1, rng, budget });
}

/** What several prompts answer to the same rows. */
export function answersOf(
  { tools, budget }: Look,
  prompts: readonly Prompt[],
  rows: readonly Example[],
): Promise<(readonly Observation[])[]> {
  const shares = prompts.map(() => budget.reserve(tools.callsFor(rows.length)));
  return Promise.all(prompts.map((one, i) => tools.evaluate(one, rows, workOf({ budget: shares[i]! })))).finally(() => {
    for (const share of shares) share.release();
  });
}
