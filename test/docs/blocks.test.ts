/** What the documents show of a terminal is a screen, which screens.test.ts compares; no other block looks like one. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { configJsonSchema } from "../../src/options/config.ts";
import { blocksOf, DOCUMENTS, pageText, plainBlocksIn } from "./pages.ts";

/** Blocks that are neither commands nor options: a part of each, and what it is. */
const EXCEPTIONS: readonly (readonly [page: string, part: string, what: string])[] = [
  ["README.md", "select the best few by a bandit", "a picture of the search"],
  ["docs/paper.md", "proposing    P · (g", "a formula"],
  ["docs/real-models.md", "{{text}}", "prompts that a search found"],
  ["docs/scale.md", "task calls       T = F + a E", "a formula"],
  ["docs/scale.md", "tokens = T (p + x", "a formula"],
];

/** Screens, and languages that are compiled or read elsewhere. */
const LANGUAGES = ["bibtex", "console", "ts", "ts run", "typescript", "yaml"];

/** A command to type, without what it prints. */
const COMMAND = /^ *(?:(?:npx )?protegi|npm|node|ollama) /;

const OPTIONS = new Set(Object.keys(configJsonSchema()["properties"] as object));

/** Whether a block may be what a terminal prints: it is neither a list of commands nor options of `protegi.yaml`. */
function looksPrinted(block: string): boolean {
  return !block.split("\n").every((line) => line.trim() === "" || COMMAND.test(line)) && !isOptions(block);
}

function isOptions(block: string): boolean {
  try {
    const value: unknown = parse(block);
    return typeof value === "object" && value !== null && Object.keys(value).every((key) => OPTIONS.has(key));
  } catch {
    return false;
  }
}

const FOUND = DOCUMENTS.flatMap((page) =>
  plainBlocksIn(pageText(page)).flatMap(({ text, line }) => (looksPrinted(text) ? [{ page, line, text }] : [])),
);

it("what looks like the output of a command is a screen: ```console, and “$ ” in front of the command", () => {
  const excepted = ({ page, text }: { readonly page: string; readonly text: string }): boolean =>
    EXCEPTIONS.some(([of, part]) => of === page && text.includes(part));
  expect(FOUND.filter((found) => !excepted(found))).toEqual([]);
  const unknown = DOCUMENTS.flatMap(blocksOf).filter(({ info }) => !LANGUAGES.includes(info));
  expect(unknown.map(({ place, info }) => `${place}: ${info}`)).toEqual([]);
});

it.each(EXCEPTIONS)("%s needs its exception for “%s”: %s", (page, part) => {
  expect(FOUND.some((found) => found.page === page && found.text.includes(part))).toBe(true);
});

describe("blocks", () => {
  it.each([
    "A round:\n\n    Round 2: 16 gradients, 12 new prompts\n      G9 contradicts G12\n\nMore.",
    "    $ protegi show\n    Run 2026-11-23-747511, finished",
    "    protegi show\n    Run 2026-11-23-747511, finished",
    "```\nVerdict: BETTER\n```",
    "- A list:\n\n  ```\n  Verdict: BETTER\n  ```",
    "Then\n\n    Verdict: BETTER",
    '    {"row":"0dabd8217cd5ea92"}',
  ])("that look printed are found: %s", (page) => {
    expect(plainBlocksIn(page).filter(({ text }) => looksPrinted(text))).toHaveLength(1);
  });

  it.each([
    "Type\n\n    npx protegi check   # costs nothing\n\n    protegi optimize --out better.md\n\nand wait.",
    "Set\n\n    repeats: 5\n    search: { temperature: 0.7 }    # in protegi.yaml",
    "```console\n$ protegi show\nVerdict: BETTER\n```",
    "```ts\nconst a = 1;\n\n    call(a);\n```",
    "- An item that goes on\n    in a line of its own.",
  ])("that do not are not: %s", (page) => {
    expect(plainBlocksIn(page).filter(({ text }) => looksPrinted(text))).toEqual([]);
  });
});
