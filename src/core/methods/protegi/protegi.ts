/** ProTeGi (arXiv 2305.03495): beam search whose parents are expanded along textual gradients, or as `search.writer` says. */
import { aimsPerGroup, callsPerExpansion } from "./plan.ts";
import type { Search, Tools } from "../../tools.ts";
import { beamSearch } from "../beam/beam.ts";
import { planBeam } from "../beam/plan.ts";
import type { Propose } from "../beam/proposal.ts";
import { withExamples } from "../examples/with-examples.ts";
import type { Method, MethodOptions, MethodReads, PlanSizes, SearchPlan } from "../method.ts";
import { piecewise, planPiecewise } from "../piecewise/piecewise.ts";
import { firstOf, proposing } from "../writing/propose.ts";
import { plannedShortForms } from "../writing/short-forms.ts";
import { planWithout, withoutWriter } from "../writing/without-writer.ts";

export function protegi(options: MethodOptions): Search {
  const { writer = "whole" } = options;
  if (writer === "none") return withoutWriter(options);
  if (writer === "piecewise") return piecewise(options);
  const { maxSuccessors, screenOnErrors } = options;
  const written = writtenBy(options);
  const most = screenOnErrors ? written : Math.min(maxSuccessors, written);
  const propose = (tools: Tools): Propose =>
    withExamples(tools, proposing(tools, options, writer), most, maxSuccessors);
  return beamSearch(propose, callsPerExpansion(options), options, firstOf);
}

/** Successors that one expansion writes where no reply is dropped. */
function writtenBy(options: MethodOptions): number {
  const edits = options.errorGroups * aimsPerGroup(options) * options.editsPerGradient;
  return edits * (1 + options.paraphrasesPerPrompt) + options.paraphrasesPerPrompt;
}

/** The calls of a search whose minibatches hold enough errors. */
export function planProtegi(options: MethodOptions, sizes: PlanSizes): SearchPlan {
  if (options.writer === "none") return planWithout(options, sizes);
  if (options.writer === "piecewise") return planPiecewise(options, sizes);
  const asked = callsPerExpansion(options) - options.minibatchSize;
  const written = writtenBy(options);
  return planBeam({ observed: options.minibatchSize, asked, written, ...plannedShortForms(sizes) }, options, sizes);
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
  "writer",
  "examples",
];

/** The paper's method. */
export const protegiMethod: Method = {
  name: "protegi",
  about: "edits prompts along textual gradients, over a beam; the paper's method",
  reads: ["rounds", "beamWidth", "patience", "emptyRounds", ...EXPANSION_READS],
  search: protegi,
  plan: planProtegi,
};
