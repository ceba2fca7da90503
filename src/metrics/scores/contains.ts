/** Contains: a right answer occurs in the answer, whatever the case. */
import type { ScoreKind } from "./score.ts";
import { best } from "./words.ts";

export const contains: ScoreKind<string> = {
  name: "contains",
  about: "the answer contains a right answer, whatever the case",
  make: () => ({
    name: "contains",
    score: (answer, expected) =>
      best(expected, (right) => (answer.toLowerCase().includes(right.trim().toLowerCase()) ? 1 : 0)),
  }),
};
