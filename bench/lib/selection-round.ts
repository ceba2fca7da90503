/** The requests of a selection round: candidates that share a frame, on the same rows, asked row by row as they are weighed. */
import type { Model, ModelAnswer, ModelRequest } from "../../src/core/model.ts";
import { createRequestPath } from "../../src/engine/request-path.ts";
import { memoryStore } from "../../src/stores/memory.ts";

const FORMAT = { kind: "choice", choices: ["positive", "negative"] } as const;
const INSTRUCTIONS = [
  "Classify the sentiment of the review as positive or negative.",
  "Is the customer happy with the product? Answer positive if they are, negative if they are not.",
  "Read the review. What counts is the verdict at the end, not the first impression. Say positive or negative.",
  "Decide whether the writer would buy this again: positive means yes, and negative means no.",
  "Label the review. Praise is positive. Complaints, faults and returns are negative, even where they are polite.",
  "Would a shop be glad about this review? Then it is positive. Otherwise it is negative.",
  "Name the emotional tone of this statement. The choices are positive and negative.",
  "Look for words of praise and words of blame, weigh them, and answer with positive or negative.",
];

/** Waves of requests; those of a wave are asked at once, with the candidates in turns. */
export function selectionRound(waves: number, rowsPerWave: number): ModelRequest[][] {
  return Array.from({ length: waves }, (_, wave) =>
    Array.from({ length: rowsPerWave }, (_, i) => INSTRUCTIONS.map((text) => ask(text, wave * rowsPerWave + i))).flat(),
  );
}

function ask(instruction: string, row: number): ModelRequest {
  const text = `Review ${row} of them: it ${row % 3 === 0 ? "broke at once" : "works as it should"}, and I have ${row + 2} of these.`;
  const content = `# Task\n${instruction}\n\n# Output format\nOne word.\n\n# Review\n${text}\n\n# Answer\n`;
  return { messages: [{ role: "user", content }], format: FORMAT, temperature: 0, sample: 0 };
}

/** The answers, through the request path that runs use, one wave after the other. */
export async function answerWaves(model: Model, waves: readonly ModelRequest[][]): Promise<ModelAnswer[]> {
  const path = createRequestPath({ models: { task: model, optimizer: model }, store: memoryStore() });
  const answers: ModelAnswer[] = [];
  for (const wave of waves)
    answers.push(...(await Promise.all(wave.map((request) => path.call("task", request, { phase: "selecting" })))));
  await path.close();
  return answers;
}
