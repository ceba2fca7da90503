/**
 * What the documents show of the terminal is what the commands print; "…" stands for lines that are left out.
 * `npm test -- test/docs/screens -u` renews them.
 */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tasks } from "../../recipes/paper/tasks/index.ts";
import { holdingLines } from "../../src/report/holding.ts";
import { trueData } from "../recipes/files.ts";
import { DOCUMENTS, pageText, ROOT } from "./pages.ts";
import { renewed, screensOf, type Screen } from "./screens.ts";
import { shell, type Shell } from "./shell.ts";

let terminal: Shell;
beforeAll(() => {
  terminal = shell();
});
afterAll(() => terminal[Symbol.dispose]());

/** Screens that are not printed here, by the page and a part of the command; why, and what makes their lines. */
const NOT_RUN: readonly (readonly [page: string, command: string, why: string, lines: readonly string[]])[] = [
  [
    "docs/answers.md",
    "--model local:smollm2",
    "takes the weights of a local model",
    holdingLines({ form: "label", by: "words", calibrated: true }, true),
  ],
];

const isRun = (page: string, { text }: Screen): boolean =>
  !NOT_RUN.some(([of, command]) => of === page && text.includes(command));

/** A recipe reads data that we may not pass on. */
const showsRecipe = (page: string): boolean => screensOf(page).some(({ text }) => text.includes("npm run paper"));

const SHOWING = DOCUMENTS.filter((page) => screensOf(page).length > 0);

describe.each(SHOWING)("%s", { timeout: 120_000 }, (page) => {
  it.skipIf(showsRecipe(page) && trueData(tasks["ethos"]!) === undefined)("shows what the commands print", async () => {
    let text = pageText(page);
    for (const screen of screensOf(page).filter((one) => isRun(page, one))) {
      const now = await printedNow(screen);
      text = text.replace(`\`\`\`console\n${screen.text}\`\`\``, () => `\`\`\`console\n${now}\`\`\``);
    }
    await expect(text).toMatchFileSnapshot(join(ROOT, page));
  });
});

it.each(NOT_RUN)("%s has a screen of %s, which %s", (page, command, _, lines) => {
  const [screen, ...more] = screensOf(page).filter(({ text }) => text.includes(command));
  expect(more).toEqual([]);
  expect(screen!.typed.flatMap(({ shown }) => shown.map((line) => line.trim()))).toEqual(
    expect.arrayContaining([...lines]),
  );
});

/** A screen with what its commands print. */
async function printedNow({ before, typed, place }: Screen): Promise<string> {
  const lines: string[] = [];
  for (const [i, { command, shown }] of typed.entries()) {
    const { printed, code } = await terminal.run([...before, ...typed.slice(0, i + 1)]);
    const codeIsShown = typed[i + 1]?.command === "echo $?";
    if (!codeIsShown) expect(code, `${place}: ${command}\n${printed.join("\n")}`).toBe(0);
    lines.push(`$ ${command}`, ...renewed(shown, printed));
  }
  return lines.map((line) => `${line}\n`).join("");
}

it("README.md shows the demo, and what the example costs", () => {
  expect(screensOf("README.md").map(({ typed }) => typed.map(({ command }) => command))).toEqual([
    ["npm run demo"],
    ["npm run demo -- --recorded"],
    ["protegi check examples/reviews/protegi.yaml --model openai:gpt-5-mini"],
  ]);
});
