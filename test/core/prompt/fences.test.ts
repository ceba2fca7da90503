import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fencesIn } from "../../../src/core/prompt/fences.ts";

const insides = (text: string): string[] => fencesIn(text).map(({ start, end }) => text.slice(start, end));

describe("fencesIn", () => {
  it.each([
    ["a\n```\n# b\n```\nc", ["```\n# b\n```"]],
    ["```python\n# b\n```", ["```python\n# b\n```"]],
    ["~~~\n```\n# b\n~~~\n```", ["~~~\n```\n# b\n~~~"]],
    ["````\n```\n# b\n````", ["````\n```\n# b\n````"]],
    ["```\na\n`````\nb", ["```\na\n`````"]],
    ["1. do\n   ```\n# b\n   ```\n", ["   ```\n# b\n   ```"]],
    ["```\na\n```\n```\nb\n```", ["```\na\n```", "```\nb\n```"]],
    ["```\na\n``` b\n```", ["```\na\n``` b\n```"]],
  ])("finds those of %j", (text, found) => {
    expect(insides(text)).toEqual(found);
  });

  it.each(["```\n# never closed", "``\na\n``", "`a`", "say ``` here\n```", "```a`b```\n# c", "~~~\n```", "````\n```"])(
    "finds none in %j",
    (text) => {
      expect(insides(text)).toEqual([]);
    },
  );

  it("finds the first closing line, and fences that do not overlap", () => {
    const line = fc.constantFrom("```", "~~~", "````", "``` js", "# a", "text", "  ```", "`````", "~~~~ x");
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.join("\n");
        expect(insides(text)).toEqual(expectedFences(lines));
      }),
      { numRuns: 500 },
    );
  });

  it("takes time in proportion to the text", () => {
    for (const piece of ["```\n", "``` a\n", "~~~ x\n```\n", `${"`".repeat(50)}\n`]) {
      const started = performance.now();
      fencesIn(piece.repeat(40_000));
      expect(performance.now() - started).toBeLessThan(2000);
    }
  });
});

/** By the book, in quadratic time. */
function expectedFences(lines: readonly string[]): string[] {
  const found: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const marks = /^\s*(`{3,}|~{3,})/.exec(lines[i]!)?.[1];
    if (marks === undefined) continue;
    const close = lines.findIndex((line, j) => {
      const end = /^\s*(`{3,}|~{3,})\s*$/.exec(line)?.[1];
      return j > i && end !== undefined && end[0] === marks[0] && end.length >= marks.length;
    });
    if (close === -1) continue;
    found.push(lines.slice(i, close + 1).join("\n"));
    i = close;
  }
  return found;
}
