/** The options that selectors share. A selector reads those that its rule has. */

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
   * `fresh`: each step draws a new random sample for the arms of that step, as in the authors' code.
   */
  readonly rows: "shared" | "fresh";
}

export const PULL_OPTIONS: PullOptions = { explorationC: 1, pullSize: 32, armsPerPull: 8, rows: "shared" };
