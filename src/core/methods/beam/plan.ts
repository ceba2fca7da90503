/** The calls of a beam search whose beams are always full. */
import { mostOfDev } from "../frame.ts";
import { SCREENING_ROWS } from "./successors.ts";
import type { BeamOptions } from "./beam.ts";
import type { PlanSizes, SearchPlan } from "../method.ts";

/** What expanding one parent takes and gives. */
export interface Expansion {
  /** Rows that the parent is seen on. */
  readonly observed: number;
  /** Requests to the optimizer model. */
  readonly asked: number;
  /** Successors before the cap. */
  readonly written: number;
  /** Successors of the initial prompt that are tried whatever the cap, and the requests for them; default none. */
  readonly first?: { readonly written: number; readonly asked: number };
}

export function planBeam(expansion: Expansion, options: BeamOptions, { dev, budgetFor }: PlanSizes): SearchPlan {
  const successors = Math.min(options.maxSuccessors, expansion.written);
  const { first = { written: 0, asked: 0 } } = expansion;
  let parents = 0;
  let selecting = 0;
  let beam = 1;
  for (let round = 1; round <= options.rounds; round++) {
    const candidates = beam * (1 + successors) + (round === 1 ? first.written : 0);
    parents += beam;
    selecting += budgetFor(candidates);
    beam = Math.min(options.beamWidth, candidates);
  }
  const screened = options.screenOnErrors && expansion.written > options.maxSuccessors ? expansion.written : 0;
  const leaders = options.patience === 0 ? 0 : options.rounds - 1;
  return {
    errors: parents * expansion.observed,
    proposing: parents * expansion.asked + first.asked,
    screening: parents * screened * SCREENING_ROWS,
    selecting,
    dev: (mostOfDev(beam) + leaders) * dev,
  };
}
