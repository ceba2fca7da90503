/**
 * Monte Carlo search: the beam's prompts in other words, as many of each as ProTeGi has successors, and no look at
 * errors. The iterative search of APE (Zhou et al. 2022, arXiv 2211.01910), as arXiv 2305.03495 compares with it.
 */
import type { Propose } from "./beam/proposal.ts";
import type { Candidate } from "../candidate.ts";
import { nthPart } from "../prompt/prompt.ts";
import { paraphraseStream } from "../streams.ts";
import type { Tools } from "../tools.ts";
import { beamSearch } from "./beam/beam.ts";
import { planBeam } from "./beam/plan.ts";
import type { Method } from "./method.ts";

export const monteCarlo: Method = {
  name: "monte-carlo",
  about: "paraphrases the prompts of the beam, without a look at errors",
  reads: ["rounds", "beamWidth", "patience", "emptyRounds", "maxSuccessors", "selection"],
  search: (options) => {
    const { maxSuccessors } = options;
    return beamSearch((tools) => reword(tools, maxSuccessors), maxSuccessors, { ...options, screenOnErrors: false });
  },
  plan: (options, sizes) => {
    const { maxSuccessors } = options;
    return planBeam({ observed: 0, asked: maxSuccessors, written: maxSuccessors }, options, sizes);
  },
};

function reword(tools: Tools, count: number): Propose {
  return async ({ parent: { prompt }, round, rng, budget }) => {
    const replies = await Promise.all(
      Array.from({ length: count }, (_, i) =>
        tools.write({
          asked: "paraphrase",
          prompt,
          part: nthPart(prompt, i),
          count: 1,
          round,
          rng: paraphraseStream(rng, i),
          budget,
        }),
      ),
    );
    const successors = replies
      .flat()
      .map((changes) => tools.admit(changes, prompt, [], round, "paraphrase"))
      .filter((reworded) => reworded !== undefined)
      .map((reworded): Candidate => ({ prompt: reworded, origin: { kind: "paraphrase", parent: prompt.id }, round }));
    return { successors, seen: [] };
  };
}
