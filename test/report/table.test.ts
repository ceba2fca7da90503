/** Tables on narrow terminals: texts are cut, figures and their headers never; columns that do not fit go below. */
import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { widthOf } from "../../src/report/fit.ts";
import { table } from "../../src/report/table.ts";

const COMPARED = [
  ["prompt", "accuracy, 95% interval", "against prompt.md", "fixed", "broken", "p", ""],
  ["prompt.md", "0.593 [0.466, 0.709]", "", "", "", "", ""],
  ["better.md", "0.881 [0.775, 0.942]", "+0.288 [+0.176, +0.391]", "17", "0", "< 0.001", "BETTER"],
] as const;

describe("a table", () => {
  it("is a line for each row where it fits", () => {
    const [header, ...rows] = COMPARED;
    expect(table(header, rows, 100)).toEqual([
      "prompt     accuracy, 95% interval  against prompt.md        fixed  broken  p",
      "prompt.md  0.593 [0.466, 0.709]",
      "better.md  0.881 [0.775, 0.942]    +0.288 [+0.176, +0.391]     17       0  < 0.001  BETTER",
    ]);
  });

  it("puts figures that do not fit below, behind the names of their rows", () => {
    const [header, ...rows] = COMPARED;
    expect(table(header, rows, 80)).toEqual([
      "prompt     accuracy, 95% interval  against prompt.md        fixed  broken",
      "prompt.md  0.593 [0.466, 0.709]",
      "better.md  0.881 [0.775, 0.942]    +0.288 [+0.176, +0.391]     17       0",
      "",
      "prompt     p",
      "prompt.md",
      "better.md  < 0.001  BETTER",
    ]);
  });

  it("cuts texts before anything goes below", () => {
    const text = "one two three four five six seven eight nine ten";
    expect(table(["score", "prompt"], [["0.593 [0.466, 0.709]", text]], 50)).toEqual([
      "score                 prompt",
      "0.593 [0.466, 0.709]  one two three four five …",
    ]);
  });

  it("shows every figure whole at any width", () => {
    const figure = fc.constantFrom("0.593 [0.466, 0.709]", "+0.288 [+0.176, +0.391]", "1,024", "1 of 5", "< 0.001");
    const row = fc.tuple(
      fc.constantFrom("a", "beamWidth=2, least-regret"),
      fc.array(figure, { minLength: 4, maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), fc.integer({ min: 60, max: 140 }), (rows, width) => {
        const lines = table(
          ["variant", "initial", "best", "gain", "p"],
          rows.map(([name, cells]) => [name, ...cells]),
          width,
        );
        expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width);
        const shown = lines.join("\n");
        for (const cell of rows.flatMap(([, cells]) => cells)) expect(shown).toContain(cell);
        expect(shown).not.toContain("…");
      }),
    );
  });
});
