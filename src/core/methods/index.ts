/** All methods by name: the one table that a new one is added to. */
import { agentLoop } from "./agent-loop.ts";
import { demonstrations } from "./demonstrations.ts";
import { evolution } from "./evolution.ts";
import { greedy } from "./protegi/greedy.ts";
import type { Method } from "./method.ts";
import { monteCarlo } from "./monte-carlo.ts";
import { noIteration } from "./protegi/no-iteration.ts";
import { opro } from "./opro.ts";
import { pareto } from "./pareto.ts";
import { phraseEdit } from "./phrase-edit.ts";
import { planProtegi, protegi } from "./protegi/protegi.ts";

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
  | "demonstrations";

export const methods: Record<MethodName, Method> = {
  protegi: { search: protegi, plan: planProtegi },
  "monte-carlo": monteCarlo,
  "phrase-edit": phraseEdit,
  "agent-loop": agentLoop,
  "no-iteration": noIteration,
  greedy,
  opro,
  evolution,
  pareto,
  demonstrations,
};
