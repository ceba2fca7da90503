/** What calls are made for: the phase of a run, the place of a call in it, and the request path as core sees it. */
import type { CallBudget } from "./budget.ts";
import type { ModelAnswer, ModelRequest, Role } from "./model.ts";

/** What a run is doing at the moment. */
export type Phase = "headroom" | "errors" | "proposing" | "selecting" | "dev" | "verdict";

/** The place of the run when it makes a call. */
export interface CallTag {
  readonly phase: Phase;
  readonly round: number;
  /** The id of the prompt under test, or of the one that is being improved. */
  readonly prompt?: string;
  /** The id of the row that is answered. */
  readonly row?: string;
}

/** What a piece of work is for, and what it may spend. */
export interface Work extends CallTag {
  readonly budget: CallBudget;
  /** Which of several answers to the same prompt and row; 0 is the one that counts, others show the model's noise. Default: 0, and all that `Task.repeats` says on dev and in the verdict. */
  readonly repeat?: number;
}

/**
 * The request path as core sees it. Rejects with a retryable `ModelError` when transport never delivered
 * an answer, with anything else when the run cannot continue.
 */
export type Call = (role: Role, request: ModelRequest, tag: CallTag) => Promise<ModelAnswer>;
