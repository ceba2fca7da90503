/** What a rule of the simulated models is: one thing that a prompt can tell the reader to do. */
import type { Pole, Reading } from "./reading.ts";
import type { Sentence } from "./sentence.ts";

export interface Rule {
  readonly name: string;
  /** Whether a sentence of a prompt says this, in these words or others. */
  readonly says: RegExp;
  /** What it does to the reading. */
  readonly apply: (reading: Reading) => void;
  /** Whether a row that was answered wrongly hints at it; for a harmful rule, seems to. */
  readonly hintedBy: (sentence: Sentence, right: Pole) => boolean;
  /** Ways to put it in a prompt. Each is one sentence, and says this rule only. */
  readonly wordings: readonly string[];
  /** Ways to find it missing. Each says this rule only. */
  readonly gradients: readonly string[];
}
