/** How far the headroom looks for movement: at a paraphrase, and where that changes hardly any answer at other wordings too. */
import { CallBudget } from "../../budget.ts";
import { expandFirst } from "../../methods/protegi/first.ts";
import { callsPerExpansion, type ExpandOptions } from "../../methods/protegi/plan.ts";
import type { WritingOptions } from "../../methods/method.ts";
import { writesWhole } from "../../methods/writing/mode.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { Rng } from "../../rng.ts";
import type { Observation } from "../../task.ts";
import type { Tools } from "../../tools.ts";
import type { Movement } from "./movement-facts.ts";
import { measureMovement, movementUnder, PART_CELLS, WHOLE_CELLS } from "./movement.ts";
import { isConstant } from "../one-label.ts";

/** Rows that the paraphrase must move so that no other wording need be tried: one or two may be luck. */
export const SURELY_MOVED = 3;

/** Requests to the optimizer model that the first edits take at most. */
export function editRequests(options: ExpandOptions): number {
  return callsPerExpansion(options) - options.minibatchSize;
}

/**
 * Whether answers move; undefined for tasks without labels, and where there is no error. The paraphrase shows it where it
 * changes some of them. Where it does not, and where one label is given to nearly all rows, the writer's first edits are
 * tried, and then a bank of wordings.
 */
export async function movementOf(
  tools: Tools,
  seen: readonly Observation[],
  ofVariant: readonly Observation[],
  options: ExpandOptions & WritingOptions,
  budget: CallBudget,
  stream: Rng,
): Promise<Movement | undefined> {
  const { labels, dev } = tools.task;
  if (labels === undefined || seen.every(({ correct }) => correct)) return undefined;
  const first = movementUnder(tools, seen, ofVariant.length === 0 ? [] : [ofVariant]);
  const needed = (writesWhole(options) ? editRequests(options) : 0) + tools.callsFor(PART_CELLS + WHOLE_CELLS);
  // A tight budget is the search's: half of it at most is spent on looking, and never dev's share.
  if (
    (first.moved >= SURELY_MOVED && !isConstant(seen)) ||
    budget.left - tools.callsFor(dev.length, "dev") < 2 * needed
  )
    return first;
  if (!writesWhole(options)) return measureMovement(tools, seen, ofVariant, [], budget);
  return measureMovement(tools, seen, ofVariant, await firstEdits(tools, options, stream, budget), budget);
}

/** The first edits of round 1: the run asks for them again, and finds them. More rows of the prompt are not read for them. */
export async function firstEdits(
  tools: Tools,
  options: ExpandOptions,
  stream: Rng,
  budget: CallBudget,
): Promise<Prompt[]> {
  const known: Tools = {
    ...tools,
    report: () => undefined,
    evaluate: (prompt, rows, work) => tools.evaluate(prompt, rows, { ...work, budget: new CallBudget(0) }),
  };
  const { successors } = await expandFirst(known, options, stream, budget);
  return successors.filter(({ origin }) => origin.kind === "edit").map(({ prompt }) => prompt);
}
