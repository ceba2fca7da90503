/** No iteration: ProTeGi expands the initial prompt once and selects (the other ablation of beam search in arXiv 2305.03495). */
import type { Method } from "../method.ts";
import { planProtegi, protegi } from "./protegi.ts";

export const noIteration: Method = {
  rounds: () => 1,
  search: (options) => protegi({ ...options, rounds: 1 }),
  plan: (options, sizes) => planProtegi({ ...options, rounds: 1 }, sizes),
};
