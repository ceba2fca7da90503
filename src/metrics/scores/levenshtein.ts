/** Levenshtein: how few characters must change to make a right answer of the answer. */
import { distance } from "fastest-levenshtein";
import type { ScoreKind } from "./score.ts";
import { best } from "./words.ts";

export const levenshtein: ScoreKind<string> = {
  name: "levenshtein",
  about: "one less the share of characters that must change to make a right answer of it",
  make: () => ({
    name: "Levenshtein similarity",
    score: (answer, expected) => best(expected, (right) => likeness(answer, right)),
  }),
};

/** 1 - distance / length of the longer text (Levenshtein, 1966), in UTF-16 units; 1 for two empty texts. */
export function likeness(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 1 : 1 - distance(a, b) / longest;
}
