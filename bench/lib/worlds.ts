/** The worlds that selectors are tried in: what every candidate answers on every row, and how good each truly is. */
import { readFileSync } from "node:fs";
import type { Rng } from "../../src/core/rng.ts";
import { sample, shuffle } from "../../src/core/rng.ts";
import { normalQuantile } from "../../src/core/stats/normal.ts";

export interface World {
  /** The true score of each arm. */
  readonly truth: readonly number[];
  /** `correct[arm][row]`: 1 where the arm is right. */
  readonly correct: readonly Uint8Array[];
}

/** Draws one world. */
export type DrawWorld = (rng: Rng) => World;

/** Arms of one round: a beam of 4 and 8 successors of each. A table with fewer prompts has fewer. */
export const ARMS = 36;
export const ROWS = 400;

/** True scores of a round's candidates: most a little under and over 0.7, the best near 0.85. */
function truths(rng: Rng): number[] {
  return Array.from({ length: ARMS }, () => Math.min(0.97, Math.max(0.3, 0.7 + 0.07 * gaussian(rng))));
}

/** Every answer is a coin of its own: rows have nothing in common. */
export const bernoulli: DrawWorld = (rng) => {
  const truth = truths(rng);
  return { truth, correct: truth.map((p) => Uint8Array.from({ length: ROWS }, () => (rng.next() < p ? 1 : 0))) };
};

/** How much of the variation of an answer belongs to the row: 1.5^2 / (1 + 1.5^2) = 0.69. */
const DIFFICULTY = 1.5;

/** Rows are easy or hard for all arms alike: an arm is right where its skill exceeds the row's difficulty plus some noise. */
export const correlated: DrawWorld = (rng) => {
  const truth = truths(rng);
  const difficulty = Array.from({ length: ROWS }, () => DIFFICULTY * gaussian(rng));
  const scale = Math.sqrt(1 + DIFFICULTY ** 2);
  const correct = truth.map((p) => {
    const skill = scale * normalQuantile(p);
    return Uint8Array.from(difficulty, (d) => (d + gaussian(rng) < skill ? 1 : 0));
  });
  return { truth, correct };
};

interface OutcomeTable {
  readonly prompts: readonly { readonly correct: string }[];
}

/** Real answers: 36 of the table's prompts and all of its rows, both in random order; a prompt's truth is its score on all rows. */
export function measured(path: URL): DrawWorld {
  const table: OutcomeTable = JSON.parse(readFileSync(path, "utf8"));
  const prompts = table.prompts.map(({ correct }) => Uint8Array.from(correct, Number));
  return (rng) => {
    const rows = shuffle(Array.from(prompts[0]!.keys()), rng);
    const correct = sample(prompts, ARMS, rng).map((answers) => Uint8Array.from(rows, (row) => answers[row]!));
    return {
      correct,
      truth: correct.map((answers) => answers.reduce((sum, right) => sum + right, 0) / answers.length),
    };
  };
}

function gaussian(rng: Rng): number {
  return normalQuantile(rng.next() + 2 ** -33);
}
