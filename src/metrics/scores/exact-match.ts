/** Exact match: an answer is one of the right answers, letter for letter, but for white space at its ends. */
import type { ScoreKind } from "./score.ts";

export const exactMatch: ScoreKind<string> = {
  name: "exact-match",
  about: "the answer is one of the right answers, letter for letter",
  make: () => ({
    name: "exact match",
    score: (answer, expected) => (expected.some((right) => right.trim() === answer.trim()) ? 1 : 0),
  }),
};
