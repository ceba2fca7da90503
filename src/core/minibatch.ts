/** The minibatch of a round, and a parent's errors on it (Algorithm 2 of arXiv 2305.03495, steps 1 and 2). */
import { sample, shuffle, type Rng } from "./rng.ts";
import type { Work } from "./evaluation.ts";
import type { Example } from "./example.ts";
import type { Prompt } from "./prompt.ts";
import type { Observation } from "./task.ts";
import type { Tools } from "./tools.ts";

/** All of train in the order in which the parents of one round meet it; the minibatch is its head. */
export function drawMinibatch(train: readonly Example[], rng: Rng): readonly Example[] {
  return shuffle(train, rng);
}

/**
 * What `parent` does on the minibatch. When it has fewer than `enough` errors there, goes on along the
 * shared order, a minibatch at a time, until it has enough or train is used up.
 */
export async function observeParent(
  parent: Prompt,
  order: readonly Example[],
  minibatchSize: number,
  enough: number,
  evaluate: Tools["evaluate"],
  work: Work,
): Promise<readonly Observation[]> {
  const seen: Observation[] = [];
  for (let start = 0; start < order.length; start += minibatchSize) {
    seen.push(...(await evaluate(parent, order.slice(start, start + minibatchSize), work)));
    if (seen.filter(({ correct }) => !correct).length >= enough || work.budget.left === 0) break;
  }
  return seen;
}

/** A group of errors that one gradient request is shown, with a few right rows beside them. */
export interface ErrorGroup {
  readonly errors: readonly Observation[];
  readonly correct: readonly Observation[];
}

/** Random groups, as in the paper: each is drawn from all errors, so that groups may share some. */
export function errorGroups(
  seen: readonly Observation[],
  options: { readonly errorGroups: number; readonly errorsPerGroup: number; readonly correctPerGroup: number },
  rng: Rng,
): ErrorGroup[] {
  const errors = seen.filter(({ correct }) => !correct);
  const right = seen.filter(({ correct }) => correct);
  return Array.from({ length: options.errorGroups }, (_, g) => ({
    errors: sample(errors, options.errorsPerGroup, rng.fork(`group ${g} errors`)),
    correct: sample(right, options.correctPerGroup, rng.fork(`group ${g} correct`)),
  }));
}
