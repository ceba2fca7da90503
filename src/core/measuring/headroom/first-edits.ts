/** The edits that round 1 begins with, written before it: the run asks for them again, and finds them. */
import { CallBudget } from "../../budget.ts";
import { expandFirst } from "../../methods/protegi/first.ts";
import { callsPerExpansion, type ExpandOptions } from "../../methods/protegi/plan.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { Tools } from "../../tools.ts";
import type { Look } from "./look.ts";

/** Requests to the optimizer model that the first edits take at most. */
export function editRequests(options: ExpandOptions): number {
  return callsPerExpansion(options) - options.minibatchSize;
}

/** The first edits of the initial prompt. No more of its rows are read for them. */
export async function firstEdits({ tools, options, budget, stream }: Look): Promise<Prompt[]> {
  const known: Tools = {
    ...tools,
    report: () => undefined,
    evaluate: (prompt, rows, work) => tools.evaluate(prompt, rows, { ...work, budget: new CallBudget(0) }),
  };
  const { successors } = await expandFirst(known, options, stream, budget);
  return successors.filter(({ origin }) => origin.kind === "edit").map(({ prompt }) => prompt);
}
