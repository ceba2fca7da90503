/** What a person may do to a run while it searches: inputs, taken in at checkpoints, and replayed when the run goes on. */
import type { Candidate } from "./candidate.ts";
import type { Changes } from "./prompt.ts";

/** A barrier of the search: before a round's prompts are written, before they are selected, before the finalists are scored on dev. */
export type Stage = "proposing" | "selecting" | "dev";

/** Where a search stands at a barrier. */
export interface Checkpoint {
  /** 0 when no round has begun. */
  readonly round: number;
  readonly stage: Stage;
  /** What the next step works with. */
  readonly candidates: readonly Candidate[];
}

/** One thing that a person wants. */
export type Input =
  /** The prompt of this id is dropped, and dropped again whenever it is written. */
  | { readonly kind: "veto"; readonly prompt: string }
  /** The prompt of this id stays among those that the search goes on from, and is scored on dev. */
  | { readonly kind: "pin"; readonly prompt: string }
  /** The initial prompt with these parts joins the candidates, if it keeps the contract. */
  | { readonly kind: "add"; readonly parts: Changes }
  /** A cap has another value; the run acts on it before the search goes on. */
  | { readonly kind: "cap"; readonly cap: "calls" | "usd" | "tokens"; readonly value: number }
  /** The search ends here; dev and verdict follow. */
  | { readonly kind: "stop" };
