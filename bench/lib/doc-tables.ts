/**
 * Tables of the documents that a benchmark measures. A page has each between `<!-- bench NAME TABLE -->` and `<!-- end -->`;
 * the benchmark keeps its lines in `bench/results/NAME.json`, and `--write` puts them into the pages. So it does with the
 * single figures of `doc-figures.ts`.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withFigures } from "./doc-figures.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Keeps a table under a name, as Markdown; the first row is its head. */
export type KeepTable = (table: string, rows: readonly (readonly string[])[]) => void;

/** Tables by name, as lines of Markdown. */
export type DocTables = Readonly<Record<string, readonly string[]>>;

/** What a benchmark has kept. */
export interface Kept {
  readonly name: string;
  readonly machine: object;
  readonly figures: Readonly<Record<string, number>>;
  readonly tables?: DocTables;
}

export function resultsFile(name: string): string {
  return join(ROOT, `bench/results/${name}.json`);
}

/** What this benchmark has kept; undefined when it has kept nothing. */
export function keptResults(name: string): Kept | undefined {
  const file = resultsFile(name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Kept) : undefined;
}

export function markdown([head = [], ...rows]: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

/** A table of a page. */
export interface Mark {
  readonly bench: string;
  readonly table: string;
  /** The lines that the page shows. */
  readonly lines: readonly string[];
}

const MARKED = /(<!-- bench (\S+) (\S+) -->\n)([\s\S]*?)(<!-- end -->)/g;

export function marksOf(page: string): Mark[] {
  return Array.from(page.matchAll(MARKED), ([, , bench, table, body]) => ({
    bench: bench!,
    table: table!,
    lines: body!.split("\n").slice(0, -1),
  }));
}

/** The page with the tables of this benchmark in their places. Throws for a table that was not kept. */
export function withTables(page: string, bench: string, tables: DocTables): string {
  return page.replaceAll(MARKED, (whole, start: string, name: string, table: string, _, end: string) => {
    if (name !== bench) return whole;
    const lines = tables[table];
    if (lines === undefined)
      throw new Error(
        `A page shows the table ${table} of ${bench}, which kept ${Object.keys(tables).join(", ") || "none"}.`,
      );
    return `${start}${lines.map((line) => `${line}\n`).join("")}${end}`;
  });
}

/** The documents that may show what benchmarks measure, from the root of the clone. */
export function documents(): string[] {
  return globSync(["README.md", "docs/*.md"], { cwd: ROOT }).toSorted();
}

/** A document as it is, and as it is to be. */
export interface Renewed {
  readonly document: string;
  readonly before: string;
  readonly after: string;
}

/** All documents with the tables and figures that a benchmark has kept. Throws where a page shows what was not kept. */
export function renewedBy(bench: string): Renewed[] {
  const kept = keptResults(bench);
  if (kept === undefined)
    throw new Error(`${bench} has kept nothing. Run it: npm run bench -- ${bench} --keep --write`);
  return documents().map((document) => {
    const before = readFileSync(join(ROOT, document), "utf8");
    const after = withFigures(withTables(before, bench, kept.tables ?? {}), bench, kept);
    return { document, before, after };
  });
}

/** Puts what a benchmark has kept into the documents; those that changed. */
export function writeTables(bench: string): string[] {
  const changed = renewedBy(bench).filter(({ before, after }) => after !== before);
  for (const { document, after } of changed) writeFileSync(join(ROOT, document), after);
  return changed.map(({ document }) => document);
}

/** A mean with half its interval: `0.632 ±0.042`. */
export function meanCell({ value, half }: { readonly value: number; readonly half: number }): string {
  return `${value.toFixed(3)} ±${half.toFixed(3)}`;
}

/** A difference, likewise, with its sign. */
export function gainCell({ value, half }: { readonly value: number; readonly half: number }): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)} ±${half.toFixed(3)}`;
}

/** The cells of some rows, with the highest value of each column in bold. */
export function withBest<Value extends { readonly value: number }>(
  rows: readonly (readonly Value[])[],
  cell: (value: Value) => string,
): string[][] {
  const best = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.value)));
  return rows.map((row) => row.map((one, column) => (one.value === best[column] ? `**${cell(one)}**` : cell(one))));
}
