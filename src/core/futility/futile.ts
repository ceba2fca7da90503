/** Why a search can learn nothing from what models reply, as data. */
import type { Unread } from "../replies/unread.ts";

/** Why a search can learn nothing from what models reply. */
export type Futile =
  /** Hardly any answer of the task model can be read. */
  | ({ readonly kind: "unreadable-answers" } & Unreadable)
  /** No reply of the optimizer model could be used. */
  | ({ readonly kind: "optimizer-not-understood" } & NotUnderstood);

/** Answers that cannot be read, with the most frequent reason. */
export interface Unreadable {
  readonly why: Unread;
  /** How many cannot be read, for whatever reason. */
  readonly unread: number;
  /** Of how many. */
  readonly of: number;
  /** The beginning of one answer of that reason, on one line; empty where the model said nothing. */
  readonly example: string;
}

/** Replies of the optimizer model that could not be used, with the most frequent reason. */
export interface NotUnderstood {
  readonly why: string;
  /** How many were dropped, for whatever reason. */
  readonly dropped: number;
  /** The beginning of one reply of that reason, on one line; empty where the model said nothing. */
  readonly example: string;
}
