/** List overlap: the items of two lists matched one to one, whatever their order. */
import { bestAssignment } from "./assignment.ts";
import { likeness } from "./levenshtein.ts";
import type { ScoreKind } from "./score.ts";
import { best } from "./words.ts";

/** 2 S / (n + m) with S the greatest sum of likenesses of matched items (Levenshtein); 1 for two empty lists. */
export const listOverlap: ScoreKind<readonly string[]> = {
  name: "list-overlap",
  about: "items matched one to one with those of the right list by how alike they are",
  make: () => ({
    name: "list overlap",
    score: (answer, expected) => best(expected, (right) => overlapOf(answer, right, likeness)),
  }),
};

/** The overlap of two lists, by the likeness of two items. */
export function overlapOf<T>(a: readonly T[], b: readonly T[], alike: (one: T, other: T) => number): number {
  if (a.length + b.length === 0) return 1;
  if (a.length === 0 || b.length === 0) return 0;
  return (2 * bestAssignment(a.map((one) => b.map((other) => alike(one, other))))) / (a.length + b.length);
}
