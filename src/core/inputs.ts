/** What a person may do to a run while it searches: inputs, taken in at checkpoints, and replayed when the run is resumed. */
import type { Candidate } from "./candidate.ts";
import type { StopReason } from "./stop-reason.ts";
import type { Changes } from "./prompt/prompt.ts";

/** A barrier of the search: before a round's prompts are written, before they are selected, before the finalists are scored on dev. */
export type Stage = "proposing" | "selecting" | "dev";

/** The state of a search at a barrier. */
export interface Checkpoint {
  /** 0 before the first round. */
  readonly round: number;
  readonly stage: Stage;
  /** What the next step works with. */
  readonly candidates: readonly Candidate[];
  /** Why the search ended, before dev. */
  readonly ended?: StopReason;
}

/** One thing that a person wants. */
export type Input =
  /** The prompt of this id is dropped, and dropped again whenever it is written. */
  | { readonly kind: "veto"; readonly prompt: string }
  /** The prompt of this id stays among those that the search continues from, and is scored on dev. */
  | { readonly kind: "pin"; readonly prompt: string }
  /** The initial prompt with these parts joins the candidates, if it keeps the contract. */
  | { readonly kind: "add"; readonly parts: Changes }
  /** A cap has another value; the run acts on it before the search continues. */
  | { readonly kind: "cap"; readonly cap: "calls" | "usd" | "tokens"; readonly value: number }
  /** The search ends here; dev and verdict follow. */
  | { readonly kind: "stop" };
