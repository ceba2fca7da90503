/** The options that selectors share. A selector reads those that its rule has. */
import type { Selection } from "./selector.ts";

/** How the selectors that pull in steps go about it. */
export interface PullOptions {
  /** c of UCB and UCB-E: how much an arm that is little known is favoured. Default 1, as in the paper. */
  readonly explorationC: number;
  /** Rows of one pull. Default 32, as in the authors' code; smaller when the budget is too small to look at every arm. */
  readonly pullSize: number;
  /** Arms of one step. Default 8, as in the authors' code. */
  readonly armsPerPull: number;
  /**
   * `shared` (default): every arm meets the rows in one order, so that scores are paired and no row is paid twice for one arm.
   * `fresh`: each step of UCB and UCB-E draws a new random sample for the arms of that step, as in the authors' code.
   */
  readonly rows: "shared" | "fresh";
}

/** When the selectors that can stop early do so. */
export interface ToleranceOptions {
  /**
   * What is too little to pay for, in points of score (0.01 is one point): selection stops when the arms kept are expected to be
   * no further below the best, or when all that are left are no further apart. Default 0.005, half a point; 0 spends the budget.
   */
  readonly tolerance?: number;
}

export const TOLERANCE = 0.005;

/** Rows of one pull, such that the first look at every arm takes at most two thirds of the budget. */
export function pullSizeFor(selection: Selection, pullSize: number): number {
  return Math.max(1, Math.min(pullSize, Math.floor((selection.budget * 2) / (3 * selection.arms))));
}
