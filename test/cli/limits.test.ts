/** `--limit` and `--protect` in the terminal: what is announced, shown, and how the command ends. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { exampleFolder, SMALL, type Folder } from "./helpers.ts";

let folder: Folder;
beforeAll(async () => {
  folder = await exampleFolder();
  const [header, ...lines] = (await readFile(join(folder.path, "reviews.csv"), "utf8")).trimEnd().split("\n");
  const rows = lines.map((line, i) => `${i % 100 === 0 ? "yes" : "no"},${line}`);
  await folder.write({ "reviews.csv": [`must,${header}`, ...rows, ""].join("\n") });
});
afterAll(() => folder[Symbol.asyncDispose]());

const LIMITS = ["--limit", "recall:positive >= 0.99", "--limit", "promptTokens <= 20", "--protect", "must"];

it("announces protected rows, and limits that the initial prompt misses", async () => {
  const { code, stdout } = await folder.run(["check", ...LIMITS, ...SMALL]);
  expect(code).toBe(0);
  expect(stdout).toContain("20 rows are protected, and in none of the splits.");
  expect(stdout).toContain("The initial prompt misses the limit promptTokens <= 20");
  expect(stdout).toContain("to see that they break no protected row");
});

it("names the option for a limit that is none", async () => {
  const { code, stderr } = await folder.run(["check", "--limit", "recal:positive >= 0.9"]);
  expect(code).toBe(2);
  expect(stderr).toContain("the nearest is “recall:LABEL”");
});

it("ends with exit code 4 where no prompt meets the limits and better is required, and shows who was refused", async () => {
  const out = ["--limit", "accuracy >= 0.999", "--limit", "promptTokens <= 900", "--protect", "must"];
  const ran = await folder.run(["optimize", "--require", "better", ...out, ...SMALL]);
  expect(ran.code).toBe(4);
  expect(ran.stdout).toContain("Verdict: MISSES A LIMIT");
  expect(ran.stdout).toContain("limit promptTokens <= 900");
  const { stdout } = await folder.run(["show"], { columns: 100_000 });
  expect(stdout).toMatch(
    /P\d+ may not win: (?:of the limit accuracy >= 0\.999 on dev it misses it|it breaks \d+ protected row)/,
  );
  const shown = (await folder.run(["show", "--json"])).json() as { summary: { refused: { id: string }[] } };
  expect(shown.summary.refused.length).toBeGreaterThan(0);
});
