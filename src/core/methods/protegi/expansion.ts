/** One parent being expanded: what all steps of it share, and what a gradient carries from step to step. */
import type { CallBudget } from "../../budget.ts";
import type { Candidate } from "../../candidate.ts";
import type { Gradient } from "../../gradients/gradient.ts";
import type { ErrorGroup } from "../../gradients/groups/group.ts";
import type { Rng } from "../../rng.ts";
import type { Observation } from "../../task.ts";
import type { Tools } from "../../tools.ts";
import type { ExpandOptions } from "./plan.ts";

export interface Expansion {
  readonly tools: Tools;
  readonly options: ExpandOptions;
  readonly parent: Candidate;
  readonly round: number;
}

/** A gradient with the group of errors that it was read from, its own path, and what its group may spend. */
export interface Read extends Gradient {
  readonly group: ErrorGroup;
  /** All that was observed of the parent. */
  readonly seen: readonly Observation[];
  /** Name of the part that it is to correct. */
  readonly part: string;
  readonly rng: Rng;
  readonly budget: CallBudget;
}
