/** The task of a simulated world, split as it stands, with the model that answers it. */
import { exampleId, type Example } from "../core/example.ts";
import type { Model } from "../core/model.ts";
import { parsePrompt } from "../core/prompt/prompt.ts";
import type { Task } from "../core/task.ts";
import { accuracy } from "../metrics/accuracy.ts";
import { simulatedWorld } from "./simulated-world.ts";
import type { FamilyName } from "./worlds/families.ts";

/** Rows of each split. */
const ROWS = { train: 100, dev: 20, test: 20 };

export interface WorldTask extends Task {
  readonly model: Model;
}

export function worldTask(family: FamilyName, seed: number): WorldTask {
  const { prompt, examples, model } = simulatedWorld({ family, seed, rows: ROWS.train + ROWS.dev + ROWS.test });
  const rows = examples.map(({ message, label }): Example => ({
    id: exampleId({ message }, label),
    fields: { message },
    expected: label,
  }));
  return {
    prompt: parsePrompt(prompt),
    train: rows.slice(0, ROWS.train),
    dev: rows.slice(ROWS.train, ROWS.train + ROWS.dev),
    test: rows.slice(ROWS.train + ROWS.dev),
    metric: accuracy(),
    format: { kind: "text" },
    answers: "A right answer is yes or no.",
    keep: [],
    kind: "world",
    judging: "",
    groupBy: "confusion",
    same: (a, b) => a.predicted === b.predicted,
    callsPerCell: 1,
    judge: ({ text }, { expected }) => ({
      predicted: text,
      score: text === expected ? 1 : 0,
      correct: text === expected,
      invalid: text === "",
    }),
    model,
  };
}
