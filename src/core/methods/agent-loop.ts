/**
 * Agent loop: shows the prompt, its score and its errors, asks for a better prompt, and continues from that, six times.
 * No beam, no bandit. Stands for AutoGPT in the comparison of arXiv 2305.03495. All prompts of the way are scored on dev, as far as the budget goes.
 */
import { reportErrors } from "../gradients/errors.ts";
import { rowOrder } from "../row-order.ts";
import { sample } from "../rng.ts";
import { minibatchStream } from "../streams.ts";
import { candidateFrom } from "./admitted.ts";
import { framed, type Loop } from "./frame.ts";
import type { Method, MethodOptions } from "./method.ts";
import type { Tools } from "../tools.ts";
import type { Candidate } from "../candidate.ts";

/** As in the paper's comparison. */
const STEPS = 6;

export const agentLoop: Method = {
  name: "agent-loop",
  about: "shows prompt, score and errors and asks for a better prompt, six times",
  reads: ["minibatchSize", "errorGroups", "errorsPerGroup", "correctPerGroup"],
  rounds: () => STEPS,
  search: (options) =>
    framed((tools, initial) => agent(tools, initial, options), {
      rounds: STEPS,
      finalists: STEPS + 1,
      leastCalls: options.minibatchSize + 1,
    }),
  plan: ({ minibatchSize }, { dev }) => ({
    errors: STEPS * minibatchSize,
    proposing: STEPS,
    screening: 0,
    selecting: 0,
    dev: (STEPS + 1) * dev,
  }),
};

function agent(tools: Tools, initial: Candidate, options: MethodOptions): Loop {
  const { task } = tools;
  const visited: Candidate[] = [initial];
  let current = initial;
  return {
    // The last first, as it is what such a loop would hand over.
    finalists: () => visited.toReversed(),
    async step({ round, rng, budget }) {
      const { prompt } = current;
      const rows = rowOrder(task.train, minibatchStream(rng)).slice(0, options.minibatchSize);
      const seen = await tools.evaluate(prompt, rows, { round, phase: "errors", budget });
      const wrong = seen.filter(({ correct }) => !correct);
      reportErrors(tools, prompt, round, seen);
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
        score: task.metric.score(seen),
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
      if (!visited.some((one) => one.prompt.id === next.prompt.id)) visited.push(next);
      return undefined;
    },
  };
}
