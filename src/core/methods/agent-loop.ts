/**
 * Agent loop: shows the prompt, its score and its errors, asks for a better prompt, and continues from that, six times or more.
 * No beam, no bandit. Stands for AutoGPT in the comparison of arXiv 2305.03495. Dev decides between the last prompt and those that
 * did best on the rows that they were shown with.
 */
import { observeParent, reportErrors } from "../gradients/errors.ts";
import { rowOrder } from "../row-order.ts";
import { sample } from "../rng.ts";
import { minibatchStream } from "../streams.ts";
import { candidateFrom } from "./admitted.ts";
import { framed, type Loop } from "./frame.ts";
import type { Method, MethodOptions } from "./method.ts";
import type { Tools } from "../tools.ts";
import type { Candidate } from "../candidate.ts";

/** As in the paper's comparison; a run of more rounds takes as many steps. */
const LEAST_STEPS = 6;

export const agentLoop: Method = {
  name: "agent-loop",
  about: "shows prompt, score and errors and asks for a better prompt, six times or more",
  reads: ["rounds", "beamWidth", "minibatchSize", "errorGroups", "errorsPerGroup", "correctPerGroup"],
  rounds: stepsOf,
  search: (options) =>
    framed((tools, initial) => agent(tools, initial, options), {
      rounds: stepsOf(options),
      finalists: finalistsOf(options),
      leastCalls: options.minibatchSize + 1,
    }),
  plan: (options, { dev }) => ({
    errors: stepsOf(options) * options.minibatchSize,
    proposing: stepsOf(options),
    screening: 0,
    selecting: 0,
    dev: finalistsOf(options) * dev,
  }),
};

function stepsOf({ rounds }: MethodOptions): number {
  return Math.max(LEAST_STEPS, rounds);
}

/** The last prompt, which no rows have tried yet, and as many of the others as a beam has. */
function finalistsOf({ beamWidth }: MethodOptions): number {
  return 1 + beamWidth;
}

function agent(tools: Tools, initial: Candidate, options: MethodOptions): Loop {
  const { task } = tools;
  /** The prompts before the last, each with its score on its minibatch. */
  const visited = new Map<string, { readonly candidate: Candidate; readonly score: number }>();
  let current = initial;
  return {
    // The last first, as it is what such a loop would hand over.
    finalists: () =>
      [
        current,
        ...[...visited.values()]
          .filter(({ candidate }) => candidate.prompt.id !== current.prompt.id)
          .toSorted((a, b) => b.score - a.score)
          .map(({ candidate }) => candidate),
      ].slice(0, finalistsOf(options)),
    async step({ round, rng, budget }) {
      const { prompt } = current;
      const order = rowOrder(task.train, minibatchStream(rng));
      const work = { round, phase: "errors", budget } as const;
      const seen = await observeParent(prompt, order, options.minibatchSize, 1, tools.evaluate, work);
      const wrong = seen.filter(({ correct }) => !correct);
      reportErrors(tools, prompt, round, seen);
      const score = task.metric.score(seen);
      visited.set(prompt.id, { candidate: current, score });
      if (seen.length > 0 && wrong.length === 0) return { kind: "nothing-to-mend" };

      const errors = sample(wrong, options.errorGroups * options.errorsPerGroup, rng.fork("errors"));
      const correct = sample(
        seen.filter((row) => row.correct),
        options.correctPerGroup,
        rng.fork("correct"),
      );
      const [changes] = await tools.write({
        asked: "rewrite",
        prompt,
        errors,
        correct,
        score,
        count: 1,
        round,
        rng,
        budget,
      });
      const next = candidateFrom(
        tools,
        changes,
        prompt,
        { kind: "rewrite", parent: prompt.id },
        [...errors, ...correct],
        round,
      );
      if (next === undefined) return undefined;
      current = next;
      return undefined;
    },
  };
}
