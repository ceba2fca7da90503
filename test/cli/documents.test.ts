/** What every command prints with --json, and what it writes as JSON lines, holds to the schema that the package ships. */
import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { documents, type DocumentName } from "../../src/cli/documents/index.ts";
import { HAS_SMOLLM2, MODELS } from "../models/local-setup.ts";
import { emptyFolder, exampleFolder, SMALL, type Folder } from "./helpers.ts";

/** By the file that is shipped, and by the table that it is made from, which knows no more keys. */
function expectValid(name: DocumentName, value: unknown): void {
  const shipped = JSON.parse(
    readFileSync(new URL(`../../schema/json/${name}.schema.json`, import.meta.url), "utf8"),
  ) as Parameters<typeof z.fromJSONSchema>[0];
  for (const schema of [documents[name], z.fromJSONSchema(shipped)]) {
    const { error } = schema.safeParse(value);
    expect(error === undefined ? "" : z.prettifyError(error)).toBe("");
  }
}

let folder: Folder;
beforeAll(async () => {
  folder = await exampleFolder();
  await folder.write({ "other.md": "Mind negations. Is this review positive or negative? {{text}}" });
});
afterAll(() => folder[Symbol.asyncDispose]());

const COMMANDS: readonly (readonly [DocumentName, readonly string[]])[] = [
  ["check", ["check"]],
  ["check", ["check", "--live"]],
  ["step", ["step", ...SMALL]],
  ["optimize", ["optimize", ...SMALL]],
  ["optimize-folds", ["optimize", "--set", "splits.folds=2", "--set", "search.rounds=1", ...SMALL.slice(0, -2)]],
  ["evaluate", ["evaluate", ...SMALL]],
  ["compare", ["compare", "prompt.md", "other.md", ...SMALL]],
  ["evaluate", ["evaluate", "--limit", "recall:positive >= 0.9", "--limit", "promptTokens <= 900", ...SMALL]],
  ["compare", ["compare", "prompt.md", "other.md", "--limit", "promptTokens <= 900", ...SMALL]],
  ["evaluate", ["evaluate", "--set", "repeats=2", ...SMALL]],
  ["compare", ["compare", "prompt.md", "other.md", "--set", "repeats=2", ...SMALL]],
  ["optimize", ["optimize", "--set", "repeats=2", ...SMALL]],
  ["induce", ["induce", "--candidates", "2", ...SMALL]],
  ["trials", ["trials", "--seeds", "2", "--vary", "search.beamWidth=1,2", ...SMALL]],
  ["runs", ["runs"]],
  ["show", ["show"]],
  ["show-requests", ["show", "--requests", "1"]],
  ["show-prompt", ["show", "--prompt", "P1"]],
  ["show-gradient", ["show", "--gradient", "G1"]],
  ["models", ["models"]],
  ["cache", ["cache"]],
  ["cache-export", ["cache", "export", "--out", "all.jsonl"]],
  ["cache-prune", ["cache", "prune", "--older-than", "1d", "--yes"]],
  ["cache-clear", ["cache", "clear", "--yes"]],
  ["doctor", ["doctor"]],
  ["error", ["check", "--metric", "acuracy"]],
];
/** Documents about a task or a run, which say of which data and models. */
const WITH_DATA = /^(?:check|step|optimize|evaluate|compare|induce|show.*)$/;

