/** The examples: each runs without a key, ends with a better prompt, costs nothing again, and has rows and a README of its own. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig } from "../../src/options/config-file.ts";
import { emptyFolder } from "../cli/helpers.ts";
import { ROOT } from "../models/local-setup.ts";
import { tempFolder } from "../temp.ts";

const EXAMPLES = join(ROOT, "examples");
const FOLDERS = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, "protegi.yaml")));

/** `npm run demo` runs it, and README.md shows how it ends: test/docs/screens.test.ts. */
const DEMO = "reviews";

it("are found", () => {
  expect(FOLDERS).toEqual(expect.arrayContaining(["answers", "extraction", "reviews", "tickets"]));
});

describe.each(FOLDERS)("%s", { timeout: 60_000 }, (name) => {
  it("has a README of some ten lines, which says that the model is simulated", () => {
    const lines = readFileSync(join(EXAMPLES, name, "README.md"), "utf8").split("\n");
    expect(lines.filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(14);
    expect(lines.join(" ")).toMatch(/simulated model/);
    expect(lines.join(" ")).toContain(`examples/${name}/protegi.yaml`);
  });

  it.skipIf(name === DEMO)("ends with a better prompt, and costs nothing again", async () => {
    await using folder = await emptyFolder();
    cpSync(join(EXAMPLES, name), folder.path, { recursive: true });
    const { model } = await readConfig(join(folder.path, "protegi.yaml"), {}, {});
    expect(model).toBe(`sim:${name}`);

    const first = await folder.run("optimize --json");
    expect(first.code, first.stderr).toBe(0);
    const { verdict, simulated, cost } = first.json() as unknown as Result;
    expect(simulated).toBe(true);
    expect(verdict.word).toBe("better");
    expect(verdict.difference.low).toBeGreaterThan(0.2);
    expect(cost.calls).toBeGreaterThan(300);

    const again = await folder.run("optimize --json");
    expect(again.code).toBe(0);
    const second = again.json() as unknown as Result;
    expect({ best: second.best, delivered: second.cost.calls - second.cost.cached }).toEqual({
      best: (first.json() as unknown as Result).best,
      delivered: 0,
    });
  });
});

it("answers compares its judge with people before a run", { timeout: 60_000 }, async () => {
  await using folder = await emptyFolder();
  cpSync(join(EXAMPLES, "answers"), folder.path, { recursive: true });
  const { code, stdout, stderr } = await folder.run("check --live");
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/The metric and people agree on \d+ of 32 answers: 0\.9/);
  expect(stdout).toMatch(/Spearman's rho: 0\.[89]/);
  const evaluated = await folder.run("evaluate --json");
  expect(evaluated.json()).toMatchObject({ calibration: { rows: 32, word: "good" } });
});

it("have the rows that scripts/make-examples.mjs writes", () => {
  const folder = tempFolder();
  execFileSync(process.execPath, [join(ROOT, "scripts/make-examples.mjs"), folder]);
  for (const file of ["tickets/tickets.csv", "extraction/orders.jsonl"])
    expect(readFileSync(join(folder, file), "utf8"), file).toBe(readFileSync(join(EXAMPLES, file), "utf8"));
});

interface Result {
  readonly best: string;
  readonly simulated: boolean;
  readonly verdict: { readonly word: string; readonly difference: { readonly low: number } };
  readonly cost: { readonly calls: number; readonly cached: number };
}
