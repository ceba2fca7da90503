/**
 * Kinds of task with real models: `npm run bench -- tasks --task orders|gsm8k [--model qwen-0.5b]` plays one run, without a
 * writer, and adds a line to bench/results/tasks.jsonl. A run that was cut off goes on where it was. Without a task it shows all
 * runs; with --keep --write it puts them into docs/tasks.md. Runs with many labels are those of `bench real`.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { table } from "../src/report/table.ts";
import type { KeepTable } from "./lib/doc-tables.ts";
import { addKindResult, kindTable, playKind, readKindResults } from "./lib/kind-runs.ts";
import { asKindTask } from "./lib/kind-tasks.ts";
import { asLocalModelName } from "./lib/local-models.ts";
import { realModel } from "./lib/real-models.ts";

const OPTIONS = {
  task: { type: "string" },
  model: { type: "string", default: "qwen-0.5b" },
  folder: { type: "string", default: join(import.meta.dirname, "../.cache/tasks") },
} as const;

export async function run(
  args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.task !== undefined) await play(values.task, values.model, values.folder, print);
  const results = readKindResults();
  const [head = [], ...rows] = kindTable(results);
  keepTable("real", [head, ...rows]);
  for (const line of table(head, rows)) print(line);
  return {
    runs: rows.length,
    kinds: new Set(rows.map(([kind]) => kind)).size,
    better: rows.filter((cells) => cells.includes("better")).length,
  };
}

async function play(task: string, model: string, folder: string, print: (line: string) => void): Promise<void> {
  const [name, local] = [asKindTask(task, "--task"), asLocalModelName(model, "--model")];
  const asked = await realModel(local, "task");
  try {
    const result = await playKind(name, local, asked, folder, (event) => {
      if (event.type === "round-started") print(`round ${event.round} of ${event.rounds}`);
      if (event.type === "candidate") print(`new (${event.origin.kind})`);
      if (event.type === "dev-score") print(`dev, ${event.id}: ${event.score.value.toFixed(3)}`);
    });
    addKindResult(result);
    print(result.best);
  } finally {
    await asked.close?.();
  }
}
