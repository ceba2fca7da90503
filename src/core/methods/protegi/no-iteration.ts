/** No iteration: ProTeGi expands the initial prompt once and selects (the other ablation of beam search in arXiv 2305.03495). */
import type { Method } from "../method.ts";
import { EXPANSION_READS, planProtegi, protegi } from "./protegi.ts";

export const noIteration: Method = {
  name: "no-iteration",
  about: "as protegi, in one round",
  reads: ["beamWidth", ...EXPANSION_READS],
  rounds: () => 1,
  search: (options) => protegi({ ...options, rounds: 1, emptyRounds: 0 }),
  plan: (options, sizes) => planProtegi({ ...options, rounds: 1 }, sizes),
};
