/**
 * ProTeGi's expansion of one parent (Algorithm 2 of arXiv 2305.03495): errors on the minibatch ->
 * gradients -> edits -> paraphrases. Each step that runs in parallel has its share of the budget set aside first.
 */
import type { Candidate } from "../../candidate.ts";
import { observeParent, reportErrors } from "../../gradients/errors.ts";
import { errorGroups } from "../../gradients/groups/index.ts";
import { conflictStrategies } from "../../gradients/strategies.ts";
import { nthPart } from "../../prompt/prompt.ts";
import type { Tools } from "../../tools.ts";
import type { Propose } from "../beam/proposal.ts";
import type { Expansion, Read } from "./expansion.ts";
import { callsPerAim, callsPerExpansion, callsPerGroup, type ExpandOptions } from "./plan.ts";
import { readGradients, reportConflicts } from "./read-gradients.ts";
import { writeEdits, writeParaphrases } from "./write-successors.ts";

export function expand(tools: Tools, options: ExpandOptions): Propose {
  const { minibatchSize, errorsPerGroup, paraphrasesPerPrompt } = options;
  const strategy = conflictStrategies[options.conflicts];
  const grouping = options.grouping === "auto" ? tools.task.groupBy : options.grouping;
  return async ({ parent, order, round, rng, budget }) => {
    const { prompt } = parent;
    const expansion: Expansion = { tools, options, parent, round };
    // Without errors there is nothing to write: a short budget is shared between the two.
    const spare = Math.max(budget.left - tools.callsFor(minibatchSize), Math.floor(budget.left / 2));
    const writing = budget.reserve(Math.min(callsPerExpansion(options) - minibatchSize, spare));

    const work = { round, phase: "errors", budget } as const;
    const seen = await observeParent(tools, prompt, { order, minibatchSize, enough: errorsPerGroup }, work);
    if (reportErrors(tools, prompt, round, seen) === 0) return { successors: [], seen };

    const groups = errorGroups(seen, prompt.placeholders, { ...options, grouping }, rng);
    const read = groups.map((group, g) => {
      const share = writing.reserve(callsPerGroup(options));
      const others = seen.filter((observation) => !group.errors.includes(observation));
      return readGradients(expansion, { group, part: nthPart(prompt, g), others }, rng.fork(`group ${g}`), share);
    });
    // Groups wait for one another only where a strategy looks at all of them.
    const all = Promise.all(read);
    const edits = strategy.across ? [edited(all.then((gradients) => gradients.flat()))] : read.map(edited);
    const paraphrases = writeParaphrases(expansion, parent, undefined, rng, writing.reserve(paraphrasesPerPrompt));
    const reported = all.then((gradients) => reportConflicts(expansion, gradients, strategy));
    const [successors] = await Promise.all([Promise.all([...edits, paraphrases]), reported]);
    return { successors: successors.flat(), seen };

    async function edited(gradients: Promise<readonly Read[]>): Promise<Candidate[]> {
      const written = strategy.aims(await gradients).map((aim) => {
        const share = aim.gradients[0].budget.reserve(callsPerAim(options));
        return writeEdits(expansion, aim, share);
      });
      return (await Promise.all(written)).flat();
    }
  };
}
