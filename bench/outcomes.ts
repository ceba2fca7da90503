/**
 * Makes the outcome tables that `bench -- selectors` reads: prompts that writers wrote in real runs, scored by the model that
 * answers on the same rows. A table that is there is extended. `npm run bench -- outcomes --task reviews --model smollm2 [--prompts 60]`, after `bench -- real`.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { asLocalModelName } from "./lib/local-models.ts";
import { outcomesOf, readTable, tableFile, writeTable } from "./lib/real-outcomes.ts";
import { realModel } from "./lib/real-models.ts";
import { storeIn } from "./lib/real-run.ts";
import { asTaskName } from "./lib/real-tasks.ts";

const OPTIONS = {
  task: { type: "string", default: "reviews" },
  model: { type: "string", default: "smollm2" },
  prompts: { type: "string", default: "60" },
  folder: { type: "string", default: join(import.meta.dirname, "../.cache/real") },
} as const;

export async function run(args: readonly string[], print: (line: string) => void): Promise<Record<string, number>> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const task = asTaskName(values.task, "--task");
  const name = asLocalModelName(values.model, "--model");
  const model = await realModel(name, "task");
  const store = await storeIn(values.folder, { task, model: name });
  try {
    const known = readTable(tableFile(task, name))?.prompts.map(({ prompt }) => prompt) ?? [];
    const table = await outcomesOf(task, model, store, Number(values.prompts), known, print);
    writeTable(table, tableFile(task, name));
    const scores = table.prompts.map(({ correct }) => correct.replaceAll("0", "").length / correct.length);
    return { prompts: scores.length, rows: table.rows.length, initial: scores[0]!, best: Math.max(...scores) };
  } finally {
    await store.close();
    await model.close?.();
  }
}
