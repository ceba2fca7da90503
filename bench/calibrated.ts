/**
 * Calibrated reading of local models: the labels of a reply weighed against rows that say nothing (contextual calibration,
 * Zhao et al. 2021, arXiv 2102.09690), next to the label that the model writes when it is held to the labels.
 */
import { parseArgs } from "node:util";
import { emptyRows } from "../src/core/evaluation/calibration.ts";
import { UsageError } from "../src/core/errors.ts";
import type { Model } from "../src/core/model.ts";
import { parsePrompt } from "../src/core/prompt/prompt.ts";
import { oneLine } from "../src/core/values/words.ts";
import { rng, shuffle } from "../src/core/rng.ts";
import { discordant } from "../src/core/stats/paired.ts";
import type { KeepTable } from "./lib/doc-tables.ts";
import { CALIBRATED_TASKS, type LabelledText } from "./lib/calibrated-tasks.ts";
import { localModel } from "../src/models/local/local.ts";
import { hasLlama, hasModel, LLAMA_ENV, LOCAL_MODELS, pathOf } from "./lib/local-models.ts";

/** Figures: by task, how much more of the rows calibrated reading gets right, over all prompts. */
export async function run(
  args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const options = { task: { type: "string" }, rows: { type: "string" } } as const;
  const { task, rows: wanted = "150" } = parseArgs({ args: [...args], options }).values;
  if (!hasLlama()) {
    print("Skipped: node-llama-cpp is missing. Fetch it: node scripts/fetch-local-model.mjs qwen-0.5b");
    return {};
  }
  const names = Object.keys(CALIBRATED_TASKS);
  if (task !== undefined && !names.includes(task))
    throw new UsageError("--task", `there is no task ${task}`, `Tasks: ${names.join(", ")}.`);
  const figures: Record<string, number> = {};
  const table = [["model", "task, prompt", "held", "calibrated", "difference, 95% interval"]];
  for (const name of task === undefined ? names : [task]) {
    const { model, labels, prompts, rows: all } = CALIBRATED_TASKS[name]!;
    if (!hasModel(model)) {
      print(`Skipped ${name}: there is no model. Fetch it: node scripts/fetch-local-model.mjs ${model}`);
      continue;
    }
    print(`${name}, ${LOCAL_MODELS[model].title}`);
    const rows = shuffle(await all(), rng(1)).slice(0, Number(wanted));
    const loaded = await localModel(pathOf(model), { env: LLAMA_ENV, contextSize: 1024 });
    let gained = 0;
    for (const prompt of prompts) {
      const found = await compare(loaded, prompt, labels, rows);
      gained += found.fixed - found.broken;
      const { before, after, difference } = shown(found, rows.length);
      const start = oneLine(prompt.split("\n").slice(0, 2).join(" "), 60);
      print(`  held ${before}, calibrated ${after}: ${difference}  ${start}`);
      table.push([LOCAL_MODELS[model].title, `${name}: ${start}`, before, after, difference]);
    }
    figures[`${name}Gain`] = gained / (rows.length * prompts.length);
    await loaded.close?.();
  }
  keepTable("reading", table);
  return figures;
}

interface Found {
  /** Rows that the held label gets right; that calibrated reading fixes; and that it breaks. */
  readonly held: number;
  readonly fixed: number;
  readonly broken: number;
}

function shown({ held, fixed, broken }: Found, n: number): Record<"before" | "after" | "difference", string> {
  const { low, high } = discordant(fixed, broken, n);
  const [before, after] = [held / n, (held + fixed - broken) / n];
  return {
    before: before.toFixed(3),
    after: after.toFixed(3),
    difference: `${(after - before).toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`,
  };
}

async function compare(
  model: Model,
  text: string,
  labels: readonly string[],
  rows: readonly LabelledText[],
): Promise<Found> {
  const prompt = parsePrompt(text);
  const format = { kind: "choice", choices: labels } as const;
  let [right, fixed, broken] = [0, 0, 0];
  for (const { text: row, label } of rows) {
    const request = { messages: prompt.render({ text: row }), format, temperature: 0, sample: 0 };
    const { text: held } = await model.generate(request);
    const { text: calibrated } = await model.generate({ ...request, calibratedBy: emptyRows(prompt) });
    if (held === label) right++;
    if (held !== label && calibrated === label) fixed++;
    if (held === label && calibrated !== label) broken++;
  }
  return { held: right, fixed, broken };
}
