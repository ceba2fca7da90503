import { errorGroups } from "../../../src/core/gradients/groups/index.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellsOf } from "../../../src/core/gradients/groups/confusion.ts";
import { rng } from "../../../src/core/rng.ts";
import type { Observation } from "../../../src/core/task.ts";

function observed(expected: string, predicted: string | undefined, count: number): Observation[] {
  return Array.from({ length: count }, (_, i) => {
    const id = `${expected}-${predicted}-${i}`;
    const correct = expected === predicted;
    return {
      example: { id, fields: {}, expected },
      answer: predicted ?? "?",
      ...(predicted !== undefined && { predicted }),
      score: correct ? 1 : 0,
      correct,
      invalid: predicted === undefined,
    };
  });
}

const OPTIONS = { errorGroups: 4, errorsPerGroup: 3, correctPerGroup: 2, grouping: "confusion" } as const;
const cell = ({ example, predicted }: Observation) => `${String(example.expected)}/${String(predicted)}`;

describe("errorGroups", () => {
  it("gives cells groups by their share of the errors, without sharing rows while there are enough", () => {
    const seen = [
      ...observed("yes", "no", 12),
      ...observed("no", "yes", 4),
      ...observed("no", undefined, 1),
      ...observed("no", "no", 9),
    ];
    const groups = errorGroups(seen, [], OPTIONS, rng(1));
    expect(groups.map(({ errors }) => [...new Set(errors.map(cell))])).toEqual([
      ["yes/no"],
      ["yes/no"],
      ["yes/no"],
      ["no/yes"],
    ]);
    const shown = groups.slice(0, 3).flatMap(({ errors }) => errors.map(({ example }) => example.id));
    expect(new Set(shown).size).toBe(9);
    expect(groups.every(({ correct }) => correct.length === 2 && correct.every((row) => row.correct))).toBe(true);
  });

  it("shares rows between the groups of a cell that has too few", () => {
    const groups = errorGroups(observed("yes", "no", 4), [], OPTIONS, rng(1));
    expect(groups.map(({ errors }) => errors.length)).toEqual([3, 3, 3, 3]);
  });

  it("draws each group from all errors when they are to be random", () => {
    const seen = [...observed("yes", "no", 20), ...observed("no", "yes", 20)];
    const groups = errorGroups(seen, [], { ...OPTIONS, errorGroups: 20, grouping: "random" }, rng(1));
    expect(groups.some(({ errors }) => new Set(errors.map(cell)).size === 2)).toBe(true);
  });

  it("makes as many groups as asked, of errors only, the same for the same seed", () => {
    const size = fc.integer({ min: 0, max: 15 });
    fc.assert(
      fc.property(
        size,
        size,
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom("confusion" as const, "meaning" as const, "random" as const),
        (a, b, c, errors, grouping) => {
          const seen = [
            ...observed("yes", "no", a),
            ...observed("no", "yes", b),
            ...observed("no", undefined, c),
            ...observed("yes", "yes", 5),
          ];
          const options = { ...OPTIONS, errorGroups: errors, grouping };
          const groups = errorGroups(seen, [], options, rng(a));
          expect(groups).toHaveLength(errors);
          expect(
            groups.every((group) => group.errors.length > 0 && group.errors.every(({ correct }) => !correct)),
          ).toBe(true);
          expect(errorGroups(seen, [], options, rng(a))).toEqual(groups);
        },
      ),
    );
  });
});

describe("cellsOf", () => {
  it("gives every pair of what was expected and answered once", () => {
    const rows = [...observed("yes", "no", 2), ...observed("no", undefined, 1), ...observed("yes", "no", 1)];
    expect(cellsOf(rows)).toEqual([
      ["yes", "no"],
      ["no", ""],
    ]);
    expect(cellsOf([])).toEqual([]);
  });
});
