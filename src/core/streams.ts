/**
 * The random streams that several procedures must draw alike, each named once: a request is found again in the store only
 * when it was drawn from the stream of the same path.
 */
import type { Rng } from "./rng.ts";

/** Everything that is drawn in a round. */
export function roundStream(run: Rng, round: number): Rng {
  return run.fork(`round ${round}`);
}

/** The order of train in a round, whose head is the minibatch. */
export function minibatchStream(round: Rng): Rng {
  return round.fork("minibatch");
}

/** What is drawn when one parent is expanded. */
export function parentStream(round: Rng, parent: { readonly id: string }): Rng {
  return round.fork(`parent ${parent.id}`);
}

/** One paraphrase of a prompt, by the stream of that prompt. */
export function paraphraseStream(prompt: Rng, index: number): Rng {
  return prompt.fork(`paraphrase ${index}`);
}
