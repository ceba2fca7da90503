/** What a person reads is plain English, as far as a test can hold it: short sentences, short lines, the usual words. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sentencesOf } from "../../bench/lib/sentences.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const documents = globSync(["*.md", "docs/**/*.md", "examples/**/*.md"], {
  cwd: root,
  exclude: ["**/node_modules/**"],
});

/** Words of a private dialect; the usual ones are again, next to, anyone who, respected, available, depends on, predicted. */
const DIALECT = /\b(?:anew|beside|whoever|heed(?:s|ed)?|to be had|hangs? on|foret(?:ell|old)\w*)\b/i;

describe.each(documents)("%s", (document) => {
  const sentences = sentencesOf(read(document));

  it("has few sentences of more than 25 words, and none of more than 35", () => {
    const long = sentences.filter(({ words }) => words > 25);
    expect(sentences.filter(({ words }) => words > 35)).toEqual([]);
    expect(long.length, JSON.stringify(long)).toBeLessThanOrEqual(Math.max(2, 0.1 * sentences.length));
  });

  it("uses the usual words", () => {
    const quoted = /`[^`]*`|“[^”]*”|"[^"]*"/g;
    expect(sentences.filter(({ text }) => DIALECT.test(text.replaceAll(quoted, "")))).toEqual([]);
  });

  it("has no line of prose over 120 columns", () => {
    const prose = read(document)
      .replaceAll(/^ *```[\s\S]*?^ *```$/gm, "")
      .replaceAll(/<!--.*?-->/g, "")
      .split("\n")
      .filter((line) => !/^\||^ {4}|^#/.test(line));
    expect(prose.filter((line) => line.length > 120)).toEqual([]);
  });
});

describe("the source", () => {
  const files = globSync("src/**/*.ts", { cwd: root });

  it("has no doc comment that begins with “The same”: each says what it is about", () => {
    const found = files.flatMap((file) => {
      const comments = Array.from(read(file).matchAll(/\/\*\*\s*(?:\* )?(The same\b.*)/g), ([, text]) => text);
      return comments.map((text) => `${file}: ${text}`);
    });
    expect(found).toEqual([]);
  });

  it("says in its messages what it got, not what came", () => {
    const found = files.flatMap((file) => (/["`][^"`\n]*\bexpected\b[^"`\n]*, came\b/.test(read(file)) ? [file] : []));
    expect(found).toEqual([]);
  });

  it("uses the usual words, except where simulated models speak", () => {
    const simulated = /^src\/testing\/(?:worlds|reviews)\//;
    const lines = files
      .filter((file) => !simulated.test(file))
      .flatMap((file) =>
        read(file)
          .split("\n")
          .map((line, i) => ({ place: `${file}:${i + 1}`, line })),
      );
    expect(lines.filter(({ line }) => DIALECT.test(line))).toEqual([]);
  });
});
