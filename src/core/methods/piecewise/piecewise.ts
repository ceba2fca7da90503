/**
 * Piecewise writing: small models answer one small question at a time, and the program puts the section together. Beams,
 * selection, gradients and lineage are those of ProTeGi; `search.writer: piecewise` lets its methods write in this way.
 */
import type { Candidate } from "../../candidate.ts";
import type { Search, Tools } from "../../tools.ts";
import { beamLoop, beamSearch } from "../beam/beam.ts";
import { planBeam } from "../beam/plan.ts";
import type { Loop } from "../frame.ts";
import type { Method, MethodOptions, PlanSizes, SearchPlan } from "../method.ts";
import { withExamples } from "../examples/with-examples.ts";
import { firstOf, proposing } from "../writing/propose.ts";
import { plannedShortForms } from "../writing/short-forms.ts";

export function piecewise(options: MethodOptions): Search {
  return beamSearch(
    (tools) =>
      withExamples(tools, proposing(tools, options, "piecewise"), options.maxSuccessors, options.maxSuccessors),
    callsPerParent(options),
    { ...options, screenOnErrors: false },
    firstOf,
  );
}

/** The rounds of small questions, for a loop that goes over to them with this prompt. */
export function piecewiseLoop(tools: Tools, from: Candidate, options: MethodOptions): Loop {
  const propose = proposing(tools, options, "piecewise");
  return beamLoop(tools, from, propose, callsPerParent(options), { ...options, screenOnErrors: false });
}

function callsPerParent({ minibatchSize, maxSuccessors }: MethodOptions): number {
  return minibatchSize + maxSuccessors;
}

export function planPiecewise(options: MethodOptions, sizes: PlanSizes): SearchPlan {
  const { minibatchSize, maxSuccessors } = options;
  const expansion = {
    observed: minibatchSize,
    asked: maxSuccessors,
    written: maxSuccessors,
    ...plannedShortForms(sizes),
  };
  return planBeam(expansion, { ...options, screenOnErrors: false }, sizes);
}

export const piecewiseMethod: Method = {
  name: "piecewise",
  about: "small questions for small models, whose sentences the program puts together",
  reads: ["rounds", "beamWidth", "patience", "emptyRounds", "maxSuccessors", "selection", "minibatchSize", "examples"],
  search: piecewise,
  plan: planPiecewise,
};
