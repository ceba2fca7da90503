/**
 * ProTeGi's expansion of one parent (Algorithm 2 of arXiv 2305.03495): errors on the minibatch ->
 * gradients -> edits -> paraphrases.
 */
import { countUnread } from "../../replies/unread.ts";
import type { Propose } from "../beam/proposal.ts";
import type { ErrorGroup } from "../../gradients/groups/group.ts";
import { errorGroups } from "../../gradients/groups/index.ts";
import type { CallBudget } from "../../budget.ts";
import type { Candidate, Origin } from "../../candidate.ts";
import { callsPerAim, callsPerExpansion, callsPerGroup, type ExpandOptions } from "./plan.ts";
import { conflictsAmong } from "../../gradients/conflicts.ts";
import type { Gradient } from "../../gradients/gradient.ts";
import { conflictStrategies, type Aim } from "../../gradients/strategies.ts";
import { digest } from "../../hash.ts";
import { observeParent } from "../../gradients/errors.ts";
import { cellsOf } from "../../gradients/groups/confusion.ts";
import { relevanceTo, type Relevance } from "../../gradients/relevance.ts";
import { nthPart } from "../../prompt.ts";
import type { Rng } from "../../rng.ts";
import { paraphraseStream } from "../../streams.ts";
import type { Tools } from "../../tools.ts";

/** A gradient with the group of errors that it was read from, its own path, and what its group may spend. */
interface Read extends Gradient {
  readonly group: ErrorGroup;
  /** Name of the part that it is to mend. */
  readonly part: string;
  readonly rng: Rng;
  readonly budget: CallBudget;
}

