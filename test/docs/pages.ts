/** The documents for users, and the examples in them. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT: string = join(import.meta.dirname, "../..");

/** Documents that may hold examples in TypeScript. */
export const PAGES: readonly string[] = globSync(["README.md", "docs/*.md"], { cwd: ROOT }).toSorted();

/** All documents for users. */
export const DOCUMENTS: readonly string[] = globSync(["README.md", "docs/**/*.md", "examples/*/README.md"], {
  cwd: ROOT,
}).toSorted();

/** A fenced block of a document. */
export interface Block {
  /** What stands behind the opening fence: a language, and `run` where the example is run as it is. */
  readonly info: string;
  readonly text: string;
  /** Whether the page has this text right in front of the block. */
  precededBy(text: string): boolean;
  /** The page and the line of the first line inside, such as `README.md:40`. */
  readonly place: string;
  /** A file name that tells the same. */
  readonly file: string;
}

export function pageText(page: string): string {
  return readFileSync(join(ROOT, page), "utf8");
}

export function blocksOf(page: string): Block[] {
  const text = pageText(page);
  return Array.from(text.matchAll(/^```(\S.*)\n([\s\S]*?)^```$/gm), (match) => {
    const line = text.slice(0, match.index).split("\n").length + 1;
    const file = `${page.replaceAll("/", "-").replace(/\.md$/, "")}-line-${line}.mts`;
    const precededBy = (before: string): boolean => text.slice(0, match.index).endsWith(before);
    return { info: match[1]!, text: match[2]!, precededBy, place: `${page}:${line}`, file };
  });
}

/** Blocks without a language: those of four spaces, and bare fences. They hold commands, options, formulas, pictures. */
export function plainBlocksIn(text: string): { readonly text: string; readonly line: number }[] {
  const blocks: { lines: string[]; line: number }[] = [];
  let inside: "language" | "bare" | "indented" | undefined;
  let before = "";
  for (const [i, line] of text.split("\n").entries()) {
    const [, language] = /^ *(?:```|~~~)(.*)$/.exec(line) ?? [];
    const isIndented = /^(?: {4}|\t)/.test(line);
    const closes = language !== undefined && (inside === "language" || inside === "bare");
    const wasInside = inside;
    if (closes) inside = undefined;
    else if (language !== undefined) inside = language === "" ? "bare" : "language";
    else if (inside === "indented" && !isIndented && line.trim() !== "") inside = undefined;
    else if (inside === undefined && isIndented && before.trim() === "") inside = "indented";
    if (inside !== undefined && inside !== "language") {
      if (inside !== wasInside) blocks.push({ lines: [], line: i + 1 });
      if (language === undefined) blocks.at(-1)!.lines.push(line);
    }
    before = line;
  }
  return blocks.map(({ lines, line }) => ({ text: lines.join("\n").trimEnd(), line }));
}

/** The examples in TypeScript of a page. */
export function examplesOf(page: string): Block[] {
  return blocksOf(page).filter(({ info }) => /^ts\b/.test(info));
}

/** Those of them that run as they are, without a key and without a server. */
export function runnableOf(page: string): Block[] {
  return examplesOf(page).filter(({ info }) => info === "ts run");
}
