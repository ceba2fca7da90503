/**
 * Expands one parent by small questions: which rows get a label, what tells two labels apart, the instruction as a short
 * command. A sentence about a label is a gradient, and the section that holds it its edit.
 */
import { observeParent, reportErrors } from "../../gradients/errors.ts";
import { rowOrder } from "../../row-order.ts";
import type { Tools } from "../../tools.ts";
import type { Propose } from "../beam/proposal.ts";
import { writeCommands } from "./write-commands.ts";
import { writeRules } from "./write-rules.ts";
import { shareOf } from "./writer.ts";

/** A parent with fewer errors on its minibatch goes on along the rows. */
const ENOUGH_ERRORS = 4;

/** Where right answers are no labels there is nothing to say of each: then only the command is said in other words. */
export function askPieces(
  tools: Tools,
  { minibatchSize, maxSuccessors }: { readonly minibatchSize: number; readonly maxSuccessors: number },
): Propose {
  const { labels = [] } = tools.task;
  return async ({ parent, order, round, rng, budget }) => {
    const spare = Math.max(budget.left - tools.callsFor(minibatchSize), Math.floor(budget.left / 2));
    const writing = budget.reserve(Math.min(maxSuccessors, spare));
    const work = { round, phase: "errors", budget } as const;
    const minibatch = { order, minibatchSize, enough: ENOUGH_ERRORS };
    const seen = await observeParent(tools, parent.prompt, minibatch, work);
    if (reportErrors(tools, parent.prompt, round, seen) === 0) return { successors: [], seen };

    const share = shareOf(maxSuccessors, parent, labels);
    const writer = { tools, labels, parent, round, rows: rowOrder(tools.task.train, rng.fork("rows")) };
    const [rules, commands] = await Promise.all([
      writeRules(writer, seen, share.rules, rng.fork("rules"), writing.reserve(share.rules)),
      writeCommands(writer, share, rng.fork("commands"), writing.reserve(share.commands)),
    ]);
    return { successors: [...commands, ...rules], seen };
  };
}
