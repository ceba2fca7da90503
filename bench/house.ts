/** The shape of the code and of the English: import cycles, long files, loose files, who knows what a part is, long sentences. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cyclesOf, importsOf } from "./lib/imports.ts";
import { sentencesOf } from "./lib/sentences.ts";

const ROOT = join(import.meta.dirname, "..");
const MOST_WORDS = 25;
/** A file knows what a part of a prompt is made of when it states or imports the type, or looks into the parts one by one. */
const KNOWS_PARTS = new RegExp(
  [
    String.raw`\binterface (?:Part|Slot)\b`,
    String.raw`\bPart\b[^;{}]*\} from "[./\w-]*prompt\.ts"`,
    String.raw`\w\.parts(?:!|\?)?\.(?:map|find|filter|flatMap|some|every|reduce)\(`,
    String.raw`\bof [\w.]+\.parts\b`,
    String.raw`\.where\.(?:message|start|end)\b`,
  ].join("|"),
);

export async function run(_args: readonly string[], print: (line: string) => void): Promise<Record<string, number>> {
  const cycles = cyclesOf(importsOf(join(ROOT, "src")));
  for (const cycle of cycles) print(`cycle: ${cycle.join(", ")}`);

  const files = globSync("src/**/*.ts", { cwd: ROOT, exclude: ["src/testing/**"] })
    .toSorted()
    .map((file) => ({ file, text: readFileSync(join(ROOT, file), "utf8") }));
  const longest = files
    .map(({ file, text }) => ({ file, lines: text.trimEnd().split("\n").length }))
    .toSorted((a, b) => b.lines - a.lines);
  print(`longest file: ${longest[0]!.file}, ${longest[0]!.lines} lines`);
  const knowing = files.filter(({ text }) => KNOWS_PARTS.test(text));
  print(`files that know what a part is made of: ${knowing.map(({ file }) => file).join(", ")}`);

  const sentences = globSync(["README.md", "docs/*.md"], { cwd: ROOT }).flatMap((page) =>
    sentencesOf(readFileSync(join(ROOT, page), "utf8")).map((sentence) => ({ page, ...sentence })),
  );
  const byLength = sentences.toSorted((a, b) => b.words - a.words);
  print("the ten longest sentences:");
  for (const { page, line, words, text } of byLength.slice(0, 10)) print(`  ${page}:${line} ${words} words: ${text}`);

  return {
    typeCircles: cycles.length,
    partFiles: knowing.length,
    longestFile: longest[0]!.lines,
    looseFiles: files.filter(({ file }) => /^src\/[^/]+$/.test(file)).length,
    sentencesOver25: sentences.filter(({ words }) => words > MOST_WORDS).length / sentences.length,
    longestSentence: byLength[0]!.words,
  };
}
