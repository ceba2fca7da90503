/** The main job on the example reviews with the simulated model, over seeds: is the gain real, and said to be? */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { optimize } from "../src/index.ts";
import { readDataset } from "../src/datasets/index.ts";
import type { GroupOptions } from "../src/options.ts";
import type { RunResult } from "../src/run.ts";
import { simulatedReviews } from "../src/testing/index.ts";

const EXAMPLE = new URL("../examples/reviews/", import.meta.url);

/** One run of the example; the seed moves the search, the splits and the simulation. */
export async function runExample(seed: number, options: GroupOptions = {}): Promise<RunResult> {
  const prompt = await readFile(new URL("prompt.md", EXAMPLE), "utf8");
  const { rows } = await readDataset(fileURLToPath(new URL("reviews.csv", EXAMPLE)));
  const examples = rows.map(({ fields }) => fields);
  return optimize({ prompt, examples, label: "label", model: simulatedReviews({ seed }), ...options, splits: { seed, ...options.splits }, seed });
}

/** The mean with the half-width of its 95% interval (normal). */
export function meanOf(values: readonly number[]): { mean: number; half: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, half: 1.96 * Math.sqrt(variance / values.length) };
}

export async function run(args: readonly string[], print: (line: string) => void): Promise<Record<string, number>> {
  const { values } = parseArgs({ args: [...args], options: { seeds: { type: "string", default: "20" } } });
  const seeds = Number(values.seeds);
  const results: RunResult[] = [];
  const began = performance.now();
  print("seed  test rows  initial  best found  difference [95% interval]  verdict    calls");
  for (let seed = 1; seed <= seeds; seed++) {
    const result = await runExample(seed);
    results.push(result);
    const { initial, winner, difference, word } = result.verdict!;
    print(`${String(seed).padStart(4)}  ${String(difference.n).padStart(9)}  ${initial.value.toFixed(3).padStart(7)}  ${winner.value.toFixed(3).padStart(10)}  ${difference.value.toFixed(3).padStart(10)} [${difference.low.toFixed(3)}, ${difference.high.toFixed(3)}]  ${word.padEnd(9)}  ${result.cost.calls}`);
  }
  const seconds = (performance.now() - began) / 1000 / seeds;
  const verdicts = results.map(({ verdict }) => verdict!);
  const gain = meanOf(verdicts.map(({ difference }) => difference.value));
  const p0 = meanOf(verdicts.map(({ initial }) => initial.value));
  const winner = meanOf(verdicts.map((verdict) => verdict.winner.value));
  const saidBetter = verdicts.filter(({ word }) => word === "better").length;
  const calls = meanOf(results.map(({ cost }) => cost.calls)).mean;
  print("");
  print(`initial prompt ${p0.mean.toFixed(3)}, best found ${winner.mean.toFixed(3)}, mean gain ${gain.mean.toFixed(3)} [${(gain.mean - gain.half).toFixed(3)}, ${(gain.mean + gain.half).toFixed(3)}]`);
  print(`said better in ${saidBetter} of ${seeds}; ${calls.toFixed(0)} calls and ${seconds.toFixed(2)} s a run`);
  return { seeds, p0Mean: p0.mean, winnerMean: winner.mean, gainLow: gain.mean - gain.half, saidBetter, calls, seconds };
}
