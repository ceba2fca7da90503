/**
 * OPRO (Yang et al. 2023, arXiv 2309.03409): shows the optimizer model the best prompts so far with their scores, from
 * the worst to the best, and a few rows of the task; asks for new ones, which are scored on the same rows and join the history.
 */
import type { Candidate, Origin } from "../candidate.ts";
import { rowOrder } from "../row-order.ts";
import { sample, type Rng } from "../rng.ts";
import type { Tools } from "../tools.ts";
import { candidateFrom } from "./admitted.ts";
import { framed, type Loop } from "./frame.ts";
import type { Method, MethodOptions } from "./method.ts";
import { byScore, reportScores, scoreAll, type Scored } from "./scored.ts";

/** Prompts and rows that a request shows, as in its experiments. */
const SHOWN_PROMPTS = 20;
const SHOWN_ROWS = 3;

export const opro: Method = {
  name: "opro",
  about: "shows earlier prompts with their scores and asks for a better one",
  reads: ["rounds", "beamWidth", "maxSuccessors", "minibatchSize"],
  search: (options) =>
    framed((tools, initial, rng) => history(tools, initial, options, rng), {
      rounds: options.rounds,
      finalists: options.beamWidth,
      leastCalls: options.minibatchSize + 1,
    }),
  plan: ({ rounds, maxSuccessors, minibatchSize, beamWidth }, { dev }) => ({
    errors: 0,
    proposing: rounds * maxSuccessors,
    screening: 0,
    selecting: (1 + rounds * maxSuccessors) * minibatchSize,
    dev: beamWidth * dev,
  }),
};

function history(tools: Tools, initial: Candidate, options: MethodOptions, stream: Rng): Loop {
  const { train } = tools.task;
  const rows = rowOrder(train, stream.fork("scoring rows")).slice(0, options.minibatchSize);
  let scored: readonly Scored[] = [];
  return {
    finalists: () =>
      scored.length === 0 ? [initial] : scored.slice(0, options.beamWidth).map(({ candidate }) => candidate),
    async step({ round, rng, budget }) {
      if (scored.length === 0) scored = await scoreAll(tools, [initial], rows, round, budget);
      tools.report({ type: "phase", round, phase: "proposing" });
      const { prompt } = scored[0]?.candidate ?? initial;
      const shown = scored
        .slice(0, SHOWN_PROMPTS)
        .toReversed()
        .map(({ candidate, score }) => ({ prompt: candidate.prompt, score }));
      const count = Math.min(
        options.maxSuccessors,
        Math.floor(budget.left / (tools.callsFor(options.minibatchSize) + 1)),
      );
      const asking = budget.reserve(count);
      const replies = await Promise.all(
        Array.from({ length: count }, (_, i) => {
          const own = rng.fork(`prompt ${i}`);
          return tools.write({
            asked: "history",
            prompt,
            history: shown,
            rows: sample(train, SHOWN_ROWS, own.fork("rows")),
            count: 1,
            round,
            rng: own,
            budget: asking,
          });
        }),
      );
      asking.release();
      const known = new Set(scored.map(({ candidate }) => candidate.prompt.id));
      const origin: Origin = { kind: "rewrite", parent: prompt.id, asked: "history" };
      const fresh = replies
        .map(([changes]) => candidateFrom(tools, changes, prompt, origin, [], round, known))
        .filter((candidate) => candidate !== undefined);
      tools.report({ type: "phase", round, phase: "selecting" });
      const before = budget.spent;
      scored = [...scored, ...(await scoreAll(tools, fresh, rows, round, budget))].toSorted(byScore);
      const calls = budget.spent - before;
      reportScores(tools, { method: "opro", scored, keep: options.beamWidth, calls }, { round, rng });
      return undefined;
    },
  };
}
