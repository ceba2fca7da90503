/** What the documents show of the terminal is what the commands print; "…" stands for lines that are left out. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runProgram } from "../../src/cli/program.ts";
import { blocksOf, PAGES, ROOT, type Block } from "./pages.ts";

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
  it.each(screens(page).map((block) => [block.place, block] as const))(
    "%s is what the command prints",
    async (_, { text }) => {
      const [command = "", ...shown] = text.trimEnd().split("\n");
      const printed = await outputOf(
        command
          .slice(2)
          .replace(/^npm run demo -- --recorded$/, RECORDED)
          .replace(/^npm run demo$/, DEMO),
      );
      let from = 0;
      let elided = false;
      for (const line of shown) {
        if (line === "…") elided = true;
        else {
          const at = elided ? printed.indexOf(line, from) : from;
          expect(printed[at], `after ${JSON.stringify(printed[from - 1])}`).toBe(line);
          from = at + 1;
          elided = false;
        }
      }
      expect(elided || printed.slice(from).every((line) => line === "")).toBe(true);
    },
  );
});

it("README.md shows the demo, and what the example costs", () => {
  expect(screens("README.md").map(({ text }) => text.split("\n")[0])).toEqual([
    "$ npm run demo",
    "$ npm run demo -- --recorded",
    "$ protegi check examples/reviews/protegi.yaml --model openai:gpt-5-mini",
  ]);
});

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
