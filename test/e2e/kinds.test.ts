/** Each kind of task from files to a verdict, through the command line; what was paid for is not asked again; wrong files are named. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { taskKinds } from "../../src/tasks/index.ts";
import { emptyFolder, type Folder } from "../cli/helpers.ts";
import { KIND_CASES, type KindCase, type KindCaseRow } from "./kind-cases.ts";

const MODEL = readFileSync(new URL("kind-model.mjs", import.meta.url), "utf8");

const CONFIG = `prompt: prompt.md
data: ROWS
label: expected
model: ./model.mjs
splits: { maxDev: 20, maxTest: 40 }
search: { rounds: 1, beamWidth: 2, minibatchSize: 12, errorGroups: 1, errorsPerGroup: 3, gradientsPerGroup: 1, maxSuccessors: 3, headroom: false }
selection: { perCandidate: 8 }
`;

const PROMPT = "# Task\nAnswer as the input asks.\n\n# Input\nInput: {{input}}\nAnswer:\n";

/** The names of the labels, which a prompt for labels has to have. */
function promptFor({ kind }: KindCase, rows: readonly KindCaseRow[]): string {
  if (kind !== "classification" && kind !== "multi-label") return PROMPT;
  const labels = [...new Set(rows.flatMap(({ expected }) => expected as string | readonly string[]))].sort();
  return PROMPT.replace("asks.", `asks, with labels of: ${labels.join(", ")}.`);
}

async function folderOf(one: KindCase, rows: readonly KindCaseRow[]): Promise<Folder> {
  const folder = await emptyFolder();
  await folder.write({
    "prompt.md": promptFor(one, rows),
    "protegi.yaml": `${CONFIG.replace("ROWS", one.file)}${one.config}\n`,
    "model.mjs": MODEL,
    "script.json": JSON.stringify(rows.map(({ input, right, wrong }) => [input, [right, wrong]])),
    [one.file]: written(one.file, rows),
    ...one.files,
  });
  return folder;
}

function written(file: KindCase["file"], rows: readonly Pick<KindCaseRow, "input" | "expected">[]): string {
  const data = rows.map(({ input, expected }) => ({ input, expected }));
  if (file === "rows.json") return JSON.stringify(data);
  if (file === "rows.jsonl") return data.map((row) => `${JSON.stringify(row)}\n`).join("");
  const cell = (value: unknown): string => `"${String(value).replaceAll('"', '""')}"`;
  return `input,expected\n${data.map((row) => `${cell(row.input)},${cell(row.expected)}\n`).join("")}`;
}

it("are all there", () => {
  expect(new Set(KIND_CASES.map(({ kind }) => kind))).toEqual(new Set(Object.keys(taskKinds)));
});

describe.each(KIND_CASES)("$name", { timeout: 30_000 }, (one) => {
  const { rows = () => [], broken, file } = one;

  it.skipIf(one.rows === undefined)("ends with a better prompt from files, and resumes for nothing", async () => {
    await using folder = await folderOf(one, await rows());
    const first = await folder.run("optimize --json");
    expect(first.code, first.stderr).toBe(0);
    const result = first.json() as unknown as Result;
    expect(result.verdict).toMatchObject({ word: "better" });
    expect(result.best).toContain("Read it twice.");
    // A right reply in any of its forms was read.
    expect(result.verdict.winner.value).toBeGreaterThan(0.8);
    expect(result.cost.calls).toBeGreaterThan(100);
    const { readings, invalid } = (await folder.run("evaluate --split train --json")).json() as unknown as Reading;
    expect([invalid, (readings?.tolerant ?? 0) > 0]).toEqual([0, one.kind !== "text" && one.kind !== "custom"]);

    const again = (await folder.run("optimize --json")).json() as unknown as Result;
    expect([again.best, again.cost.calls - again.cost.cached]).toEqual([result.best, 0]);
  });

  it("names what is wrong with a file, to people", async () => {
    const good = one.rows === undefined ? SUBSTITUTE : await rows();
    await using folder = await folderOf(one, good);
    const { expected } = broken;
    await folder.write({
      ...(expected !== undefined && {
        [file]: written(
          file,
          good.map((row, i) => (i === 4 ? { ...row, expected } : row)),
        ),
      }),
      ...broken.files,
    });
    const { code, stdout, stderr } = await folder.run("check");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(broken.says);
    expect(stderr).not.toMatch(/\n\s+at |Error:|undefined|\[object/);
  });
});

/** Rows where the real ones are not here: the file is broken all the same. */
const SUBSTITUTE: readonly KindCaseRow[] = Array.from({ length: 40 }, (_, i) => ({
  input: `row ${i}`,
  expected: String(i % 2),
  right: "0",
  wrong: "1",
}));

interface Reading {
  readonly invalid: number;
  readonly readings?: { readonly tolerant: number };
}

interface Result {
  readonly best: string;
  readonly verdict: { readonly word: string; readonly winner: { readonly value: number } };
  readonly cost: { readonly calls: number; readonly cached: number };
}
