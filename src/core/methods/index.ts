/** All methods by name: the one table that a new one is added to. */
import { agentLoop } from "./agent-loop.ts";
import { demonstrations } from "./demonstrations.ts";
import { evolution } from "./evolution.ts";
import { greedy } from "./protegi/greedy.ts";
import type { Search, SearchOutcome } from "../tools.ts";
import { asOwn } from "../own-code/own-object.ts";
import type { Method, MethodOptions } from "./method.ts";
import { monteCarlo } from "./monte-carlo.ts";
import { noIteration } from "./protegi/no-iteration.ts";
import { opro } from "./opro.ts";
import { pareto } from "./pareto.ts";
import { phraseEdit } from "./phrase-edit.ts";
import { piecewiseMethod } from "./piecewise/piecewise.ts";
import { protegiMethod } from "./protegi/protegi.ts";

/** The name of a method, as the option `search.method` takes it. */
export type MethodName =
  | "protegi"
  | "monte-carlo"
  | "phrase-edit"
  | "agent-loop"
  | "no-iteration"
  | "greedy"
  | "opro"
  | "evolution"
  | "pareto"
  | "demonstrations"
  | "piecewise";

export const methods: Readonly<Record<MethodName, Method>> = {
  protegi: protegiMethod,
  "monte-carlo": monteCarlo,
  "phrase-edit": phraseEdit,
  "agent-loop": agentLoop,
  "no-iteration": noIteration,
  greedy,
  opro,
  evolution,
  pareto,
  demonstrations,
  piecewise: piecewiseMethod,
};

/** The method of this name; one that is given as an object is itself. */
export function methodOf(choice: MethodName | Method): Method {
  return typeof choice === "string" ? methods[choice] : choice;
}

/**
 * The search of a method with these options, held to its contract: the method may be a user's own.
 * @throws UsageError, from the search, when the method makes no search or finds no outcome
 */
export function searchOf(options: MethodOptions & { readonly method: MethodName | Method }): Search {
  const { name, search } = methodOf(options.method);
  return async (...given) => {
    const made: unknown = search(options);
    const outcome: unknown = typeof made === "function" ? await (made as Search)(...given) : made;
    const what = `a search from the method ${name}, and an outcome from that search`;
    return asOwn<SearchOutcome>(outcome, "search.method", what, {
      best: "an object",
      rounds: "a number",
      reason: "an object",
      ranked: "a list",
    });
  };
}
