/** The documents for users, and the examples in them. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT: string = join(import.meta.dirname, "../..");

/** Documents that may hold examples in TypeScript. */
export const PAGES: readonly string[] = globSync(["README.md", "docs/*.md"], { cwd: ROOT }).toSorted();

/** A fenced block of a document. */
export interface Block {
  /** What stands behind the opening fence: a language, and `run` where the example is run as it is. */
  readonly info: string;
  readonly text: string;
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
    return { info: match[1]!, text: match[2]!, place: `${page}:${line}`, file };
  });
}

/** The examples in TypeScript of a page. */
export function examplesOf(page: string): Block[] {
  return blocksOf(page).filter(({ info }) => /^ts\b/.test(info));
}

/** Those of them that run as they are, without a key and without a server. */
export function runnableOf(page: string): Block[] {
  return examplesOf(page).filter(({ info }) => info === "ts run");
}
