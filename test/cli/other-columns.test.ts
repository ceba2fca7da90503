/** Files with more columns than the prompt names: rows are shown by those that it names, and called by a column of ids. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXAMPLE, exampleFolder, type Folder } from "./helpers.ts";

const PROMPT = "# Task\nIs this review positive or negative?\n\n# Prediction\nText: {{text}}\nLabel:";

describe("a file with columns that the prompt does not name", () => {
  let folder: Folder;
  beforeAll(async () => {
    folder = await exampleFolder();
    const [header, ...lines] = readFileSync(join(EXAMPLE, "reviews.csv"), "utf8").trimEnd().split("\n");
    const rows = lines.map((line, i) => `TCK-${10_000 + i},2026-01-01,${line}`);
    await folder.write({
      "reviews.csv": `Ticket ID,Created At,${header}\n${rows.join("\n")}\n`,
      "a.md": PROMPT,
      "b.md": PROMPT.replace("?", "? Words such as “not” turn the meaning around; what breaks is negative."),
    });
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  it("compare and check --live leave the others out", async () => {
    const { code, stdout } = await folder.run("compare a.md b.md");
    expect(code).toBe(0);
    expect(stdout).toMatch(/Fixed by b\.md, 3 of \d+:\n/);
    expect(stdout).not.toContain("TCK-");
    const live = await folder.run("check --live");
    expect(live.stdout).toContain("look at the labels");
    expect(live.stdout).not.toContain("TCK-");
  });

  it("evaluate --out has the ticket's id as the name of a row", async () => {
    await folder.run("evaluate --prompt a.md --out answers.jsonl");
    const [line] = readFileSync(join(folder.path, "answers.jsonl"), "utf8").split("\n");
    expect(JSON.parse(line!)).toMatchObject({ name: expect.stringMatching(/^TCK-\d{5}$/) as string });
  });
});