describe("--json", () => {
  it.each(COMMANDS)("%s is what its schema says: %j", { timeout: 120_000 }, async (name, command) => {
    const { json } = await folder.run([...command, "--json"]);
    const document = json() as { about: Record<string, unknown> };
    expectValid(name, document);
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    expect(document.about).toMatchObject({ document: name, protegi: version, node: process.versions.node });
    if (WITH_DATA.test(name))
      expect(document.about).toMatchObject({
        data: expect.stringMatching(/^[0-9a-f]{32}$/),
        models: { task: "sim:reviews", optimizer: "sim:reviews" },
      });
  });

  it.skipIf(!HAS_SMOLLM2)("models pull of a model that is here is what its schema says", async () => {
    const env = { PROTEGI_LLAMA_DIR: dirname(MODELS) };
    const document = (await folder.run("models pull smollm2 --json", { env })).json();
    expectValid("models-pull", document);
    expect(document).toMatchObject({ model: "local:smollm2", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it("init is what its schema says", async () => {
    await using own = await emptyFolder();
    await own.write({ "rows.csv": await readFile(join(folder.path, "reviews.csv"), "utf8") });
    const command = ["init", "--yes", "--data", "rows.csv", "--label", "label", "--model", "sim:reviews", "--json"];
    expectValid("init", (await own.run(command)).json());
  });

  it("names data by its rows: the same in another split or under another cap, another one with another row", async () => {
    const hashOf = async (...more: string[]): Promise<unknown> => {
      const { about } = (await folder.run(["check", "--json", ...more])).json() as { about: { data: string } };
      return about.data;
    };
    expect(await hashOf("--set", "splits.seed=7")).toBe(await hashOf());
    expect(await hashOf("--budget-calls", "600")).toBe(await hashOf());
    const rows = (await readFile(join(folder.path, "reviews.csv"), "utf8")).split("\n");
    await writeFile(join(folder.path, "fewer.csv"), [...rows.slice(0, 1), ...rows.slice(2)].join("\n"));
    expect(await hashOf("--data", "fewer.csv")).not.toBe(await hashOf());
  });
});

describe("evaluate --out", () => {
  it("writes every row of the split with answer, score and place, each line as its schema says", async () => {
    const { code, stdout, json } = await folder.run(["evaluate", "--out", "answers.jsonl", "--json", ...SMALL]);
    expect(code, stdout).toBe(0);
    const { score, wrong } = json() as { score: { n: number; value: number }; wrong: { id: string }[] };
    const lines = (await readFile(join(folder.path, "answers.jsonl"), "utf8"))
      .trimEnd()
      .split("\n")
      .map(
        (line) => JSON.parse(line) as { row: string; score: number; place: string; answer: string; expected: string },
      );
    for (const line of lines) expectValid("answer", line);
    expect(lines).toHaveLength(score.n);
    expect(lines.reduce((sum, line) => sum + line.score, 0) / lines.length).toBeCloseTo(score.value);
    expect(new Set(lines.filter((line) => line.score === 0).map(({ row }) => row))).toEqual(
      new Set(wrong.map(({ id }) => id)),
    );
    const file = (await readFile(join(folder.path, "reviews.csv"), "utf8")).split("\n");
    for (const { place, expected } of lines) expect(file[Number(place.split(":").at(-1)) - 1]).toContain(expected);
  });

  it("has all answers to a row, each without the row, and tokens where there are limits", async () => {
    const flags = ["--set", "repeats=3", "--limit", "answerTokens <= 900", ...SMALL];
    const { stdout, code } = await folder.run(["evaluate", "--out", "often.jsonl", ...flags]);
    expect(code).toBe(0);
    expect(stdout).toContain("Each row was answered 3 times, and counts once. Answers differ on 0% of the rows (0 of ");
    const lines = (await readFile(join(folder.path, "often.jsonl"), "utf8"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { score: number; repeats: { score: number }[] });
    for (const line of lines) {
      expectValid("answer", line);
      expect(line).toHaveProperty("tokens");
      expect(line.repeats.map(({ score }) => score)).toEqual([line.score, line.score, line.score]);
    }
  });

  it("has feedback of a metric, rows that it failed on, and rows that the budget did not reach", async () => {
    await folder.write({
      "score.mjs": `export default (answer, { fields }) => {
  if (fields.text.length % 9 === 0) throw new Error("odd");
  return { score: 1, feedback: "as it should be" };
};`,
    });
    const flags = [
      "--metric",
      "score.mjs",
      "--set",
      "task=custom",
      "--set",
      "splits.maxDev=20",
      "--budget-calls",
      "18",
    ];
    const { stderr } = await folder.run(["evaluate", "--out", "own.jsonl", ...flags]);
    expect(stderr).toContain("Wrote the answers to own.jsonl.");
    const text = await readFile(join(folder.path, "own.jsonl"), "utf8");
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const line of lines) expectValid("answer", line);
    expect(lines).toHaveLength(20);
    expect(lines.filter(({ missing }) => missing === true)).toHaveLength(2);
    expect(lines.filter(({ feedback }) => feedback === "as it should be").length).toBeGreaterThan(9);
    for (const { unscored, score } of lines) if (unscored !== undefined) expect(score).toBeNull();
  });

  it("refuses a place that cannot be written before any call", async () => {
    const { code, stderr } = await folder.run(["evaluate", "--out", "none/answers.jsonl", ...SMALL]);
    expect(code).toBe(2);
    expect(stderr).toContain("--out: there is no folder");
  });
});

describe("--events", () => {
  const parsed = (text: string): Record<string, unknown>[] =>
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it("jsonl prints what happens as JSON lines on stdout, and the document as the last one", async () => {
    const { code, stdout } = await folder.run(["optimize", "--events", "jsonl", ...SMALL]);
    expect(code).toBe(0);
    const lines = parsed(stdout);
    for (const line of lines) expectValid("event", line);
    const types = lines.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(["run-started", "round-started", "selected", "verdict", "run-ended"]));
    expect(types.at(-1)).toBe("result");
    expectValid("optimize", lines.at(-1)!["result"]);
  });

  it("writes into a file next to text or --json, for evaluate and trials too", async () => {
    const { json } = await folder.run(["evaluate", "--events", "run.jsonl", "--json", ...SMALL]);
    expectValid("evaluate", json());
    const events = parsed(await readFile(join(folder.path, "run.jsonl"), "utf8"));
    expect(events.map(({ type }) => type)).toContain("spending");
    await folder.run(["trials", "--seeds", "5,6", "--events", "run.jsonl", ...SMALL]);
    const trials = parsed(await readFile(join(folder.path, "run.jsonl"), "utf8"));
    for (const line of trials) expectValid("event", line);
    expect(new Set(trials.map(({ seed }) => seed))).toEqual(new Set([5, 6]));
  });

  it("writes no key that is in the environment", async () => {
    const env = { OPENAI_API_KEY: "sk-1234567890abcdefghij" };
    await folder.write({ "keyed.md": `Is this review positive or negative? {{text}} sk-1234567890abcdefghij` });
    const config = await readFile(join(folder.path, "protegi.yaml"), "utf8");
    await folder.write({ "keyed.yaml": config.replace(/^prompt: .*$/m, "prompt: keyed.md") });
    const { code, stdout } = await folder.run(["optimize", "keyed.yaml", "--events", "jsonl", ...SMALL], { env });
    expect(code).toBe(0);
    expect(stdout).toContain('"type":"run-started"');
    expect(stdout).not.toContain("sk-1234567890abcdefghij");
  });

  it.each([
    [["--events", "jsonl", "--json"], "--json has stdout for its one document"],
    [["--events", "run.txt"], 'expected jsonl for stdout, or a file that ends in .jsonl or .ndjson, got "run.txt"'],
    [["--events", "none/run.jsonl"], "cannot be written"],
  ])("refuses %j", async (flags, message) => {
    const { code, stderr } = await folder.run(["evaluate", ...flags]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
