/** A number that is right within a tolerance. */
import type { ScoreKind } from "./score.ts";

/** Numbers that differ by this share of their size are the same number, written out to fewer digits. */
const ROUNDING = 1e-9;

/** How far a number may be from the right one. */
export interface Tolerance {
  /** In the unit of the numbers. */
  readonly absolute?: number | undefined;
  /** As a share of the right number. */
  readonly relative?: number | undefined;
}

/** Whether a number is near enough; with both tolerances, one of them will do. */
export function isNear(answer: number, right: number, { absolute = 0, relative = 0 }: Tolerance): boolean {
  return Math.abs(answer - right) <= Math.max(absolute, (relative + ROUNDING) * Math.abs(right));
}

/** The share of numbers that are right within the tolerance of the task. */
export function nearNumber(tolerance: Tolerance): ScoreKind<number> {
  return {
    name: "within-tolerance",
    about: "the number is right, within the tolerance of the task",
    make: () => ({
      name: "right numbers",
      score: (answer, expected) => (expected.some((right) => isNear(answer, right, tolerance)) ? 1 : 0),
    }),
  };
}
