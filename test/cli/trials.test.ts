/** `protegi trials` on the example, in this process. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleFolder, SMALL, type Folder, type Outcome } from "./helpers.ts";

interface Document {
  readonly seeds: readonly number[];
  readonly simulated: boolean;
  readonly variants: readonly {
    readonly name: string;
    readonly options: unknown;
    readonly trials: number;
    readonly calls: { readonly value: number };
    readonly score: { readonly value: number; readonly half: number | null };
    readonly against?: { readonly over: string };
  }[];
  readonly trials: readonly { readonly known: boolean; readonly curve: readonly unknown[] }[];
}

let folder: Folder;
beforeAll(async () => {
  folder = await exampleFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

const trials = (...args: readonly string[]): Promise<Outcome> => folder.run(["trials", ...args, ...SMALL]);
const documentOf = ({ json }: Outcome): Document => json() as unknown as Document;

describe("protegi trials", () => {
  const METHODS = ["--vary", "search.method=protegi,monte-carlo", "--seeds", "2"];

  it("shows the variants side by side, says that they are simulated, and draws them", async () => {
    const { code, stdout, stderr } = await trials(...METHODS, "--budget-calls", "300", "--svg", "trials.svg");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^variant +initial +best found +gain +better +against the first\n/);
    expect(stdout).toMatch(/\nmonte-carlo .* (BETTER|NOT SHOWN|WORSE)\n/);
    expect(stdout).toContain("A model was simulated: real ones will differ.");
    expect(stderr).toMatch(/^A model is simulated: the figures .* say nothing about real models\.\n/);
    expect(stderr).toContain("2 variants with 2 seeds each");
    expect(stderr).toMatch(/This takes [\d,]+ to [\d,]+ calls, at most 240 of them for the curves/);
    expect(stderr).toMatch(/\n {2}4\/4 monte-carlo, seed 2: 0\.\d+ → 0\.\d+, .*, \d+ calls\n/);
    expect(await readFile(join(folder.path, "trials.svg"), "utf8")).toMatch(/^<svg .*By calls/s);
  });

  it("runs nothing twice, and gives one document with --json", async () => {
    const outcome = await trials(...METHODS, "--budget-calls", "300", "--json", "--quiet");
    expect(outcome).toMatchObject({ code: 0, stderr: "" });
    const document = documentOf(outcome);
    expect(document).toMatchObject({ seeds: [1, 2], simulated: true });
    expect(document.trials.map(({ known }) => known)).toEqual([true, true, true, true]);
    expect(document.trials.every(({ curve }) => curve.length > 1)).toBe(true);
    expect(document.variants.map(({ name, options, trials: n }) => ({ name, options, n }))).toEqual([
      { name: "protegi", options: { "search.method": "protegi" }, n: 2 },
      { name: "monte-carlo", options: { "search.method": "monte-carlo" }, n: 2 },
    ]);
    expect(document.variants.every(({ calls }) => calls.value <= 300)).toBe(true);
    const { stdout } = await folder.run("runs");
    expect(stdout.trim().split("\n")).toHaveLength(1 + 4);
  });

  it("runs every seed on several splits, and shows what varies with the split", async () => {
    const args = ["--vary", "search.method=protegi,monte-carlo", "--seeds", "2", "--split-seeds", "2", "--no-curve"];
    const { code, stdout, stderr } = await trials(...args, "--budget-calls", "300");
    expect(code).toBe(0);
    expect(stderr).toContain("2 variants with 2 seeds each on 2 splits");
    expect(stderr).toMatch(/\n {2}8\/8 monte-carlo, split 2, seed 2: /);
    expect(stdout).toMatch(
      /\nstandard deviation +best found: by split +by seed +gain: by split +by seed\nprotegi +0\.\d{3} /,
    );
    expect(stdout).toContain("means over 2 splits with 2 seeds each");
    expect(stdout).toContain("95% intervals are over splits");
    const document = documentOf(await trials(...args, "--budget-calls", "300", "--json", "--quiet"));
    expect(document).toMatchObject({ seeds: [1, 2], splitSeeds: [1, 2] });
    expect(document.trials.map(({ known }) => known)).toEqual(Array(8).fill(true));
  });

  it.each([
    ["--split-seeds", "1", /--split-seeds: expected how many, 2 to 1000, or different whole numbers/],
    ["--vary", "splits.seed=1,2", /--vary splits\.seed: splits are no variants\n {2}Give them as --split-seeds/],
  ])("refuses %s %s", async (flag, value, message) => {
    const { code, stderr } = await trials(flag, value);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it("takes the product of several options, and seeds as a list; one seed is told as one", async () => {
    const several = ["--vary", "selection.selector=ucb,uniform", "--vary", "search.rounds=1,2"];
    const document = documentOf(await trials(...several, "--seeds", "1,7", "--no-curve", "--json"));
    expect(document.seeds).toEqual([1, 7]);
    expect(document.variants.map(({ name }) => name)).toEqual([
      "ucb, rounds=1",
      "ucb, rounds=2",
      "uniform, rounds=1",
      "uniform, rounds=2",
    ]);
    const one = documentOf(await trials(...several, "--seeds", "1", "--no-curve", "--json"));
    expect(one.variants[1]).toMatchObject({ score: { half: null }, against: { over: "rows" } });
    expect(one.trials.every(({ curve }) => curve.length === 0)).toBe(true);
  });

  it("compares prompts that are files here, and without --vary the seeds of the config", async () => {
    const { PROMPT } = await import("../e2e/small-run.ts");
    await folder.write({ "other.md": PROMPT.replace("Is this", "Is the") });
    const prompts = documentOf(
      await trials("--vary", "prompt=prompt.md,other.md", "--seeds", "1", "--no-curve", "--json"),
    );
    expect(prompts.variants.map(({ name }) => name)).toEqual(["prompt.md", "other.md"]);
    const { stdout } = await trials("--seeds", "2", "--no-curve", "--budget-calls", "300");
    expect(stdout).toMatch(/\nas configured +0\./);
  });

  it.each<[string, readonly string[], RegExp]>([
    ["an unknown option", ["--vary", "search.metod=a,b"], /^--vary search\.metod: .*did you mean method\?/],
    ["a wrong value", ["--vary", "search.method=protegi,monte-carl"], /^--vary search\.method: .*\n.*monte-carlo\?/],
    ["a file that is not there", ["--vary", "prompt=prompt.md,no.md"], /^--vary prompt: there is no file .*no\.md/],
    ["an option given twice", ["--vary", "seed=1", "--vary", "seed=2"], /^--vary seed: /],
    ["other test rows", ["--vary", "splits.maxTest=20,30"], /^--vary splits\.maxTest: .*cannot be compared/],
    ["another metric", ["--vary", "metric=accuracy,macro-f1"], /^--vary metric: .*cannot be compared/],
    ["no values", ["--vary", "search.method"], /^--vary: expected option=value,value/],
    ["an empty value", ["--vary", "search.method=protegi,"], /^--vary: expected option=value,value/],
    ["no seeds", ["--seeds", "0"], /^--seeds: expected how many/],
    ["a seed given twice", ["--seeds", "1,1"], /^--seeds: /],
    [
      "a budget that one variant cannot run in",
      ["--vary", "budget.calls=5,2000"],
      /^budget\.calls: 5 calls are too few/,
    ],
    ["a picture of nothing", ["--svg", "t.svg", "--no-curve"], /^--svg: there is nothing to draw/],
    ["a picture that cannot be written", ["--svg", "no/t.svg"], /^--svg: there is no folder/],
  ])("refuses %s before any call", async (_, args, message) => {
    const { code, stdout, stderr } = await trials(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stdout).toBe("");
  });
});
