/** Right rows that are shown next to errors: those on both sides of the border that a correction moves. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptRows } from "../../../../src/core/gradients/groups/kept.ts";
import { rng } from "../../../../src/core/rng.ts";
import type { Observation } from "../../../../src/core/task.ts";

let rows = 0;
function row(expected: string, predicted: string, invalid = false): Observation {
  const correct = expected === predicted;
  const example = { id: String(rows++), fields: {}, expected };
  return { example, answer: predicted, predicted, score: Number(correct), correct, invalid };
}

const LABELS = ["entity", "person", "place"] as const;
const right = LABELS.flatMap((label) => Array.from({ length: 10 }, () => row(label, label)));
const labelsOf = (kept: readonly Observation[]): string[] =>
  kept.map(({ example }) => String(example.expected)).toSorted((a, b) => a.localeCompare(b));

describe("keptRows", () => {
  it("are of the answer wrongly given, and of the one that was missed", () => {
    const errors = [row("person", "entity"), row("person", "entity")];
    for (let seed = 0; seed < 20; seed++) {
      expect(labelsOf(keptRows(errors, right, 4, rng(seed)))).toEqual(["entity", "entity", "person", "person"]);
      expect(labelsOf(keptRows(errors, right, 1, rng(seed)))).toEqual(["entity"]);
    }
  });

  it("take others where there are too few of these, and any where no answer could be read", () => {
    const few = right.filter(({ example }) => example.expected !== "entity");
    expect(labelsOf(keptRows([row("person", "entity")], few, 3, rng(1)))).toContain("person");
    expect(keptRows([row("thing", "entity", true)], right, 3, rng(1))).toHaveLength(3);
  });

  it("are as many as wanted or as there are, each once, and another choice for another stream", () => {
    const label = fc.constantFrom(...LABELS);
    const errors = fc.array(fc.tuple(label, label, fc.boolean()), { maxLength: 5 });
    fc.assert(
      fc.property(errors, fc.nat(40), fc.nat(), (given, count, seed) => {
        const kept = keptRows(
          given.map((one) => row(...one)),
          right,
          count,
          rng(seed),
        );
        expect(kept).toHaveLength(Math.min(count, right.length));
        expect(new Set(kept).size).toBe(kept.length);
        expect(kept.every((one) => right.includes(one))).toBe(true);
      }),
    );
    const chosen = [1, 2, 3, 4].map((seed) =>
      keptRows([row("person", "entity")], right, 4, rng(seed))
        .map((one) => one.example.id)
        .join(),
    );
    expect(new Set(chosen).size).toBeGreaterThan(1);
  });
});
