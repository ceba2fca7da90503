/** Greedy search: ProTeGi with a beam of one and as many rounds (the ablation of beam search in arXiv 2305.03495). */
import type { Method } from "../method.ts";
import { EXPANSION_READS, planProtegi, protegi } from "./protegi.ts";

export const greedy: Method = {
  name: "greedy",
  about: "as protegi, with a beam of one prompt",
  reads: ["rounds", "patience", "emptyRounds", ...EXPANSION_READS],
  search: (options) => protegi({ ...options, beamWidth: 1 }),
  plan: (options, sizes) => planProtegi({ ...options, beamWidth: 1 }, sizes),
};
