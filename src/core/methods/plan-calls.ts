/** How many calls a run takes, before it starts: the formula of docs/paper.md. */
import { HEADROOM_CALLS } from "../measuring/headroom.ts";
import { methods, type MethodName } from "./index.ts";
import type { MethodOptions, SearchPlan } from "./method.ts";

/** Calls by what they are for. Known cells are free, so a run may take fewer. */
export interface Plan extends SearchPlan {
  /** Repeats and a paraphrase, before the search. */
  readonly headroom: number;
  readonly verdict: number;
  readonly total: number;
}

/**
 * The calls of a whole run in which every beam is full, no reply is dropped and no cell is known.
 * @param options the method's (default ProTeGi), and whether the headroom is measured
 * @param budgetFor evaluations of one selection, given the number of candidates
 */
export function planCalls(
  { method = "protegi", ...options }: MethodOptions & { readonly headroom: boolean; readonly method?: MethodName },
  rows: { readonly dev: number; readonly test: number },
  budgetFor: (candidates: number) => number,
): Plan {
  const search = methods[method].plan(options, { dev: rows.dev, budgetFor });
  const verdict = 2 * rows.test;
  const headroom = options.headroom ? HEADROOM_CALLS : 0;
  const total = headroom + verdict + Object.values(search).reduce((sum, calls) => sum + calls, 0);
  return { ...search, headroom, verdict, total };
}