export function expand(tools: Tools, options: ExpandOptions): Propose {
  const strategy = conflictStrategies[options.conflicts];
  const grouping = options.grouping === "auto" ? tools.task.groupBy : options.grouping;
  return async ({ parent, order, round, rng, budget }) => {
    const { prompt } = parent;
    // Without errors there is nothing to write: a short budget is shared between the two.
    const spare = Math.max(budget.left - tools.callsFor(options.minibatchSize), Math.floor(budget.left / 2));
    const writing = budget.reserve(Math.min(callsPerExpansion(options) - options.minibatchSize, spare));
    const seen = await observeParent(prompt, order, options.minibatchSize, options.errorsPerGroup, tools.evaluate, {
      round,
      phase: "errors",
      budget,
    });
    const errors = seen.filter(({ correct }) => !correct);
    const invalid = seen.filter((observation) => observation.invalid).length;
    tools.report({
      type: "errors-found",
      round,
      parent: prompt.id,
      rows: seen.length,
      errors: errors.length,
      invalid,
      ...(invalid > 0 && { unread: countUnread(seen) }),
    });
    if (errors.length === 0) return { successors: [], seen };

    const asked = errorGroups(seen, prompt.placeholders, { ...options, grouping }, rng).map((group, g) => {
      const share = writing.reserve(callsPerGroup(options));
      const others = seen.filter((observation) => !group.errors.includes(observation));
      const relevance = relevanceTo(group.errors, others, prompt.placeholders);
      return gradientsOf(parent, nthPart(prompt, g), group, relevance, round, rng.fork(`group ${g}`), share);
    });
    const follow = async (gradients: Promise<readonly Read[]>): Promise<Candidate[]> => {
      const written = strategy.aims(await gradients).map((aim) => {
        const share = aim.gradients[0].budget.reserve(callsPerAim(options));
        return successorsOfAim(parent, aim, round, share);
      });
      return (await Promise.all(written)).flat();
    };
    // Groups wait for one another only where a strategy looks at all of them.
    const all = Promise.all(asked);
    const edited = strategy.across ? [follow(all.then((groups) => groups.flat()))] : asked.map(follow);
    const reworded = paraphrases(parent, undefined, round, rng, writing.reserve(options.paraphrasesPerPrompt));
    const told = all.then((groups) => tellConflicts(prompt.id, groups, round));
    const [successors] = await Promise.all([Promise.all([...edited, reworded]), told]);
    return { successors: successors.flat(), seen };
  };

  async function gradientsOf(
    { prompt }: Candidate,
    part: string,
    group: ErrorGroup,
    relevance: Relevance,
    round: number,
    rng: Rng,
    budget: CallBudget,
  ): Promise<Read[]> {
    const rows = group.errors.map(({ example }) => example.id);
    const cells = cellsOf(group.errors);
    const count = options.gradientsPerGroup;
    const texts = await tools.ask({ asked: "gradient", prompt, part, ...group, count, round, rng, budget });
    return texts.map((text, i) => {
      const id = digest(`${prompt.id}\n${text}`, 8);
      const told = relevance(text);
      tools.report({
        type: "gradient",
        round,
        parent: prompt.id,
        id,
        text,
        rows,
        ...(told !== undefined && { relevance: told }),
      });
      return { id, text, part, cells, group, rng: rng.fork(`gradient ${i}`), budget };
    });
  }

  function tellConflicts(parent: string, groups: readonly (readonly Read[])[], round: number): void {
    const gradients = groups.flat();
    const aims = strategy.across ? strategy.aims(gradients) : groups.flatMap((own) => strategy.aims(own));
    const kept = new Set(aims.flatMap((aim) => aim.gradients));
    for (const [a, b] of conflictsAmong(gradients)) {
      const ids = [a, b].filter((one) => kept.has(one)).map(({ id }) => id);
      tools.report({ type: "gradient-conflict", round, parent, gradients: [a.id, b.id], kept: ids });
    }
  }

  async function successorsOfAim(
    { prompt }: Candidate,
    { text, gradients }: Aim<Read>,
    round: number,
    budget: CallBudget,
  ): Promise<Candidate[]> {
    const [{ id, group, part, rng }] = gradients;
    const others = [...new Set(gradients.map((other) => other.id))].filter((other) => other !== id);
    const origin: Origin = { kind: "edit", parent: prompt.id, gradient: id, ...(others.length > 0 && { others }) };
    const count = options.editsPerGradient;
    const written = await tools.write({
      asked: "edit",
      prompt,
      part,
      ...group,
      gradient: text,
      count,
      round,
      rng,
      budget,
    });
    const edits = written
      .map((changes) => tools.admit(changes, prompt, [...group.errors, ...group.correct], round))
      .filter((edited) => edited !== undefined)
      .map((edited): Candidate => ({ prompt: edited, origin, round }));
    const reworded = edits.map((edit, i) => {
      const share = budget.reserve(options.paraphrasesPerPrompt);
      return paraphrases(edit, part, round, rng.fork(`edit ${i}`), share);
    });
    return [...edits, ...(await Promise.all(reworded)).flat()];
  }

  /** The Monte Carlo successors: the same meaning in other words, of one part or of the parts in turn. */
  async function paraphrases(
    of: Candidate,
    part: string | undefined,
    round: number,
    rng: Rng,
    budget: CallBudget,
  ): Promise<Candidate[]> {
    const { prompt } = of;
    const edit = of.origin.kind === "edit" && of.round === round && { edit: of.origin };
    const written = await Promise.all(
      Array.from({ length: options.paraphrasesPerPrompt }, (_, i) =>
        tools.write({
          asked: "paraphrase",
          prompt,
          part: part ?? nthPart(prompt, i),
          count: 1,
          round,
          rng: paraphraseStream(rng, i),
          budget,
        }),
      ),
    );
    return written
      .flat()
      .map((changes) => tools.admit(changes, prompt, [], round))
      .filter((reworded) => reworded !== undefined)
      .map((reworded): Candidate => ({
        prompt: reworded,
        origin: { kind: "paraphrase", parent: prompt.id, ...edit },
        round,
      }));
  }
}
