/**
 * The task that recipes run on without a key: a simulated world in which errors show what the prompt misses, so that a method
 * that reads them can win. It shows how recipes and methods work, and says nothing about any real model or task.
 */
import type { PaperTask } from "../tasks/task.ts";
import { simulatedWorld, type SimulatedWorld } from "../../../src/testing/simulated-world.ts";

/** As many rows of dev and test as the paper's tasks have here. */
const ROWS = { train: 300, dev: 50, test: 150 };

/** @param noise share of answers that are mistakes, from 0 to 1 */
export function worldWith(noise: number): SimulatedWorld {
  return simulatedWorld({ family: "rules", noise, rows: ROWS.train + ROWS.dev + ROWS.test });
}

export const world: Pick<PaperTask, "name" | "about" | "prompt" | "positive" | "reported"> = {
  name: "simulated",
  about: "words turn the meaning of a message around, and the prompt does not say which",
  prompt: worldWith(0).prompt,
  positive: "yes",
  reported: {},
};

/** Its rows, divided; the same ones every time. */
export function worldRows(): Record<keyof typeof ROWS, SimulatedWorld["examples"]> {
  const { examples } = worldWith(0);
  return {
    train: examples.slice(0, ROWS.train),
    dev: examples.slice(ROWS.train, ROWS.train + ROWS.dev),
    test: examples.slice(ROWS.train + ROWS.dev),
  };
}
