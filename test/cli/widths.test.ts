/** Screens fit the terminal: no line is wider, no word is split; a file or a pipe gets all of it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { widthOf } from "../../src/report/fit.ts";
import { exampleFolder, SMALL, type Folder } from "./helpers.ts";

const COLUMNS = 60;
const small = SMALL.join(" ");

describe("on a narrow terminal", () => {
  let folder: Folder;
  beforeAll(async () => {
    folder = await exampleFolder();
    await folder.write({ "other.md": "# Task\nIs the review positive, or is it negative?\n\n# Text\n{{text}}" });
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  it.each([
    "check",
    "evaluate --split dev",
    "compare prompt.md other.md",
    `trials --seeds 2 --vary selection.selector=uniform,ucb ${small}`,
    `optimize ${small}`,
    `step ${small}`,
    "show",
    "runs",
    "cache",
  ])("%s fits", async (command) => {
    const { code, stdout, stderr } = await folder.run(command, { tty: true, columns: COLUMNS });
    expect(code).toBe(0);
    const lines = `${stdout}\n${stderr}`.split("\n").filter((line) => !line.includes("\r"));
    expect(lines.length).toBeGreaterThan(3);
    // A path is one word, which is not split.
    const wide = lines.filter((line) => widthOf(line) > COLUMNS && !/^\s*\S+$/.test(line));
    expect(wide).toEqual([]);
  });

  it("a pipe gets whole lines", async () => {
    const { stdout } = await folder.run("evaluate --split dev", { columns: COLUMNS });
    expect(Math.max(...stdout.split("\n").map(widthOf))).toBeGreaterThan(COLUMNS);
  });

  it("colours take no columns", async () => {
    expect(widthOf("\u001b[1mbold\u001b[0m")).toBe(4);
  });
});
