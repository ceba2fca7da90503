/** How many calls a run takes, before it starts: the formula of docs/paper.md. */
import { HEADROOM_CALLS } from "../measuring/headroom/calls.ts";
import { methodOf, type MethodName } from "./index.ts";
import type { Method, MethodOptions, SearchPlan } from "./method.ts";

/** Calls by what they are for. Known cells are free, so a run may take fewer. */
export interface Plan extends SearchPlan {
  /** Repeats and a paraphrase, before the search; where these change no answer, other wordings are tried as well. */
  readonly headroom: number;
  /** Prompts on the protected rows, before one of them may win; absent where there are none. */
  readonly protecting?: number;
  /** Of the judge model, about the answers of all other parts; 0 where the judge asks no model. */
  readonly judging: number;
  readonly verdict: number;
  readonly total: number;
}

/** The rows that a plan depends on. */
export interface PlannedRows {
  readonly dev: number;
  readonly test: number;
  readonly protected?: number;
  readonly callsPerCell?: number;
  readonly limited?: boolean;
  /** How many times each is answered on dev and in the verdict; default once. */
  readonly repeats?: number;
  /** Whether the task model is known to be small; default false. */
  readonly taskIsSmall?: boolean;
}

/** Earlier leaders that dev weighs next to the finalists; where a limit turns others away, they meet all of its rows, and so does the initial prompt. */
const MORE_LEADERS = 2;

/**
 * The calls of a whole run in which every beam is full, no reply is dropped and no cell is known.
 * @param options the method's (default ProTeGi), and whether the headroom is measured
 * @param rows of dev and test, the protected ones (default none), the calls that a prompt takes on one row (default 1), how often dev and the verdict answer each (default once), and whether the
 *   task has limits, which may take more prompts through dev (default false)
 * @param budgetFor evaluations of one selection, given the number of candidates
 */
export function planCalls(
  {
    method = "protegi",
    ...options
  }: MethodOptions & { readonly headroom: boolean; readonly method?: MethodName | Method },
  rows: PlannedRows,
  budgetFor: (candidates: number) => number,
): Plan {
  const planned = methodOf(method).plan(options, {
    dev: rows.dev,
    budgetFor,
    ...(rows.taskIsSmall !== undefined && { taskIsSmall: rows.taskIsSmall }),
  });
  const more = rows.limited === true ? (MORE_LEADERS + 1) * rows.dev : 0;
  const { repeats = 1 } = rows;
  const onDev = planned.dev + more;
  const search = { ...planned, dev: repeats * onDev };
  const scored = rows.dev === 0 ? 0 : Math.ceil(onDev / rows.dev);
  const protecting = repeats * (rows.protected ?? 0) * (1 + scored);
  const verdict = 2 * repeats * rows.test;
  const headroom = options.headroom ? HEADROOM_CALLS : 0;
  const asked = headroom + protecting + verdict + Object.values(search).reduce((sum, calls) => sum + calls, 0);
  // All but the requests to the optimizer model, of which the headroom has one, are answers to be judged.
  const answers = asked - search.proposing - Math.min(1, headroom);
  const judging = ((rows.callsPerCell ?? 1) - 1) * answers;
  return {
    ...search,
    headroom,
    ...(protecting > 0 && { protecting }),
    judging,
    verdict,
    total: asked + judging,
  };
}
