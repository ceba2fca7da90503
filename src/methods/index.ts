/** The public names of `protegi/methods`: what a method of your own needs. */
export type { Candidate, Origin } from "../core/candidate.ts";
export { candidateFrom } from "../core/methods/admitted.ts";
export { framed, type FrameOptions, type Loop, type Round } from "../core/methods/frame.ts";
export type { Method, MethodOptions, MethodReads, PlanSizes, SearchPlan } from "../core/methods/method.ts";
export { byScore, scoreAll, type Scored } from "../core/methods/scored.ts";
export type { Prompt } from "../core/prompt/prompt.ts";
export { rng, shuffle, type Rng } from "../core/rng.ts";
export type { Choice, Question, Ranked, Search, SearchOutcome, Tools } from "../core/tools.ts";
