/** Components of variance against values by hand, and against draws whose components are known. */
import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { varianceComponents } from "../../../src/core/stats/components.ts";
import { normalQuantile } from "../../../src/core/stats/normal.ts";

describe("components of variance", () => {
  it("of two groups of two, by hand", () => {
    // Means 1 and 4, centre 2.5: between 2 (1.5² + 1.5²) / 1 = 9; within (0.5 + 2) / 2 = 1.25, with deviations 0.5 and 1.
    const { between, within } = varianceComponents([
      [0.5, 1.5],
      [3, 5],
    ])!;
    expect(within).toBeCloseTo(Math.sqrt((0.5 + 2) / 2), 12);
    expect(between).toBeCloseTo(Math.sqrt((9 - 1.25) / 2), 12);
  });

  it("are 0 between groups that differ less than their values do", () => {
    expect(
      varianceComponents([
        [0, 1],
        [0, 1],
        [1, 0],
      ])!.between,
    ).toBe(0);
  });

  it("of one value a group are the standard deviation of all", () => {
    expect(varianceComponents([[1], [2], [3]])).toEqual({ between: 1 });
  });

  it("need two groups", () => {
    expect(varianceComponents([[1, 2], []])).toBeUndefined();
  });

  it("are found again in draws with groups of unlike size", () => {
    const stream = rng("components");
    const normal = (): number => normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, stream.next())));
    const groups = Array.from({ length: 400 }, (_, i) => {
      const shift = 0.3 * normal();
      return Array.from({ length: 1 + (i % 5) }, () => shift + 0.2 * normal());
    });
    const { between, within } = varianceComponents(groups)!;
    expect(Math.abs(between - 0.3)).toBeLessThan(0.04);
    expect(Math.abs(within! - 0.2)).toBeLessThan(0.02);
  });
});
