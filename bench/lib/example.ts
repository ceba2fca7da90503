/** The example reviews with the simulated model, as benchmarks run them. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { buildTask } from "../../src/build-task.ts";
import { CallBudget } from "../../src/core/budget.ts";
import type { Prompt } from "../../src/core/prompt.ts";
import type { Task } from "../../src/core/task.ts";
import { readDataset } from "../../src/datasets/index.ts";
import { optimize, type RunEvent } from "../../src/index.ts";
import { parseGroups, type GroupOptions } from "../../src/options.ts";
import { type RunResult } from "../../src/run.ts";
import { wire } from "../../src/wire.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { simulatedReviews } from "../../src/testing/index.ts";

const FOLDER = new URL("../../examples/reviews/", import.meta.url);

export async function example(): Promise<{
  prompt: string;
  examples: Readonly<Record<string, string>>[];
  label: string;
}> {
  const prompt = await readFile(new URL("prompt.md", FOLDER), "utf8");
  const { rows } = await readDataset(fileURLToPath(new URL("reviews.csv", FOLDER)));
  return { prompt, examples: rows.map(({ fields }) => fields), label: "label" };
}

/** One run of the example; the seed moves the search, the splits and the simulation. `options.seed` moves the search alone. */
export async function runExample(
  seed: number,
  options: GroupOptions = {},
  onEvent: (event: RunEvent) => void = () => undefined,
): Promise<RunResult> {
  return optimize({
    ...(await example()),
    model: simulatedReviews({ seed }),
    seed,
    ...options,
    splits: { seed, ...options.splits },
    onEvent,
  });
}

const tasks = new Map<number, Promise<Task>>();

/** The score of a prompt on the test rows of the run with this seed. */
export async function exampleScore(prompt: Prompt, seed: number): Promise<number> {
  const settings = parseGroups({ splits: { seed } });
  if (!tasks.has(seed))
    tasks.set(
      seed,
      example().then((options) => buildTask(options, settings.splits, () => undefined)),
    );
  const task = await tasks.get(seed)!;
  const model = simulatedReviews({ seed });
  const { path, tools } = wire(
    { task, models: { task: model, optimizer: model }, settings, store: memoryStore() },
    () => undefined,
  );
  const observations = await tools.evaluate(prompt, task.test, {
    round: 0,
    phase: "verdict",
    budget: new CallBudget(Infinity),
  });
  await path.close();
  return task.metric.score(observations);
}

/** The mean with the half-width of its 95% interval (normal). */
export function meanOf(values: readonly number[]): { mean: number; half: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, half: 1.96 * Math.sqrt(variance / values.length) };
}
