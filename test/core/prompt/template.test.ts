import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fillTemplate, placeholderFor, placeholdersIn } from "../../../src/core/prompt/template.ts";

describe("placeholders", () => {
  it.each([
    ["text", "{{text}}"],
    ["What did you like", "{{What did you like}}"],
    ["größe_2.b-c", "{{größe_2.b-c}}"],
    ["Wie war's?", '{{column "Wie war\'s?"}}'],
    ["1. Overall, was it positive/negative?", '{{column "1. Overall, was it positive/negative?"}}'],
    ['He said "no"', '{{column "He said \\"no\\""}}'],
    ["two\nlines", '{{column "two\\nlines"}}'],
    ["a }} b {{text}}", '{{column "a }} b {{text}}"}}'],
    ["back\\slash", '{{column "back\\\\slash"}}'],
    [" spaces ", '{{column " spaces "}}'],
    ["", '{{column ""}}'],
    ["\u202e", '{{column "\\u202e"}}'],
    ['column "x"', '{{column "column \\"x\\""}}'],
  ])("has one for the column %j", (name, placeholder) => {
    expect(placeholderFor(name)).toBe(placeholder);
    expect(placeholdersIn(`a ${placeholder} b`)).toEqual([name]);
    expect(fillTemplate(`a ${placeholder} b`, { [name]: "{{text}} $&" })).toBe("a {{text}} $& b");
  });

  it("has one for any name, which is read back wherever it is written", () => {
    const name = fc.string({
      unit: fc.constantFrom("a", " ", '"', "\\", "{", "}", "\n", "'", "?", "\u202e", "é", "c", "1"),
    });
    fc.assert(
      fc.property(name, name, fc.string(), (one, other, value) => {
        const text = `<${placeholderFor(one)}|${placeholderFor(other)}>`;
        expect(placeholdersIn(text)).toEqual([...new Set([one, other])]);
        expect(fillTemplate(text, { [one]: value, [other]: value })).toBe(`<${value}|${value}>`);
        expect(text).not.toContain("\n");
      }),
      { numRuns: 500 },
    );
  });

  it.each(['{{column "a}}', "{{column 'a'}}", '{{column "\\x"}}', '{{column "a" }', '{{ column}} "a"'])(
    "is not %s",
    (text) => {
      const names = placeholdersIn(text).filter((name) => name !== "column");
      expect(names).toEqual([]);
      expect(fillTemplate(text, { a: "VALUE", x: "VALUE" })).not.toContain("VALUE");
    },
  );

  it("compares names in one Unicode form, of any script", () => {
    expect(placeholdersIn("{{gro\u0308\u00dfe}} {{my\u00a0text}}")).toEqual(["gr\u00f6\u00dfe"]);
    expect(placeholdersIn('{{column "my\u00a0text"}}')).toEqual(["my text"]);
    expect(placeholdersIn("{{हिन्दी}} {{ความเห็น}}")).toEqual(["हिन्दी", "ความเห็น"]);
    expect(fillTemplate("{{gro\u0308\u00dfe}}", { "gr\u00f6\u00dfe": "x" })).toBe("x");
  });

  it("allows spaces inside the braces", () => {
    expect(placeholdersIn('{{  column  "a?"  }}{{ text }}')).toEqual(["a?", "text"]);
  });

  it("takes time in proportion to the text", () => {
    for (const piece of ['{{column "', '{{column "\\', "{{column ", "{{ a ", '{{column "a" ']) {
      const started = performance.now();
      placeholdersIn(piece.repeat(50_000));
      expect(performance.now() - started).toBeLessThan(2000);
    }
  });
});
