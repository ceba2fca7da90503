/**
 * Piecewise writing: small models answer one small question at a time, and the program puts the section together. They say
 * which rows get a label, what tells two labels apart, and the instruction as a short command. Beams, selection, gradients
 * and lineage are those of ProTeGi: a sentence about a label is a gradient, and the section that holds it its edit.
 */
import { rowOrder } from "../../row-order.ts";
import { observeParent, reportErrors } from "../../gradients/errors.ts";
import type { Search, Tools } from "../../tools.ts";
import { beamSearch } from "../beam/beam.ts";
import { planBeam } from "../beam/plan.ts";
import type { Propose } from "../beam/proposal.ts";
import type { Method, MethodOptions } from "../method.ts";
import { shareOf, writeCommands, writeRules } from "./write.ts";

/** A parent with fewer errors on its minibatch goes on along the rows. */
const ENOUGH_ERRORS = 4;

function piecewise(options: MethodOptions): Search {
  return beamSearch((tools) => propose(tools, options), options.minibatchSize + options.maxSuccessors, {
    ...options,
    screenOnErrors: false,
  });
}

/** Where right answers are no labels there is nothing to say of each: then only the command is said in other words. */
function propose(tools: Tools, options: MethodOptions): Propose {
  const { labels = [] } = tools.task;
  return async ({ parent, order, round, rng, budget }) => {
    const { minibatchSize, maxSuccessors } = options;
    const spare = Math.max(budget.left - tools.callsFor(minibatchSize), Math.floor(budget.left / 2));
    const writing = budget.reserve(Math.min(maxSuccessors, spare));
    const work = { round, phase: "errors", budget } as const;
    const seen = await observeParent(parent.prompt, order, minibatchSize, ENOUGH_ERRORS, tools.evaluate, work);
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

export const piecewiseMethod: Method = {
  name: "piecewise",
  about: "small questions for small models, whose sentences the program puts together",
  reads: ["rounds", "beamWidth", "patience", "emptyRounds", "maxSuccessors", "selection", "minibatchSize"],
  search: piecewise,
  plan: (options, sizes) => {
    const { minibatchSize, maxSuccessors } = options;
    return planBeam({ observed: minibatchSize, asked: maxSuccessors, written: maxSuccessors }, options, sizes);
  },
};
