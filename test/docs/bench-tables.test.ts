/** Tables of the documents that benchmarks measure are those that were kept. `npm run bench -- NAME --write` renews them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  documents,
  keptResults,
  markdown,
  marksOf,
  meanCell,
  withBest,
  withTables,
} from "../../bench/lib/doc-tables.ts";
import { pageText, ROOT } from "./pages.ts";

const SHOWN = documents().flatMap((page) => marksOf(pageText(page)).map((mark) => ({ page, ...mark })));

describe.each(SHOWN)("$page, the table $table of $bench", ({ bench, table, lines }) => {
  it("is measured by a benchmark that there is", () => {
    expect(existsSync(join(ROOT, `bench/${bench}.ts`))).toBe(true);
  });

  it.skipIf(keptResults(bench) === undefined)("shows what the benchmark has kept", () => {
    expect(lines).toEqual(keptResults(bench)!.tables?.[table]);
  });
});

it("every mark has its end, and no table is shown twice", () => {
  for (const page of documents()) {
    const text = pageText(page);
    expect(text.match(/<!-- bench /g)?.length ?? 0, page).toBe(marksOf(text).length);
    expect(text.match(/<!-- end -->/g)?.length ?? 0, page).toBe(marksOf(text).length);
  }
  expect(new Set(SHOWN.map(({ bench, table }) => `${bench} ${table}`)).size).toBe(SHOWN.length);
  expect(SHOWN.length).toBeGreaterThan(10);
});

describe("putting tables into a page", () => {
  const page = "a\n\n<!-- bench one first -->\n| old |\n<!-- end -->\n\nb\n\n<!-- bench two first -->\n<!-- end -->\n";

  it("changes those of one benchmark alone, and again to the same", () => {
    const tables = { first: markdown([["head"], ["cell"]]) };
    const written = withTables(page, "one", tables);
    expect(marksOf(written)).toEqual([
      { bench: "one", table: "first", lines: ["| head |", "| --- |", "| cell |"] },
      { bench: "two", table: "first", lines: [] },
    ]);
    expect(written.startsWith("a\n\n") && written.includes("\n\nb\n\n")).toBe(true);
    expect(withTables(written, "one", tables)).toBe(written);
  });

  it("refuses a table that was not kept", () => {
    expect(() => withTables(page, "two", { second: [] })).toThrow(/shows the table first of two, which kept second/);
  });

  it("shows the best of each column in bold, also where two are level", () => {
    const rows = [
      [
        { value: 0.5, half: 0.01 },
        { value: 0.7, half: 0.02 },
      ],
      [
        { value: 0.6, half: 0.01 },
        { value: 0.7, half: 0.03 },
      ],
    ];
    expect(withBest(rows, meanCell)).toEqual([
      ["0.500 ±0.010", "**0.700 ±0.020**"],
      ["**0.600 ±0.010**", "**0.700 ±0.030**"],
    ]);
  });
});
