/** What the headroom says: whether a gain is possible, and whether the test rows could show it. */
import type { Estimate } from "../../stats/estimate.ts";
import type { Movement } from "./movement-facts.ts";

/** `go`: begin. `think again`: it may not pay. `no-go`: there is nothing to gain, or nothing that could be shown. */
export type HeadroomWord = "go" | "think again" | "no-go";

/** Whether a gain is possible, and whether the test rows could show it. */
export interface Headroom {
  readonly word: HeadroomWord;
  /** Why, each a sentence. */
  readonly reasons: readonly string[];
  /** Score of the initial prompt p0 on the first minibatch. */
  readonly initial: Estimate;
  /** Share of rows on which p0 did not give the same reading every time it was asked again. */
  readonly noise: number;
  /** Ids of rows that p0, its repeats and its paraphrase all read the same way, against the label: their labels are worth a look. None where right answers are no labels. */
  readonly suspicious: readonly string[];
  /** Share of rows on which p0 and its paraphrase differ in being right. */
  readonly discordance: number;
  /**
   * The smallest gain that the test rows can show (two-sided 5%, power 80%), at this discordance, as a share of rows answered
   * right whatever the metric: metrics of the whole set have no such formula. Absent when they can show none.
   */
  readonly smallestGain?: number;
  /** The most that a perfect prompt, of score 1, could gain: what is missing to 1, less half of it for each row that is noise. */
  readonly room: number;
  /** Whether errors teach; absent where the first paraphrase mends no error, or that was not looked at. */
  readonly teaching?: Teaching;
  /** How answers move under other wordings; absent where answers are no labels, or there is no error. */
  readonly movement?: Movement;
}

/** How many of the initial prompt's errors other prompts mend. */
export interface Teaching {
  /** Rows that the initial prompt gets wrong, and that the others were tried on. */
  readonly errors: number;
  /** The share of these rows that the initial prompt itself gets right when it is asked again. */
  readonly again: number;
  /** Prompts in other words. */
  readonly paraphrases: Mended;
  /** Edits that were written against errors; absent where paraphrases mend so little that edits were not tried. */
  readonly edits?: Mended;
}

/** Prompts of one kind, and the share of the errors that they mend, on average. */
export interface Mended {
  readonly prompts: number;
  readonly mended: number;
}
