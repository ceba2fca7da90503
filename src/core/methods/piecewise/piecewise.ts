/**
 * Piecewise writing: small models answer one small question at a time, and the program puts the section together. Beams,
 * selection, gradients and lineage are those of ProTeGi; `search.writer: piecewise` lets its methods write in this way.
 */
import type { Search } from "../../tools.ts";
import { beamSearch } from "../beam/beam.ts";
import { planBeam } from "../beam/plan.ts";
import type { Method, MethodOptions, PlanSizes, SearchPlan } from "../method.ts";
import { firstOf, proposing } from "../writing/propose.ts";

export function piecewise(options: MethodOptions): Search {
  return beamSearch(
    (tools) => proposing(tools, options, "piecewise"),
    options.minibatchSize + options.maxSuccessors,
    { ...options, screenOnErrors: false },
    firstOf,
  );
}

export function planPiecewise(options: MethodOptions, sizes: PlanSizes): SearchPlan {
  const { minibatchSize, maxSuccessors } = options;
  const expansion = { observed: minibatchSize, asked: maxSuccessors, written: maxSuccessors };
  return planBeam(expansion, { ...options, screenOnErrors: false }, sizes);
}

export const piecewiseMethod: Method = {
  name: "piecewise",
  about: "small questions for small models, whose sentences the program puts together",
  reads: ["rounds", "beamWidth", "patience", "emptyRounds", "maxSuccessors", "selection", "minibatchSize"],
  search: piecewise,
  plan: planPiecewise,
};
