/** The paths that the documents name are there. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const documents = globSync(["*.md", "docs/**/*.md", "examples/**/*.md"], {
  cwd: root,
  exclude: ["**/node_modules/**"],
});

it("reads the documents", () => {
  expect(documents).toContain("CONTRIBUTING.md");
});

it.each(documents)("%s names only paths that exist", (document) => {
  const text = readFileSync(join(root, document), "utf8");
  expect([...linked(text, dirname(document)), ...quoted(text)].filter((path) => !isThere(path))).toEqual([]);
});

/** Targets of links inside the repository, which are relative to the document. */
function linked(text: string, folder: string): string[] {
  const targets = Array.from(text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g), (match) => match[1]!);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => relative(root, join(root, folder, target)));
}

/** Paths in backticks, which are relative to the root; `src/core/*.ts` and `{a,b}` count, `<name>` is for the reader to fill. */
function quoted(text: string): string[] {
  const spans = Array.from(text.matchAll(/`([^`\n]+)`/g), (match) => match[1]!);
  return spans.filter((span) => /^(?:\.ci|bench|docs|examples|recipes|schema|scripts|src|test)\/[^\s<>:]*$/.test(span));
}

/** A file that is yet to be written is called `x`; then its folder must be there. */
function isThere(path: string): boolean {
  if (basename(path).startsWith("x.")) return isThere(dirname(path));
  return /[*{]/.test(path) ? globSync(path, { cwd: root }).length > 0 : existsSync(join(root, path));
}
