/** Normalized match: an answer is one of the right answers but for case, punctuation, articles and white space. */
import type { ScoreKind } from "./score.ts";
import { best, normalized } from "./words.ts";

/** The exact match of SQuAD 1.1 (arXiv 1606.05250). */
export const normalizedMatch: ScoreKind<string> = {
  name: "normalized-match",
  about: "the answer is a right answer but for case, punctuation, articles and white space",
  make: () => ({
    name: "normalized match",
    score: (answer, expected) => best(expected, (right) => (normalized(answer) === normalized(right) ? 1 : 0)),
  }),
};
