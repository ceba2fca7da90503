/**
 * ProTeGi's expansion of one parent (Algorithm 2 of arXiv 2305.03495): errors on the minibatch ->
 * gradients -> edits -> paraphrases.
 */
import type { CallBudget } from "./budget.ts";
import type { Candidate } from "./candidate.ts";
import { digest } from "./hash.ts";
import { errorGroups, observeParent, type ErrorGroup, type GroupOptions } from "./minibatch.ts";
import type { Propose } from "./optimizers/beam.ts";
import type { Rng } from "./rng.ts";
import type { Tools } from "./tools.ts";

export interface ExpandOptions extends GroupOptions {
  readonly minibatchSize: number;
  readonly gradientsPerGroup: number;
  readonly editsPerGradient: number;
  /** Paraphrases of each edit and of the parent. */
  readonly paraphrasesPerPrompt: number;
}

/** Optimizer calls of one gradient: its edits, and the paraphrases of each. */
export function callsPerGradient(options: ExpandOptions): number {
  return 1 + options.editsPerGradient * options.paraphrasesPerPrompt;
}

/** Optimizer calls of one group of errors, at most. */
export function callsPerGroup(options: ExpandOptions): number {
  return 1 + options.gradientsPerGroup * callsPerGradient(options);
}

/** Calls of one expansion when the minibatch holds enough errors; fewer where replies are dropped or cells known. */
export function callsPerExpansion(options: ExpandOptions): number {
  return options.minibatchSize + options.paraphrasesPerPrompt + options.errorGroups * callsPerGroup(options);
}

export function expand(tools: Tools, options: ExpandOptions): Propose {
  return async ({ parent, order, round, rng, budget }) => {
    const { prompt } = parent;
    // Without errors there is nothing to write: a short budget is shared between the two.
    const spare = Math.max(budget.left - options.minibatchSize, Math.floor(budget.left / 2));
    const writing = budget.reserve(Math.min(callsPerExpansion(options) - options.minibatchSize, spare));
    const seen = await observeParent(prompt, order, options.minibatchSize, options.errorsPerGroup, tools.evaluate, {
      round,
      phase: "errors",
      budget,
    });
    const errors = seen.filter(({ correct }) => !correct);
    const invalid = seen.filter((observation) => observation.invalid).length;
    tools.report({ type: "errors-found", round, parent: prompt.id, rows: seen.length, errors: errors.length, invalid });
    if (errors.length === 0) return { successors: [], seen };

    const groups = errorGroups(seen, prompt.placeholders, options, rng).map((group, g) => {
      const share = writing.reserve(callsPerGroup(options));
      return successorsOfGroup(parent, group, round, rng.fork(`group ${g}`), share);
    });
    const reworded = paraphrases(parent, round, rng, writing.reserve(options.paraphrasesPerPrompt));
    return { successors: (await Promise.all([...groups, reworded])).flat(), seen };
  };

  async function successorsOfGroup(
    parent: Candidate,
    group: ErrorGroup,
    round: number,
    rng: Rng,
    budget: CallBudget,
  ): Promise<Candidate[]> {
    const count = options.gradientsPerGroup;
    const gradients = await tools.ask({
      asked: "gradient",
      prompt: parent.prompt,
      ...group,
      count,
      round,
      rng,
      budget,
    });
    const successors = gradients.map((gradient, i) => {
      const share = budget.reserve(callsPerGradient(options));
      return successorsOfGradient(parent, group, gradient, round, rng.fork(`gradient ${i}`), share);
    });
    return (await Promise.all(successors)).flat();
  }

  async function successorsOfGradient(
    parent: Candidate,
    group: ErrorGroup,
    gradient: string,
    round: number,
    rng: Rng,
    budget: CallBudget,
  ): Promise<Candidate[]> {
    const { prompt } = parent;
    const id = digest(`${prompt.id}\n${gradient}`, 8);
    tools.report({
      type: "gradient",
      round,
      parent: prompt.id,
      id,
      text: gradient,
      rows: group.errors.map(({ example }) => example.id),
    });
    const sections = await tools.ask({
      asked: "edit",
      prompt,
      ...group,
      gradient,
      count: options.editsPerGradient,
      round,
      rng,
      budget,
    });
    const edits = sections
      .map((section) => tools.admit(section, prompt, [...group.errors, ...group.correct], round))
      .filter((edited) => edited !== undefined)
      .map((edited): Candidate => ({
        prompt: edited,
        origin: { kind: "edit", parent: prompt.id, gradient: id },
        round,
      }));
    const reworded = edits.map((edit, i) => {
      const share = budget.reserve(options.paraphrasesPerPrompt);
      return paraphrases(edit, round, rng.fork(`edit ${i}`), share);
    });
    return [...edits, ...(await Promise.all(reworded)).flat()];
  }

  /** The Monte Carlo successors: the same meaning in other words. */
  async function paraphrases({ prompt }: Candidate, round: number, rng: Rng, budget: CallBudget): Promise<Candidate[]> {
    const sections = await Promise.all(
      Array.from({ length: options.paraphrasesPerPrompt }, (_, i) =>
        tools.ask({ asked: "paraphrase", prompt, count: 1, round, rng: rng.fork(`paraphrase ${i}`), budget }),
      ),
    );
    return sections
      .flat()
      .map((section) => tools.admit(section, prompt, [], round))
      .filter((reworded) => reworded !== undefined)
      .map((reworded): Candidate => ({ prompt: reworded, origin: { kind: "paraphrase", parent: prompt.id }, round }));
  }
}
