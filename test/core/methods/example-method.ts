/** The smallest method that passes the contract: says the best prompt in other words, and keeps what does better on a few rows. */
import { candidateFrom } from "../../../src/core/methods/admitted.ts";
import { framed } from "../../../src/core/methods/frame.ts";
import type { Method } from "../../../src/core/methods/method.ts";
import { byScore, scoreAll, type Scored } from "../../../src/core/methods/scored.ts";

export const hillClimb: Method = {
  name: "hill-climb",
  about: "says the best prompt in other words, and keeps what does better on a few rows",
  reads: ["rounds", "minibatchSize"],
  search: ({ rounds, minibatchSize }) =>
    framed(
      (tools, initial) => {
        const rows = tools.task.train.slice(0, minibatchSize);
        let best: Scored | undefined;
        return {
          finalists: () => [best?.candidate ?? initial],
          async step({ round, rng, budget }) {
            best ??= (await scoreAll(tools, [initial], rows, round, budget))[0];
            const { prompt } = best?.candidate ?? initial;
            const [changes] = await tools.write({ asked: "paraphrase", prompt, count: 1, round, rng, budget });
            const child = candidateFrom(tools, changes, prompt, { kind: "paraphrase", parent: prompt.id }, [], round);
            const scored = child === undefined ? [] : await scoreAll(tools, [child], rows, round, budget);
            best = [...(best === undefined ? [] : [best]), ...scored].toSorted(byScore)[0];
            return undefined;
          },
        };
      },
      { rounds, finalists: 1, leastCalls: minibatchSize + 1 },
    ),
  plan: ({ rounds, minibatchSize }, { dev }) => ({
    errors: 0,
    proposing: rounds,
    screening: 0,
    selecting: (1 + rounds) * minibatchSize,
    dev,
  }),
};
