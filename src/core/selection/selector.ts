/**
 * Best-arm identification as an ask/tell machine: which rows to evaluate on which candidates next,
 * until the best few are found.
 *
 * The driver calls `next()`, evaluates what it names (in any order, all at once), hands every result
 * to one `record()`, and repeats until `next()` is empty; then it reads `ranking()`. A selector does no
 * I/O, reads no clock, and draws randomness only from the given stream. It never asks for more than
 * `budget` evaluations in all. A row that could not be delivered is missing from the result: the arm
 * has seen one row less, and is not punished for it. Results of one step may come in any order.
 */
import type { Rng } from "../rng.ts";
import type { Estimate } from "../stats/estimate.ts";
import type { Metric, Observation } from "../task.ts";

/** Evaluate arm number `arm` on these row numbers. */
export interface Pull {
  readonly arm: number;
  readonly rows: readonly number[];
}

/** What a pull returned: one observation for each row that was delivered. */
export interface PullResult {
  readonly arm: number;
  readonly observations: readonly Observation[];
}

/** The state of an arm: its score, interval, and how many rows it was pulled on. */
export interface ArmEstimate extends Estimate {
  readonly arm: number;
}

/** One choice in progress; what must hold is at the top of this file. */
export interface Selector {
  /** The next pulls, independent of one another; empty when the choice is made. */
  next(): readonly Pull[];
  record(results: readonly PullResult[]): void;
  /** Every arm, best first; the first `keep` are the choice. Ties go to the arm given first. */
  ranking(): readonly ArmEstimate[];
}

/** One choice to be made: the candidates, the rows, the budget, and how a set of rows is scored. */
export interface Selection {
  /** Number of candidates. */
  readonly arms: number;
  /** How many to keep: the beam width b. */
  readonly keep: number;
  /** Row numbers in the order in which arms are to meet them: shared rows make scores paired. */
  readonly rows: readonly number[];
  /** At most this many (candidate, row) evaluations. */
  readonly budget: number;
  /** How a set of rows is scored. Where it is no mean, rows are paired by what they add to the score. */
  readonly metric: Metric;
  readonly rng: Rng;
}

/** Makes the selector of one choice. */
export type SelectorFactory = (selection: Selection) => Selector;
