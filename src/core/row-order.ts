/** The order in which prompts meet rows, where all of them are to meet the same ones. */
import type { Example } from "./example.ts";
import { shuffle, type Rng } from "./rng.ts";

/** All rows in a random order; a minibatch is its head. */
export function rowOrder(rows: readonly Example[], rng: Rng): readonly Example[] {
  return shuffle(rows, rng);
}
