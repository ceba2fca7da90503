/**
 * A task kind, a metric, a score and a dataset format are one file and one line in a table: they are added to a copy of the
 * source, as ARCHITECTURE.md says, and the command line of the copy knows them.
 */
import { execFile } from "node:child_process";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { opening } from "../fixtures/plugins/score.ts";
import { ROOT } from "../models/local-setup.ts";
import { sharedFolder } from "../temp.ts";

interface Added {
  /** The row of the table in ARCHITECTURE.md. */
  readonly row: string;
  /** The file of test/fixtures/plugins/ that is copied to `write`. */
  readonly fixture: string;
  readonly write: string;
  /** The file with the table. */
  readonly touch: string;
  /** What is imported from the new file. */
  readonly value: string;
  /** The line of the table, and what it goes in front of. */
  readonly line: string;
  readonly before: string;
}

const ADDED: readonly Added[] = [
  {
    row: "task kind",
    fixture: "task-kind.ts",
    write: "src/tasks/word.ts",
    touch: "src/tasks/index.ts",
    value: "word",
    line: "  word,\n",
    before: "} satisfies Readonly<Record<string, TaskKind>>;",
  },
  {
    row: "metric",
    fixture: "metric.ts",
    write: "src/metrics/worst-label.ts",
    touch: "src/metrics/table.ts",
    value: "worstLabel",
    line: "  worstLabel,\n",
    before: "] as const satisfies readonly MetricKind[];",
  },
  {
    row: "score of an answer",
    fixture: "score.ts",
    write: "src/metrics/scores/opening.ts",
    touch: "src/metrics/scores/index.ts",
    value: "opening",
    line: "  opening,\n",
    before: "} satisfies ScoreTable<string>;",
  },
  {
    row: "dataset format",
    fixture: "format.ts",
    write: "src/datasets/blocks.ts",
    touch: "src/datasets/index.ts",
    value: "blocks",
    line: "  blocks,\n",
    before: "];",
  },
];

const copy = sharedFolder();

beforeAll(() => {
  cpSync(join(ROOT, "src"), join(copy, "src"), { recursive: true });
  cpSync(join(ROOT, "package.json"), join(copy, "package.json"));
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  for (const { fixture, write, touch, value, line, before } of ADDED) {
    const up = "../".repeat(write.split("/").length - 2);
    const source = readFileSync(join(ROOT, "test/fixtures/plugins", fixture), "utf8");
    writeFileSync(join(copy, write), source.replaceAll("../../../src/", up));
    const table = readFileSync(join(copy, touch), "utf8");
    // A list on one line is written as a list of lines first.
    const start = table.indexOf("export const FORMATS");
    const spread = start < 0 ? table : table.replace(/(FORMATS: [^=]+ = \[)(.*)\];/, "$1\n  $2,\n];");
    const at = spread.indexOf(before, Math.max(start, 0));
    expect(at, `${touch} has ${before}`).toBeGreaterThan(0);
    const file = `./${write.slice(write.lastIndexOf("/") + 1)}`;
    writeFileSync(
      join(copy, touch),
      `import { ${value} } from ${JSON.stringify(file)};\n${spread.slice(0, at)}${line}${spread.slice(at)}`,
    );
  }
  const rows = Array.from({ length: 60 }, (_, i) => `text: thing ${i}\nlabel: ${["yes", "no"][i % 2]!}\n`);
  writeFileSync(join(copy, "rows.blocks"), rows.join("\n"));
  writeFileSync(join(copy, "prompt.md"), "Say yes or no.\n\n{{text}}\n");
  writeFileSync(join(copy, "yes.mjs"), 'export default async () => "yes";\n');
});

/** What `evaluate --json` of the copy prints. */
async function evaluated(
  task: string,
  metric: string,
): Promise<{ metric: string; score: { value: number; n: number } }> {
  const config = join(copy, `${metric}.yaml`);
  const lines = ["prompt: prompt.md", "data: rows.blocks", "label: label", `task: ${task}`, `metric: ${metric}`];
  writeFileSync(config, `${lines.join("\n")}\nmodel: ./yes.mjs\n`);
  const args = [join(copy, "src/cli/main.ts"), "evaluate", config, "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: copy });
  return JSON.parse(stdout) as Awaited<ReturnType<typeof evaluated>>;
}

describe("one file and one line", { timeout: 120_000 }, () => {
  it.each(ADDED)("are said in ARCHITECTURE.md: $row", ({ row, touch, write }) => {
    const line = readFileSync(join(ROOT, "ARCHITECTURE.md"), "utf8")
      .split("\n")
      .find((one) => one.startsWith(`| ${row} |`));
    expect(line).toBeDefined();
    const [, , , writes, touches] = line!.split("|").map((cell) => cell.trim());
    expect(writes).toBe(`\`${write.slice(0, write.lastIndexOf("/"))}/x.ts\``);
    expect(touches).toMatch(new RegExp(`^the tables? in \`${touch}\`$`));
  });

  it("add a task kind and a dataset format", async () => {
    const { metric, score } = await evaluated("word", "accuracy");
    expect(metric).toBe("accuracy");
    // Half of the rows are "yes", and those of dev are drawn.
    expect(Math.abs(score.value - 0.5)).toBeLessThan(0.4);
  });

  it("add a metric", async () => {
    expect(await evaluated("classification", "worst-label")).toMatchObject({
      metric: "worst label",
      score: { value: 0 },
    });
  });

  it("add a score of an answer", async () => {
    expect(opening.make("").score("yesterday", ["no", "yes"])).toBe(1);
    const { metric, score } = await evaluated("qa", "opening");
    expect(metric).toBe("mean opening");
    expect(Math.abs(score.value - 0.5)).toBeLessThan(0.4);
  });
});
