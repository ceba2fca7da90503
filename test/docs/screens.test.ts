/**
 * What the documents show of the terminal is what the commands print; "…" stands for lines that are left out.
 * `npm test -- test/docs/screens -u` renews them.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runProgram } from "../../src/cli/program.ts";
import { blocksOf, PAGES, pageText, ROOT, type Block } from "./pages.ts";

/** What `npm run demo` runs: `demo` in scripts/run.mjs. */
const DEMO = "protegi optimize examples/reviews/protegi.yaml";
/** What `npm run demo -- --recorded` runs. */
const RECORDED = "protegi optimize examples/reviews/recorded/protegi.yaml";

/** Blocks of the terminal whose first line is a command that can be run here. */
function screens(page: string): Block[] {
  return blocksOf(page).filter(
    ({ info, text }) =>
      info === "console" &&
      /^\$ (npm run demo(?: -- --recorded)?|protegi .*examples\/reviews\/protegi\.yaml.*)\n/.test(text),
  );
}

describe.each(PAGES.filter((page) => screens(page).length > 0))("%s", { timeout: 120_000 }, (page) => {
  it("shows what the commands print", async () => {
    let text = pageText(page);
    for (const { text: shown } of screens(page)) {
      const [command = "", ...lines] = shown.trimEnd().split("\n");
      const printed = await outputOf(
        command
          .slice(2)
          .replace(/^npm run demo -- --recorded$/, RECORDED)
          .replace(/^npm run demo$/, DEMO),
      );
      text = text.replace(shown, () => `${[command, ...renewed(lines, printed)].join("\n")}\n`);
    }
    await expect(text).toMatchFileSnapshot(join(ROOT, page));
  });
});

it("README.md shows the demo, and what the example costs", () => {
  expect(screens("README.md").map(({ text }) => text.split("\n")[0])).toEqual([
    "$ npm run demo",
    "$ npm run demo -- --recorded",
    "$ protegi check examples/reviews/protegi.yaml --model openai:gpt-5-mini",
  ]);
});

/** The lines of a screen as they are printed now: as many as it shows, with "…" where it has left some out. */
function renewed(shown: readonly string[], printed: readonly string[]): string[] {
  const lines: string[] = [];
  let from = 0;
  for (const [i, part] of partsOf(shown).entries()) {
    if (i > 0) lines.push("…");
    if (part.length === 0) continue;
    const at = i === 0 ? 0 : placeOf(part, printed, from);
    from = at + part.length;
    lines.push(...printed.slice(at, from));
  }
  const complete = lines.at(-1) === "…" || printed.slice(from).every((line) => line === "");
  return complete ? lines : [...lines, "…"];
}

function partsOf(shown: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const line of shown) {
    if (line === "…") parts.push([]);
    else parts.at(-1)!.push(line);
  }
  return parts;
}

/** Where lines like these begin: by the first line that is printed as it is shown, or else but for its numbers. */
function placeOf(part: readonly string[], printed: readonly string[], from: number): number {
  const withoutNumbers = (line: string): string => line.replaceAll(/\d[\d.,]*/g, "0");
  for (const read of [(line: string) => line, withoutNumbers]) {
    for (const [k, line] of part.entries()) {
      const at = printed.findIndex((one, n) => n >= from + k && line !== "" && read(one) === read(line));
      if (at >= 0) return at - k;
    }
  }
  throw new Error(`expected lines like these, and got none: ${part.join("\n")}`);
}

/** What was printed, by command: a command that several pages show is run once. */
const OUTPUTS = new Map<string, Promise<string[]>>();

function outputOf(command: string): Promise<string[]> {
  const output = OUTPUTS.get(command) ?? run(command);
  OUTPUTS.set(command, output);
  return output;
}

/** Both streams of a command, in the order of writing, as lines. */
async function run(command: string): Promise<string[]> {
  const home = mkdtempSync(join(tmpdir(), "protegi-screens-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  let output = "";
  const stream = { write: (text: string) => (output += text) };
  const [, ...args] = command.split(" ");
  const io = {
    stdout: stream,
    stderr: stream,
    env: { PROTEGI_HOME: home, OPENAI_API_KEY: "none" },
    cwd: ROOT,
    signal: new AbortController().signal,
  };
  expect(await runProgram(args, io), output).toBe(0);
  return output.trimEnd().split("\n");
}
