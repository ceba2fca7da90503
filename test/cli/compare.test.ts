/** `protegi compare`: paired differences, flips, early stop, wrong use. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleFolder, type Folder } from "./helpers.ts";

const RULES =
  "- If something is broken or flawed, take that as a complaint.\n- Treat anything that it lacks as a reason for negative.\n- Mind negations: they turn the meaning of the words after them around.";
const promptOf = (rules: string): string =>
  `# Task\nIs this review positive or negative?\n${rules}\n\n# Prediction\nText: {{text}}\nLabel:`;

interface Document {
  readonly rows: number;
  readonly available: number;
  readonly prompts: {
    readonly file: string;
    readonly word?: string;
    readonly pValue?: number;
    readonly fixed: unknown[];
    readonly broken: unknown[];
    readonly difference?: { value: number; n: number };
  }[];
}

describe("compare", () => {
  let folder: Folder;
  beforeAll(async () => {
    folder = await exampleFolder();
    await folder.write({ "a.md": promptOf(""), "b.md": promptOf(RULES), "c.md": promptOf("") + "\n" });
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  it("answers in one screen: scores, difference, flips, p and the word", async () => {
    const { code, stdout } = await folder.run("compare a.md b.md");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /b\.md +0\.\d{3} \[0\.\d{3}, 0\.\d{3}\] +\+0\.\d{3} \[\+0\.\d{3}, \+0\.\d{3}\] +\d+ +\d+ +(0\.\d{3}|< 0\.001) +BETTER/,
    );
    expect(stdout).toContain("On 200 rows, the same for all. p is of McNemar's exact test.");
    expect(stdout).toMatch(/Fixed by b\.md, 3 of \d+:\n {2}positive → negative: /);
    expect(stdout.split("\n").length).toBeLessThan(24);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThan(125);
  });

  it("gives the same as data, with a correction for several prompts", async () => {
    const document = (await folder.run("compare a.md b.md c.md --split test --json")).json() as unknown as Document;
    const [first, better, same] = document.prompts;
    expect(document.rows).toBe(400);
    expect(first).toMatchObject({ file: "a.md", fixed: [], broken: [] });
    expect(better!.word).toBe("better");
    expect(better!.difference!.value).toBeCloseTo((better!.fixed.length - better!.broken.length) / 400);
    expect(same).toMatchObject({ file: "c.md", word: "not shown", pValue: 1 });
  });

  it("stops as soon as all is decided", async () => {
    const document = (
      await folder.run("compare a.md b.md --split train --until-decided --json")
    ).json() as unknown as Document;
    expect(document.rows).toBeLessThan(document.available);
    expect(document.prompts[1]).toMatchObject({ word: "better" });
    const { stdout } = await folder.run("compare a.md c.md --until-decided");
    expect(stdout).toContain("Not decided before the last row");
  });

  it.each([
    ["compare a.md", "expected two or more prompts, got 1"],
    ["compare a.md nowhere.md", "nowhere.md"],
    ["compare a.md b.md --split most", "expected one of train, dev, test"],
    ["compare a.md b.md --metric macro-f1 --until-decided", "macro F1 is no mean over rows"],
    ["compare a.md b.md --config nowhere.yaml", "nowhere.yaml"],
  ])("%s is refused", async (command, message) => {
    const { code, stderr, stdout } = await folder.run(command);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
  });
});
