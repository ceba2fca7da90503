/** ProTeGi (arXiv 2305.03495): beam search whose parents are expanded along textual gradients. */
import { callsPerExpansion, expand, type ExpandOptions } from "../expand.ts";
import type { Optimizer } from "../tools.ts";
import { beamSearch, type BeamOptions } from "./beam.ts";

export type ProtegiOptions = BeamOptions & ExpandOptions;

export function protegi(options: ProtegiOptions): Optimizer {
  return beamSearch((tools) => expand(tools, options), callsPerExpansion(options), options);
}
