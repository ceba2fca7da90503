/** ProTeGi (arXiv 2305.03495): beam search whose parents are expanded along textual gradients. */
import { expand } from "./expand.ts";
import { aimsPerGroup, callsPerExpansion, type ExpandOptions } from "./plan.ts";
import type { Search } from "../../tools.ts";
import { beamSearch, type BeamOptions } from "../beam/beam.ts";
import { planBeam } from "../beam/plan.ts";
import type { Method, MethodReads, PlanSizes, SearchPlan } from "../method.ts";

export type ProtegiOptions = BeamOptions & ExpandOptions;

export function protegi(options: ProtegiOptions): Search {
  return beamSearch((tools) => expand(tools, options), callsPerExpansion(options), options);
}

/** The calls of a search whose minibatches hold enough errors. */
export function planProtegi(options: ProtegiOptions, sizes: PlanSizes): SearchPlan {
  const edits = options.errorGroups * aimsPerGroup(options) * options.editsPerGradient;
  const written = edits * (1 + options.paraphrasesPerPrompt) + options.paraphrasesPerPrompt;
  const asked = callsPerExpansion(options) - options.minibatchSize;
  return planBeam({ observed: options.minibatchSize, asked, written }, options, sizes);
}

/** What every method reads that expands prompts along gradients. */
export const EXPANSION_READS: readonly MethodReads[] = [
  "maxSuccessors",
  "selection",
  "minibatchSize",
  "errorGroups",
  "errorsPerGroup",
  "correctPerGroup",
  "grouping",
  "gradientsPerGroup",
  "conflicts",
  "editsPerGradient",
  "paraphrasesPerPrompt",
  "screenOnErrors",
  "lessons",
];

/** The paper's method. */
export const protegiMethod: Method = {
  name: "protegi",
  about: "edits prompts along textual gradients, over a beam; the paper's method",
  reads: ["rounds", "beamWidth", "patience", "emptyRounds", ...EXPANSION_READS],
  search: protegi,
  plan: planProtegi,
};
