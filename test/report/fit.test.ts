/** Lines that fit a terminal. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clipped, widthOf, wrapped } from "../../src/report/fit.ts";
import { table } from "../../src/report/table.ts";

const text = fc
  .array(fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }), { maxLength: 30 })
  .map((words) => words.map((word) => word.replace(/\s/g, "x")).join(" "));

describe("wrapped", () => {
  it("keeps every word whole and in order, on lines that fit", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 20, max: 120 }), (line, width) => {
        const lines = wrapped(line, width);
        expect(lines.join("").replace(/\s/g, "")).toBe(line.replace(/\s/g, ""));
        for (const one of lines) expect(widthOf(one) <= width || one.trim().split(/\s+/).length === 1).toBe(true);
        const latin = line.split(" ").filter((word) => /^[\x21-\x7e]+$/.test(word));
        const words = new Set(lines.flatMap((one) => one.split(/\s+/)));
        for (const word of latin) expect(words.has(word), word).toBe(true);
      }),
    );
  });

  it("hangs lines that continue another under its indent", () => {
    expect(wrapped("  one two three four five six", 20)).toEqual(["  one two three four", "    five six"]);
    expect(wrapped("+one two three four five six", 20, "+  ")).toEqual(["+one two three four", "+  five six"]);
  });

  it("counts wide characters as two columns, and breaks between them", () => {
    expect(widthOf("日本語 a🙂")).toBe(10);
    expect(widthOf("e\u0301")).toBe(1);
    expect(wrapped("日本語のテキストは長いです、はい", 20).every((line) => widthOf(line) <= 20)).toBe(true);
  });
});

describe("clipped", () => {
  it("cuts between words, and within one that alone is too long", () => {
    expect(clipped("one two three", 13)).toBe("one two three");
    expect(clipped("one two three", 12)).toBe("one two …");
    expect(clipped("incomprehensible", 8)).toBe("incompr…");
    expect(clipped("a\n b", 9)).toBe("a b");
  });

  it("never takes more than its width", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 60 }), (line, width) => {
        expect(widthOf(clipped(line, width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe("a table with a width", () => {
  const rows = [
    ["a", "0.5", "some words that are long enough to be cut", "other words that are as long as these"],
    ["b", "0.25", "few", "short"],
  ];

  it("cuts the widest columns between words, and no number", () => {
    const lines = table(["name", "score", "first", "second"], rows, 53);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(53);
    expect(lines[1]).toMatch(/^a {7}0\.5 {2}some words that … +other words that …$/);
  });

  it("is as wide as it gets without one", () => {
    expect(table(["name", "score", "first", "second"], rows)[1]).toContain(rows[0]![2]);
  });
});
