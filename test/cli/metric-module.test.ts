/** A metric of the user's from a module, on real files: rows as they are there, errors that say where, exit codes. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { exampleFolder, type Folder } from "./helpers.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const PROMPT = "# Task\nIs this review positive or negative?\n\n# Input\n{{text}}";

/** Rows with a number, a list, and a right answer that is an object. */
const ROWS = Array.from({ length: 60 }, (_, i) => ({
  text: `It ${i % 2 === 0 ? "works great" : "broke at once"}, for the ${i}th time.`,
  amount: i / 2,
  tags: ["a", i],
  answer: { label: i % 2 === 0 ? "positive" : "negative", sure: true },
}));

const FORMATS: Readonly<Record<string, string>> = {
  "rows.jsonl": ROWS.map((row) => JSON.stringify(row)).join("\n"),
  "rows.json": JSON.stringify(ROWS, undefined, 1),
  "rows.yaml": ROWS.map((row) => `- ${JSON.stringify(row)}`).join("\n"),
};

async function folderWith(module: string, data = "rows.jsonl", more = ""): Promise<Folder> {
  const folder = await exampleFolder();
  await folder.write({
    "prompt.md": PROMPT,
    [data]: FORMATS[data]!,
    "tone.mjs": module,
    "protegi.yaml": `prompt: prompt.md\ndata: ${data}\nlabel: answer\nmetric: tone.mjs\nmodel: sim:reviews\n${more}`,
  });
  return folder;
}

describe("a metric from a module", () => {
  it.each(Object.keys(FORMATS))("gets fields and the right answer of %s as they are there", async (data) => {
    const module = `export default (answer, { expected, fields }) => {
  const isRow = typeof fields.amount === "number" && Array.isArray(fields.tags) && typeof fields.tags[1] === "number";
  return isRow && expected.sure === true && typeof fields.text === "string" && answer.includes(expected.label);
};`;
    await using folder = await folderWith(module, data);
    const { code, json } = await folder.run("evaluate --json");
    expect(code).toBe(0);
    const { score, unscored } = json() as { score: { value: number }; unscored: unknown[] };
    expect(score.value).toBeGreaterThan(0.4);
    expect(unscored).toEqual([]);
  });

  it("is called by its file where its default export has no name", async () => {
    await using folder = await folderWith("export default (answer) => answer.length / 100;");
    // A process of its own: the runner of tests names the export itself.
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, "evaluate", "--json"], { cwd: folder.path });
    expect((JSON.parse(stdout) as { metric: string }).metric).toBe("mean tone.mjs");
  });

  const FAILING = `function warmth(row) {
  return row.fields.missing.length;
}
export default (answer, row) => {
  if (row.fields.amount === LIMIT) return warmth(row);
  return 1;
};`;

  it("names file, line and the first line of its own where it throws, and the row leaves the score", async () => {
    await using folder = await folderWith(FAILING.replace("=== LIMIT", "< 29"), "rows.jsonl", "splits: { maxDev: 10 }");
    await folder.write({
      "tone.mjs": FAILING.replace("row.fields.amount === LIMIT", "BAD.has(row.fields.amount)").replace(
        "function",
        "const BAD = new Set([7]);\nfunction",
      ),
    });
    const dev = await folder.run("evaluate --split train");
    const all = [dev, await folder.run("evaluate --split dev"), await folder.run("evaluate --split test")];
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0]);
    const hit = all.find(({ stdout }) => stdout.includes("left out"))!;
    expect(hit.stdout).toContain("1 row left out: it could not be scored. The first:");
    expect(hit.stdout).toMatch(/tone\.mjs threw on \S*rows\.jsonl:15: Cannot read properties of undefined/);
    expect(hit.stdout).toMatch(/at warmth \(\S*tone\.mjs:3:29\)/);
    expect(hit.stderr).toContain("A row is left out, since it could not be scored.");
  });

  it("that is broken ends a run with exit code 1, not with that of wrong use", async () => {
    await using folder = await folderWith("export default () => { throw new Error('never'); };");
    const { code, stderr } = await folder.run("optimize --set search.headroom=false");
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /the metric failed on 3 of 3 answers; the last one: metric: tone\.mjs threw on \S*rows\.jsonl:\d+: never/,
    );
  });

  it("names the line where a module cannot be loaded", async () => {
    await using folder = await folderWith("const x = 1;\nthrow new Error('not ready');");
    const { code, stderr } = await folder.run("evaluate");
    expect(code).toBe(2);
    expect(stderr).toMatch(/tone\.mjs cannot be loaded: not ready\n\s+at \S*tone\.mjs:2:7/);
  });

  it("shows its rubric to the optimizer model, in every request that mends a prompt", async () => {
    await using folder = await folderWith(
      "export default (answer) => answer.length > 400;",
      "rows.jsonl",
      'rubric: "A warm tone counts; length does not."\n',
    );
    expect((await folder.run("step --quiet")).code).toBe(0);
    expect(
      (await folder.run(["optimize", "--quiet", "--set", "search.rounds=1", "--set", "search.headroom=false"])).code,
    ).toBe(0);
    const { requests } = (await folder.run("show --requests --json")).json() as {
      requests: { asked: string; messages: { content: string }[] }[];
    };
    // Other words for a prompt need not know what is scored.
    const mending = requests.filter(({ asked }) => asked !== "paraphrase");
    expect(mending.length).toBeGreaterThan(0);
    for (const { messages } of mending)
      expect(messages.map(({ content }) => content).join("\n")).toContain("A warm tone counts; length does not.");
  });
});
