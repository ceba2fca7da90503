/** Why a search ended, as data. */
import type { Futile } from "./futility/futile.ts";

/** Why a search ended. */
export type StopReason =
  | { readonly kind: "rounds"; readonly rounds: number }
  | { readonly kind: "no-gain"; readonly rounds: number }
  /** The leader lies below that of round `since` on dev, beyond both intervals. */
  | { readonly kind: "degrading"; readonly since: number }
  | { readonly kind: "perfect-dev" }
  | { readonly kind: "nothing-to-mend" }
  /** No new prompt of this round and of the one before answered any row in another way than its parent. */
  | { readonly kind: "nothing-moves"; readonly round: number }
  /** The last `rounds` rounds, up to `round`, brought no new prompt. */
  | { readonly kind: "no-new-prompts"; readonly round: number; readonly rounds: number }
  /** In so many rounds in a row no new prompt took the place of the best one. */
  | { readonly kind: "stalled"; readonly rounds: number }
  | { readonly kind: "budget"; readonly cap: string }
  /** A person stopped the search. */
  | { readonly kind: "stopped" }
  | Futile;
