/**
 * Evolution: a population of prompts; two of them are crossed by the optimizer model, their child is mutated (said in
 * other words), and the best of parents and children survive. Crossover and mutation from EvoPrompt's genetic algorithm
 * (Guo et al. 2023, arXiv 2309.08532), survival by CAPO's racing and price on length (arXiv 2504.16005).
 */
import type { Candidate } from "../candidate.ts";
import { rowOrder } from "../row-order.ts";
import { sample, type Rng } from "../rng.ts";
import type { Tools } from "../tools.ts";
import { candidateFrom } from "./admitted.ts";
import { framed, type Loop, type Round } from "./frame.ts";
import type { Method, MethodOptions } from "./method.ts";
import { BLOCKS, race } from "./race.ts";
import { reportScores } from "./scored.ts";

/** Rows of one block of a race. */
function blockSize({ minibatchSize }: MethodOptions): number {
  return Math.ceil(minibatchSize / 2);
}

export const evolution: Method = {
  name: "evolution",
  about: "crosses two prompts and paraphrases the child; the best survive a race",
  reads: ["rounds", "beamWidth", "maxSuccessors", "minibatchSize"],
  search: (options) =>
    framed((tools, initial, rng) => evolve(tools, initial, options, rng), {
      rounds: options.rounds,
      finalists: options.beamWidth,
      leastCalls: 2 + blockSize(options),
    }),
  plan: (options, { dev }) => {
    const { rounds, maxSuccessors: population } = options;
    return {
      errors: 0,
      proposing: population - 1 + rounds * 2 * population,
      screening: 0,
      // A cell is paid once: parents bring theirs along.
      selecting: (1 + rounds) * population * blockSize(options) * BLOCKS,
      dev: options.beamWidth * dev,
    };
  },
};

function evolve(tools: Tools, initial: Candidate, options: MethodOptions, stream: Rng): Loop {
  const size = options.maxSuccessors;
  const rows = rowOrder(tools.task.train, stream.fork("race"));
  let population: readonly Candidate[] = [initial];
  return {
    finalists: () => population.slice(0, options.beamWidth),
    async step(at) {
      const { round, budget } = at;
      tools.report({ type: "phase", round, phase: "proposing" });
      if (round === 1)
        population = [
          initial,
          ...(await mutants(
            Array.from({ length: size - 1 }, () => initial),
            at,
            "first",
          )),
        ];
      const children = await mutants(await crossed(at), at, "child");
      tools.report({ type: "phase", round, phase: "selecting" });
      const before = budget.spent;
      const racing = { keep: size, rows, blockSize: blockSize(options) };
      const scored = await race(tools, [...population, ...children], racing, at);
      reportScores(tools, { method: "evolution", scored, keep: size, calls: budget.spent - before }, at);
      if (scored.length > 0) population = scored.map(({ candidate }) => candidate);
      return undefined;
    },
  };

  /** Children of random pairs, not yet admitted to the population. */
  async function crossed({ round, rng, budget }: Round): Promise<Candidate[]> {
    const asking = budget.reserve(Math.min(size, Math.floor(budget.left / 4)));
    const children = await Promise.all(
      Array.from({ length: size }, async (_, i) => {
        const own = rng.fork(`pair ${i}`);
        const [mother, father] = sample(population, 2, own.fork("parents"));
        // A population of one has nothing to cross.
        if (mother === undefined || father === undefined) return mother;
        const { prompt } = mother;
        const [changes] = await tools.write({
          asked: "crossover",
          prompt,
          other: father.prompt,
          count: 1,
          round,
          rng: own,
          budget: asking,
        });
        const origin = { kind: "crossover", parent: prompt.id, other: father.prompt.id } as const;
        return candidateFrom(tools, changes, prompt, origin, [], round);
      }),
    );
    asking.release();
    return children.filter((child) => child !== undefined);
  }

  /** Each of these in other words. */
  async function mutants(
    candidates: readonly Candidate[],
    { round, rng, budget }: Round,
    name: string,
  ): Promise<Candidate[]> {
    const asking = budget.reserve(Math.min(candidates.length, Math.floor(budget.left / 4)));
    const mutated = await Promise.all(
      candidates.map(async ({ prompt }, i) => {
        const [changes] = await tools.write({
          asked: "paraphrase",
          prompt,
          count: 1,
          round,
          rng: rng.fork(`${name} ${i}`),
          budget: asking,
        });
        return candidateFrom(tools, changes, prompt, { kind: "paraphrase", parent: prompt.id }, [], round);
      }),
    );
    asking.release();
    return mutated.filter((mutant) => mutant !== undefined);
  }
}
