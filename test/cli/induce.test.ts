/** `protegi induce` on the example: says what it takes, shows what was written, writes the best to a file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { exampleFolder } from "./helpers.ts";

it("writes a prompt from rows, and finds its answers again", async () => {
  await using folder = await exampleFolder();
  const { code, stdout, stderr } = await folder.run("induce --out induced.md");
  expect(code).toBe(0);
  expect(stderr).toContain(
    "This takes at most 84 calls: sim:reviews writes 4 prompts, each is tried on 20 rows of train.",
  );
  const written = readFileSync(join(folder.path, "induced.md"), "utf8");
  expect(stdout).toContain(written.trimEnd());
  expect(written).toMatch(/# Task\n.*positive or negative.*\n\n# Output format\n/);
  const again = await folder.run("induce --json");
  expect(again.json()).toMatchObject({ prompt: written, cost: { inputTokens: 0 } });
  expect((await folder.run("check --set prompt=induced.md")).code).toBe(0);
});

it("goes by a line, and wants one when no row is shown", async () => {
  await using folder = await exampleFolder();
  const { json } = await folder.run([
    "induce",
    "--json",
    "--shown",
    "0",
    "--candidates",
    "1",
    "--describe",
    "Is it a positive or a negative review?",
  ]);
  expect(json()["candidates"]).toMatchObject([{ parts: { task: "Is it a positive or a negative review?" } }]);
  const { code, stderr } = await folder.run("induce --shown 0");
  expect(code).toBe(2);
  expect(stderr).toBe("shown: expected rows to show or a description, got neither\n  Give a description.\n");
});

it.each([
  ["--candidates 0", /^candidates: expected .*, got 0/],
  ["--candidates 1.5", /^candidates: expected .*, got 1\.5/],
  ["--shown -1", /^shown: expected .*, got -1/],
])("%s: says what is wrong before any call", async (flags, message) => {
  await using folder = await exampleFolder();
  const { code, stdout, stderr } = await folder.run(`induce ${flags}`);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(message);
});
