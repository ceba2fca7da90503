/** What the benchmark `house` counts: sentences, import cycles, and the bars that the code and the documents hold. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { run } from "../../bench/house.ts";
import { cyclesOf, importsOf } from "../../bench/lib/imports.ts";
import { sentencesOf } from "../../bench/lib/sentences.ts";
import { tempFolder } from "../temp.ts";

const words = (markdown: string): (readonly [string, number])[] =>
  sentencesOf(markdown).map(({ text, words: count }) => [text, count]);

it("splits prose into sentences, over line ends", () => {
  expect(words('One is\nhere. Two (too). "Three?" Four, e.g. Bayes, ends.')).toEqual([
    ["One is here.", 3],
    ["Two (too).", 2],
    ['"Three?"', 1],
    ["Four, e.g. Bayes, ends.", 4],
  ]);
});

it("counts a span of code as one word, and a link by its text", () => {
  expect(words("Run `a b. C d` for [the page](x.md#y z) — now. `B c` ends.")).toEqual([
    ["Run `a b. C d` for [the page](x.md#y z) — now.", 6],
    ["`B c` ends.", 2],
  ]);
});

it("takes each list item as a sentence of its own", () => {
  expect(sentencesOf("Two things:\n- the first\n  goes on\n2. The second. A third\n").map((one) => one.line)).toEqual([
    1, 2, 4, 4,
  ]);
});

it("reads no code, table, heading or comment", () => {
  const page = [
    "# A heading. It is none.",
    "| a table. | Not read. |",
    "```ts",
    "const code = 1;",
    "",
    "// More. Of it.",
    "```",
    "",
    "    indented code. Too.",
    "<!-- a comment. Over",
    "lines. -->",
    "Prose.",
  ].join("\n");
  expect(sentencesOf(page)).toEqual([{ text: "Prose.", line: 12, words: 1 }]);
});

it("finds cycles of imports by value and by type", () => {
  const folder = tempFolder();
  const files = {
    "a.ts": `import { b } from "./b.ts";`,
    "b.ts": `import type { C } from "./c.ts";`,
    "c.ts": `export type A = import("./a.ts").A;`,
    "d.ts": `import "./a.ts";`,
    "e.ts": `export * from "./d.ts"; import "node:fs";`,
  };
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
  expect(cyclesOf(importsOf(folder))).toEqual([["a.ts", "b.ts", "c.ts"]]);
});

it("the house holds its bars", async () => {
  const lines: string[] = [];
  const figures = await run([], (line) => lines.push(line));
  expect(figures.typeCircles).toBe(0);
  expect(figures.longestFile).toBeLessThanOrEqual(220);
  expect(figures.looseFiles).toBeLessThanOrEqual(4);
  expect(figures.sentencesOver25).toBeLessThanOrEqual(0.05);
  expect(lines.filter((line) => /\.md:\d+ \d+ words/.test(line))).toHaveLength(10);
});
