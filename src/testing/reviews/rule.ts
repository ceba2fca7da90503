/** A rule of reviews: what it does to the reader of a sentence, and which sentences hint at it. */
import type { StatedRule } from "../rules/rule.ts";
import type { Pole, Reading } from "./reading.ts";
import type { Sentence } from "./sentence.ts";

export interface Rule extends StatedRule {
  /** What it does to the reading. */
  readonly apply: (reading: Reading) => void;
  /** Whether a row that was answered wrongly hints at it; for a harmful rule, seems to. */
  readonly hintedBy: (sentence: Sentence, right: Pole) => boolean;
}

const UNSURE =
  "unsure|not sure|in doubt|undecided|uncertain|unclear|no clear|hard to tell|cannot tell|can't tell|ties?|tied|balanced?|mixed|ambiguous";
const ANSWERING = "answer|say|choose|pick|call it|take|give|reply|lean|prefer|go with|assume|means?|is|be|as|to|for";

/** A sentence that names this label as the answer when nothing is clear, in whatever order. */
export function whenUnsure(label: Pole): RegExp {
  return new RegExp(
    `^(?=.*\\b(?:${UNSURE})\\b).*\\b(?:${ANSWERING})\\W{1,3}(?:the (?:label|answer) )?["“']?${label}\\b(?! or )`,
    "i",
  );
}
