/** Token F1: the words that an answer shares with a right answer. */
import type { ScoreKind } from "./score.ts";
import { best, counted, f1Of, normalized, shared } from "./words.ts";

/**
 * The F1 of SQuAD 1.1 (arXiv 1606.05250): over the words of the normal forms, against the right answer that fits best; two texts
 * without words are alike, as in SQuAD 2.0 (arXiv 1806.03822).
 */
export const tokenF1: ScoreKind<string> = {
  name: "token-f1",
  about: "F1 of the words that the answer shares with a right answer, as in SQuAD",
  make: () => ({
    name: "token F1",
    score: (answer, expected) => best(expected, (right) => f1OfWords(wordsOf(answer), wordsOf(right))),
  }),
};

function wordsOf(text: string): string[] {
  return normalized(text)
    .split(" ")
    .filter((word) => word !== "");
}

function f1OfWords(answer: readonly string[], right: readonly string[]): number {
  if (answer.length === 0 || right.length === 0) return answer.length === right.length ? 1 : 0;
  const common = shared(counted(answer), counted(right));
  return common === 0 ? 0 : f1Of(common / answer.length, common / right.length);
}
