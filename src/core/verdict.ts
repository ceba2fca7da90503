/** The verdict: whether the winner is better than the initial prompt on rows that nothing has seen. */
import type { Estimate } from "./stats/estimate.ts";

/** `better`: the 95% interval of the difference lies above 0. `worse`: below. `not shown`: it holds 0. */
export type VerdictWord = "better" | "not shown" | "worse";

export interface Verdict {
  readonly word: VerdictWord;
  readonly metric: string;
  /** Score of the initial prompt p0. */
  readonly initial: Estimate;
  /** Score of the best prompt found, on the same rows. */
  readonly winner: Estimate;
  /** The paired difference, winner minus initial. */
  readonly difference: Estimate;
  /** Ids of rows that the winner gets right and p0 wrong. */
  readonly fixed: readonly string[];
  /** Ids of rows that p0 gets right and the winner wrong. */
  readonly broken: readonly string[];
  /** Answers that could not be read. */
  readonly invalid: { readonly initial: number; readonly winner: number };
  /** Test rows that transport never delivered for one of the two; they left both scores. */
  readonly missing: number;
  /** For `not shown`: about how many test rows would settle a difference of this size; absent when none would. */
  readonly rowsToSettle?: number;
  /** How many earlier runs have read this test set. */
  readonly earlierReads: number;
}
