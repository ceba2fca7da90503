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
    /P\d+ may not win: (?:it misses the limit accuracy >= 0\.999 on dev|it breaks \d+ protected row)/,
  );
  const shown = (await folder.run(["show", "--json"])).json() as { summary: { refused: { id: string }[] } };
  expect(shown.summary.refused.length).toBeGreaterThan(0);
});

it("shows what a prompt has of each limit on the rows that it is scored on", async () => {
  const ran = await folder.run(["evaluate", ...LIMITS, ...SMALL]);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toMatch(/ {2}recall:positive >= 0\.99 {2}\S+ \[\S+, \S+\] over \d+ rows {2}(?:met|missed)\n/);
  expect(ran.stdout).toMatch(/ {2}promptTokens <= 20 +\d+ +missed\n/);
  const document = (await folder.run(["evaluate", "--json", ...LIMITS, ...SMALL])).json() as {
    limits: { limit: string; value: number; n: number; met: boolean }[];
    confusion: { labels: string[]; counts: number[][]; invalid: number[] };
  };
  const [recall, tokens] = document.limits;
  const { labels, counts, invalid } = document.confusion;
  const row = labels.indexOf("positive");
  const all = counts[row]!.reduce((sum, rows) => sum + rows, invalid[row]!);
  expect(recall).toMatchObject({ limit: "recall:positive >= 0.99", value: counts[row]![row]! / all, n: all });
  expect(recall!.met).toBe(recall!.value >= 0.99);
  expect(tokens).toMatchObject({ limit: "promptTokens <= 20", n: 0, met: false });
  expect((await folder.run(["evaluate", "--json", ...SMALL])).json()).not.toHaveProperty("limits");
});

it("says of compared prompts which meet all limits", async () => {
  const text = "Is this review positive or negative? {{text}}";
  await folder.write({ "short.md": text, "long.md": `${"Please answer. ".repeat(40)}${text}` });
  const files = ["compare", "long.md", "short.md", "--limit", "promptTokens <= 40", "--limit", "accuracy >= 0.01"];
  const { code, stdout } = await folder.run([...files, ...SMALL]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/long\.md +promptTokens <= 40 +\d+ +missed\n/);
  expect(stdout).toMatch(/short\.md +promptTokens <= 40 +\d+ +met\n/);
  expect(stdout).toContain("All limits are met by short.md.");
  const { prompts } = (await folder.run([...files, "--json", ...SMALL])).json() as {
    prompts: { meetsLimits: boolean; score: { value: number }; limits: { value: number; met: boolean }[] }[];
  };
  expect(prompts.map(({ meetsLimits }) => meetsLimits)).toEqual([false, true]);
  for (const { limits, score } of prompts) expect(limits[1]).toMatchObject({ value: score.value, met: true });
  const none = await folder.run([...files, "--limit", "accuracy >= 100%", ...SMALL]);
  expect(none.stdout).toContain("No prompt meets all limits.");
});

it("takes rows by their ids from the config, as the help of --protect says", async () => {
  const { stdout: help } = await folder.run("check --help");
  expect(help.replace(/\s+/g, " ")).toContain(
    "for rows by their ids, give the config a list, such as protect: [T-1, T-2]",
  );
  await using own = await exampleFolder();
  const [header, ...lines] = (await readFile(join(own.path, "reviews.csv"), "utf8")).trimEnd().split("\n");
  const config = await readFile(join(own.path, "protegi.yaml"), "utf8");
  await own.write({
    "reviews.csv": [`id,${header}`, ...lines.map((line, i) => `T-${i},${line}`), ""].join("\n"),
    "protegi.yaml": `${config}protect: [T-1, T-2]\n`,
  });
  const { code, stdout } = await own.run("check");
  expect(code).toBe(0);
  expect(stdout).toContain("2 rows are protected, and in none of the splits.");
});
