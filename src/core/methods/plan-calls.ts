/** How many calls a run takes, before it starts: the formula of docs/paper.md. */
import { HEADROOM_CALLS } from "../measuring/headroom.ts";
import { methodOf, type MethodName } from "./index.ts";
import type { Method, MethodOptions, SearchPlan } from "./method.ts";

/** Calls by what they are for. Known cells are free, so a run may take fewer. */
export interface Plan extends SearchPlan {
  /** Repeats and a paraphrase, before the search; where these change no answer, other wordings are tried as well. */
  readonly headroom: number;
  /** Of the judge model, about the answers of all other parts; 0 where the judge asks no model. */
  readonly judging: number;
  readonly verdict: number;
  readonly total: number;
}

/**
 * The calls of a whole run in which every beam is full, no reply is dropped and no cell is known.
 * @param options the method's (default ProTeGi), and whether the headroom is measured
 * @param rows of dev and test, and the calls that a prompt takes on one row (default 1)
 * @param budgetFor evaluations of one selection, given the number of candidates
 */
export function planCalls(
  {
    method = "protegi",
    ...options
  }: MethodOptions & { readonly headroom: boolean; readonly method?: MethodName | Method },
  rows: { readonly dev: number; readonly test: number; readonly callsPerCell?: number },
  budgetFor: (candidates: number) => number,
): Plan {
  const search = methodOf(method).plan(options, { dev: rows.dev, budgetFor });
  const verdict = 2 * rows.test;
  const headroom = options.headroom ? HEADROOM_CALLS : 0;
  const asked = headroom + verdict + Object.values(search).reduce((sum, calls) => sum + calls, 0);
  // All but the requests to the optimizer model, of which the headroom has one, are answers to be judged.
  const answers = asked - search.proposing - Math.min(1, headroom);
  const judging = ((rows.callsPerCell ?? 1) - 1) * answers;
  return { ...search, headroom, judging, verdict, total: asked + judging };
}
