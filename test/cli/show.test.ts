/** `protegi show` on terminals of several widths, with short names, and with one prompt or gradient in full. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { widthOf } from "../../src/report/fit.ts";
import { exampleFolder, SMALL, type Folder, type Outcome } from "./helpers.ts";

let folder: Folder;
let run: string;
let result: { readonly initial: string; readonly verdict: { readonly fixed: string[]; readonly broken: string[] } };

/** The example's rows with a column of ids, as a user's own data has it. */
async function withIds(at: Folder): Promise<void> {
  const [header, ...lines] = (await readFile(join(at.path, "reviews.csv"), "utf8")).trimEnd().split("\n");
  const rows = lines.map((line, i) => `R-${1000 + i},${line}`);
  await at.write({ "reviews.csv": [`review_id,${header}`, ...rows, ""].join("\n") });
}

beforeAll(async () => {
  folder = await exampleFolder();
  await withIds(folder);
  const ran = await folder.run(["optimize", "--json", ...SMALL]);
  result = ran.json() as unknown as typeof result;
  run = ran.json()["runId"] as string;
});
afterAll(() => folder[Symbol.asyncDispose]());

const show = (more: readonly string[] = [], columns = 80): Promise<Outcome> =>
  folder.run(["show", run, ...more], { columns });

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "" && word !== "…");
}

describe("show", () => {
  it.each([40, 60, 80, 120])("fits %i columns and splits no word", async (columns) => {
    const bare = (word: string): string => word.replace(/[,:]$/, "");
    const wide = new Set(words((await show([], 100_000)).stdout).map(bare));
    const { stdout } = await show([], columns);
    const lines = stdout.split("\n");
    for (const line of lines)
      expect(widthOf(line) <= columns || words(line).length === 1, `${columns} columns: ${line}`).toBe(true);
    // The signs that a diff begins with stay in front of its words.
    for (const word of words(stdout)) expect(wide.has(bare(word)) || wide.has(bare(word).slice(1)), word).toBe(true);
    expect(Math.max(...lines.map(widthOf))).toBeGreaterThan(columns * 0.75);
  });

  it("fits the --prompt, --gradient and --json views to nothing that is lost", async () => {
    const { stdout } = await show(["--prompt", "P0"], 50);
    expect(words(stdout).join(" ")).toContain(words(result.initial).join(" "));
  });

  it("names prompts and gradients in order of appearance, the same at every look", async () => {
    const { stdout } = await show();
    const { names } = (await show(["--json"])).json() as {
      names: { prompts: Record<string, string>; gradients: Record<string, string> };
    };
    const prompts = Object.keys(names.prompts);
    expect(prompts).toEqual(prompts.map((_, i) => `P${i}`));
    expect(Object.keys(names.gradients)).toEqual(Object.keys(names.gradients).map((_, i) => `G${i + 1}`));
    expect(new Set(Object.values(names.prompts)).size).toBe(prompts.length);
    for (const id of [...Object.values(names.prompts), ...Object.values(names.gradients)])
      expect(stdout).not.toContain(id);
    expect((await show()).stdout).toBe(stdout);
    expect(stdout).toMatch(/\nBest found: (?:P\d+, written in round \d|the initial prompt, P0)\n/);
  });

  it("shows one prompt in full by its name or its id", async () => {
    const { names, result: stored } = (await show(["--json"])).json() as {
      names: { prompts: Record<string, string> };
      result: { candidates: { id: string; text: string }[] };
    };
    for (const { id, text } of stored.candidates) {
      const [name] = Object.entries(names.prompts).find(([, own]) => own === id)!;
      const byName = await show(["--prompt", name.toLowerCase()]);
      expect(byName.code).toBe(0);
      expect(byName.stdout).toMatch(new RegExp(`^${name} \\(${id}\\)`));
      expect(words(byName.stdout).join(" ")).toContain(words(text).join(" "));
      expect((await show(["--prompt", id])).stdout).toBe(byName.stdout);
    }
    expect((await show(["--prompt", "P1", "--json"])).json()).toMatchObject({
      run,
      name: "P1",
      id: names.prompts["P1"],
      round: 1,
      text: expect.stringContaining("# Output format"),
      parts: { task: expect.any(String) },
    });
  });

  it("shows one gradient in full by its name or its id", async () => {
    const { summary, names } = (await show(["--json"])).json() as {
      summary: { rounds: { gradients: { id: string; text: string }[] }[] };
      names: { gradients: Record<string, string> };
    };
    const { id, text } = summary.rounds
      .flatMap(({ gradients }) => gradients)
      .find((one) => one.id === names.gradients["G2"])!;
    const { stdout } = await show(["--gradient", "G2"]);
    expect(words(stdout).join(" ")).toContain(words(text).join(" "));
    expect(stdout).toMatch(/\nRound 1, on P0, from \d errors?: /);
    expect((await show(["--gradient", id])).stdout).toBe(stdout);
    expect((await show(["--gradient", id, "--json"])).json()).toMatchObject({ name: "G2", id, text });
  });

  it.each([
    [["--prompt", "P99"], "--prompt: this run has no prompt P99\n  It has P0 to P"],
    [["--gradient", "x"], "--gradient: this run has no gradient x\n  It has G1 to G"],
    [
      ["--prompt", "P1", "--gradient", "G1"],
      "show: expected one of --requests, --prompt and --gradient, got --prompt and --gradient",
    ],
  ])("refuses %j", async (flags, message) => {
    const { code, stderr } = await show(flags);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it("shows the scores by label, and fixed and broken rows by the user's id, file and line", async () => {
    const { stdout } = await show();
    expect(stdout).toMatch(
      /\n {2}right, by label +rows +initial +best +change\n {2}negative +\d+ +\d\.\d{3} +\d\.\d{3} +[+−]/,
    );
    const lines = (await readFile(join(folder.path, "reviews.csv"), "utf8")).split("\n");
    const { verdict } = result;
    const flips = [...stdout.matchAll(/^ {4}(R-\d+), reviews\.csv:(\d+): (\w+) → (\w+)$/gm)];
    expect(flips).toHaveLength(Math.min(5, verdict.fixed.length) + Math.min(5, verdict.broken.length));
    for (const [, id, line, before, after] of flips) {
      const row = lines[Number(line) - 1]!;
      expect(row.startsWith(`${id},`)).toBe(true);
      expect([before, after].filter((label) => row.endsWith(`,${label}`) || row.includes(`,${label},`))).toHaveLength(
        1,
      );
    }
  });
});

describe("notices on the data", () => {
  it("are shown in full once, then as one line, and in full by check", async () => {
    await using own = await exampleFolder();
    const csv = await readFile(join(own.path, "reviews.csv"), "utf8");
    const [header, first] = csv.split("\n");
    await own.write({ "reviews.csv": `${csv.trimEnd()}\n${first}\n` });
    expect(header).toContain("label");
    const full = /1 row repeats another|repeat/;
    const once = await own.run(["evaluate", ...SMALL]);
    expect(once.stderr).toMatch(full);
    const again = await own.run(["evaluate", ...SMALL]);
    expect(again.stderr).not.toMatch(full);
    expect(again.stderr).toContain("1 note on the data, as shown before; again in full: protegi check");
    expect((await own.run(["optimize", ...SMALL])).stderr).toContain("1 note on the data, as shown before");
    expect((await own.run("check")).stdout).toMatch(full);
  });
});
