/** How near a number is to the right one, by the sizes of both. */
import type { ScoreKind } from "./score.ts";
import { best } from "./words.ts";

/** 1 - |a - b| / (|a| + |b|), and 1 for two zeros: symmetric, and within 0 and 1 whatever the numbers. */
export const numberDifference: ScoreKind<number> = {
  name: "number-difference",
  about: "one less the difference as a share of the sizes of both numbers",
  make: () => ({
    name: "nearness of numbers",
    score: (answer, expected) => best(expected, (right) => nearness(answer, right)),
  }),
};

function nearness(a: number, b: number): number {
  const size = Math.abs(a) + Math.abs(b);
  return size === 0 ? 1 : 1 - Math.abs(a - b) / size;
}
