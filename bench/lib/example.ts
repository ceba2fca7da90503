/** The example reviews with the simulated model, as benchmarks run them. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { buildTask } from "../../src/jobs/task/build-task.ts";
import type { Task } from "../../src/core/task.ts";
import { readDataset } from "../../src/datasets/index.ts";
import { optimize, type RunEvent } from "../../src/index.ts";
import { parseGroups, type GroupOptions } from "../../src/options/settings.ts";
import type { RunResult } from "../../src/run/result.ts";
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

/** The last one alone, for benchmarks go seed by seed. */
let last: { readonly seed: number; readonly task: Promise<Task> } | undefined;

/** The task of the run with this seed: its splits. */
export async function exampleTask(seed: number): Promise<Task> {
  if (last?.seed !== seed) {
    const { splits } = parseGroups({ splits: { seed } });
    last = { seed, task: example().then((options) => buildTask(options, splits, () => undefined)) };
  }
  return last.task;
}

/** The mean with the half-width of its 95% interval (normal). */
export function meanOf(values: readonly number[]): { mean: number; half: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, half: 1.96 * Math.sqrt(variance / values.length) };
}
