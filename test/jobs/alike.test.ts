/** The library's jobs and the terminal's commands are one: for the same data, options and seed they bring the same figures. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDataset } from "../../src/datasets/index.ts";
import { check, comparePrompts, evaluate, runTrials, step, type RunResult } from "../../src/index.ts";
import { exampleFolder, SMALL, type Folder } from "../cli/helpers.ts";

const EXAMPLE = new URL("../../examples/reviews/", import.meta.url);
const { rows } = await readDataset(fileURLToPath(new URL("reviews.csv", EXAMPLE)));
const PROMPT = readFileSync(new URL("prompt.md", EXAMPLE), "utf8");
const OTHER = PROMPT.replace("Is this review positive or negative?", "Positive or negative? Sarcasm is negative.");

/** What `SMALL` says, as the library takes it. */
const OPTIONS = {
  prompt: PROMPT,
  examples: rows.map(({ fields }) => fields),
  label: "label",
  model: "sim:reviews",
  splits: { maxDev: 20, maxTest: 60 },
  search: { rounds: 2, beamWidth: 2, minibatchSize: 16, errorGroups: 2, maxSuccessors: 4, headroom: false },
  selection: { perCandidate: 8 },
  seed: 1,
} as const;

/** As --json writes it. */
function asJson<T extends object>(value: T): Record<keyof T, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<keyof T, unknown>;
}

describe("the library and the terminal agree", { timeout: 60_000 }, () => {
  let folder: Folder;
  beforeAll(async () => {
    folder = await exampleFolder();
    await folder.write({ "other.md": OTHER });
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  /** What a command says below the head of its document, with a store of its own. */
  async function documentOf(...command: string[]): Promise<Record<string, unknown>> {
    const args = [...command, ...SMALL, "--json", "--quiet"];
    const { code, json, stderr } = await folder.run(args, { env: { PROTEGI_HOME: `${folder.path}/${command[0]!}` } });
    expect(code, stderr).toBe(0);
    const { about, ...said } = json();
    expect(about).toMatchObject({ document: command[0] });
    return said;
  }

  it("on evaluate", async () => {
    const said = await documentOf("evaluate", "--split", "test");
    const { observations, ...evaluation } = asJson(await evaluate({ ...OPTIONS, split: "test" }));
    const wrong = (observations as { correct: boolean; example: object; answer: string; predicted?: string }[])
      .filter(({ correct }) => !correct)
      .map(({ example, answer, predicted }) => ({ ...example, answer, predicted }));
    expect(wrong.length).toBeGreaterThan(0);
    expect(said).toEqual({ ...evaluation, wrong });
    expect(evaluation.score).toMatchObject({ n: 60 });
  });

  it("on compare", async () => {
    const said = await documentOf("compare", "prompt.md", "other.md");
    const comparison = asJson(await comparePrompts({ ...OPTIONS, prompts: [PROMPT, OTHER] }));
    const prompts = (comparison.prompts as object[]).map((prompt, i) => ({
      file: ["prompt.md", "other.md"][i],
      ...prompt,
    }));
    expect(said).toEqual({ ...comparison, prompts });
    expect(prompts[1]).toHaveProperty("pValue");
  });

  it("on compare until all is decided", async () => {
    const said = await documentOf("compare", "prompt.md", "other.md", "--until-decided", "--split", "train");
    const { prompts, rows, available } = asJson(
      await comparePrompts({ ...OPTIONS, prompts: [PROMPT, OTHER], split: "train", untilDecided: true }),
    );
    expect(said).toMatchObject({ rows, available, prompts: prompts as object[] });
  });

  it("on step", async () => {
    const said = await documentOf("step");
    const { observations, gradients, candidates, cost } = asJson(await step(OPTIONS));
    expect(said).toMatchObject({ rows: (observations as unknown[]).length, gradients, cost });
    expect((candidates as { id: string }[]).map(({ id }) => id)).toEqual(
      (said["candidates"] as { id: string }[]).map(({ id }) => id),
    );
    expect(gradients).not.toEqual([]);
  });

  it("on check", async () => {
    const { config, ...said } = await documentOf("check");
    expect(config).toBe(`${folder.path}/protegi.yaml`);
    expect(said).toEqual(asJson(await check(OPTIONS)));
  });

  it("on trials", async () => {
    const said = await documentOf("trials", "--vary", "search.method=protegi,monte-carlo", "--seeds", "2");
    const found = await runTrials({
      ...OPTIONS,
      variants: { protegi: {}, "monte-carlo": { search: { method: "monte-carlo" } } },
      seeds: 2,
    });
    const { metric, rows, seeds, simulated, variants, trials } = asJson(found);
    const results = (trials as { result: RunResult }[]).map(({ result }) => result);
    expect(said).toMatchObject({ metric, rows, seeds, simulated });
    expect(said["variants"]).toMatchObject(variants as object[]);
    const known = results.map(({ best, verdict, stopped }) => ({ best, verdict, stopped }));
    // The rows of code are numbered from 1 on, those of a file by their lines, the first of which names the columns.
    const inFile = JSON.stringify(known).replaceAll(
      /"examples, row (\d+)"/g,
      (_, row) => `"${folder.path}/reviews.csv:${Number(row) + 1}"`,
    );
    expect(said["trials"]).toMatchObject(JSON.parse(inFile) as object[]);
  });
});
