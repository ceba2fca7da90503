/**
 * Agent loop: shows the prompt, its score and its errors, asks for a better prompt, and continues from that, six times or more.
 * No beam, no bandit. Stands for AutoGPT in the comparison of arXiv 2305.03495. Dev decides between the last prompt and those that
 * did best on the rows that they were shown with. Where the first rewrites show that the optimizer model writes poorly, a beam of
 * small questions takes over.
 */
import { observeParent, reportErrors } from "../gradients/errors.ts";
import { rowOrder } from "../row-order.ts";
import { sample } from "../rng.ts";
import { minibatchStream } from "../streams.ts";
import { candidateFrom } from "./admitted.ts";
import { framed, type Loop } from "./frame.ts";
import type { Method, MethodOptions, PlanSizes, SearchPlan } from "./method.ts";
import { piecewise, piecewiseLoop, planPiecewise } from "./piecewise/piecewise.ts";
import { counting } from "./writing/counted.ts";
import { Trust } from "./writing/trust.ts";
import { planWithout, withoutWriter } from "./writing/without-writer.ts";
import type { Search, Tools } from "../tools.ts";
import type { Candidate } from "../candidate.ts";

/** As in the paper's comparison; a run of more rounds takes as many steps. */
const LEAST_STEPS = 6;

export const agentLoop: Method = {
  name: "agent-loop",
  about: "shows prompt, score and errors and asks for a better prompt, six times or more",
  reads: ["rounds", "beamWidth", "minibatchSize", "errorGroups", "errorsPerGroup", "correctPerGroup", "writer"],
  rounds: stepsOf,
  search,
  plan,
};

function search(options: MethodOptions): Search {
  if (options.writer === "none") return withoutWriter(options);
  if (options.writer === "piecewise") return piecewise(options);
  return framed((tools, initial) => agent(tools, initial, options), {
    rounds: stepsOf(options),
    finalists: finalistsOf(options),
    leastCalls: options.minibatchSize + 1,
  });
}

function plan(options: MethodOptions, sizes: PlanSizes): SearchPlan {
  if (options.writer === "none") return planWithout(options, sizes);
  if (options.writer === "piecewise") return planPiecewise(options, sizes);
  const steps = stepsOf(options);
  return {
    errors: steps * options.minibatchSize,
    proposing: steps,
    screening: 0,
    selecting: 0,
    dev: finalistsOf(options) * sizes.dev,
  };
}

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
  const trust = new Trust(tools.report);
  let current = initial;
  /** What goes on once whole prompts are no longer asked for. */
  let pieces: Loop | undefined;
  return {
    finalists: () => pieces?.finalists() ?? lastAndBest(),
    earlier: () => pieces?.earlier?.() ?? [],
    adopt: (candidates) => pieces?.adopt?.(candidates),
    async step(at) {
      if (pieces !== undefined) return pieces.step(at);
      const { round, rng, budget } = at;
      const { prompt } = current;
      const order = rowOrder(task.train, minibatchStream(rng));
      const { minibatchSize } = options;
      const work = { round, phase: "errors", budget } as const;
      const seen = await observeParent(tools, prompt, { order, minibatchSize, enough: 1 }, work);
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
      const counted = counting(tools);
      const [changes] = await counted.tools.write({
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
        counted.tools,
        changes,
        prompt,
        { kind: "rewrite", parent: prompt.id },
        [...errors, ...correct],
        round,
      );
      current = next ?? current;
      if (options.writer === "auto" && trust.note(round, counted.written(), true))
        pieces = piecewiseLoop(tools, current, options);
      return undefined;
    },
  };

  /** The last first, as it is what such a loop would hand over. */
  function lastAndBest(): readonly Candidate[] {
    const others = [...visited.values()]
      .filter(({ candidate }) => candidate.prompt.id !== current.prompt.id)
      .toSorted((a, b) => b.score - a.score)
      .map(({ candidate }) => candidate);
    return [current, ...others].slice(0, finalistsOf(options));
  }
}
