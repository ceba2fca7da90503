/** How a beam's parents are expanded: what one expansion draws on, and what it brings. */
import type { CallBudget } from "../../budget.ts";
import type { Candidate } from "../../candidate.ts";
import type { Example } from "../../example.ts";
import type { Rng } from "../../rng.ts";
import type { Observation } from "../../task.ts";

/** One parent, and what its expansion may draw on. */
export interface Parent {
  readonly parent: Candidate;
  /** Train in the order that all parents of the round share; the minibatch is its head. */
  readonly order: readonly Example[];
  readonly round: number;
  readonly rng: Rng;
  readonly budget: CallBudget;
  /** Prompts of the beam, this one included. */
  readonly beam: number;
}

export interface Proposal {
  readonly successors: readonly Candidate[];
  /** How many of them, from the first on, enter selection whatever the cap; default 0. */
  readonly first?: number;
  /** What was observed of the parent. */
  readonly seen: readonly Observation[];
}

export type Propose = (parent: Parent) => Promise<Proposal>;
