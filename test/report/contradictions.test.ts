import { describe, expect, it } from "vitest";
import { contradictions } from "../../src/report/contradictions.ts";

const gradients = { gradient: (id: string): string => ({ a: "G1", b: "G4" })[id]! };

describe("contradictions", () => {
  it("says of each pair which of the two edits were asked for", () => {
    const line = (kept: readonly string[]): string[] => contradictions([{ gradients: ["a", "b"], kept }], gradients);
    const pair = "  G1 contradicts G4: edits for";
    expect(line(["a", "b"])).toEqual([`${pair} both`]);
    expect(line(["a"])).toEqual([`${pair} the first`]);
    expect(line(["b"])).toEqual([`${pair} the second`]);
    expect(line([])).toEqual([`${pair} neither`]);
  });

  it("shows the first few, and how many more there are", () => {
    const many = Array.from({ length: 5 }, () => ({ gradients: ["a", "b"] as const, kept: [] }));
    expect(contradictions(many, gradients)).toHaveLength(4);
    expect(contradictions(many, gradients).at(-1)).toBe("  2 more contradictions; --json has all");
    expect(contradictions([], gradients)).toEqual([]);
  });
});
