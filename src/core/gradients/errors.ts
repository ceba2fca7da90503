/** A parent's errors on the minibatch of a round (Algorithm 2 of arXiv 2305.03495, steps 1 and 2). */
import { countUnread } from "../replies/unread.ts";
import type { Example } from "../example.ts";
import type { Prompt } from "../prompt/prompt.ts";
import type { Observation } from "../task.ts";
import type { Tools } from "../tools.ts";
import type { Work } from "../work.ts";

/**
 * No minibatch is begun after so many rows. By the rule of three, a prompt without an error on 100 rows is wrong on at most
 * 3% of all rows (95% bound; Hanley and Lippman-Hand, JAMA 1983).
 */
const ENOUGH_ROWS = 100;

/** Which rows a parent is seen on. */
export interface Minibatch {
  /** Train in the order of the round. */
  readonly order: readonly Example[];
  readonly minibatchSize: number;
  /** Errors that are wanted. */
  readonly enough: number;
}

/**
 * What `parent` does on the minibatch. When it has fewer than `enough` errors there, continues along the
 * shared order, a minibatch at a time, until it has enough, has met 100 rows, or train is used up.
 */
export async function observeParent(
  { evaluate }: Pick<Tools, "evaluate">,
  parent: Prompt,
  { order, minibatchSize, enough }: Minibatch,
  work: Work,
): Promise<readonly Observation[]> {
  const seen: Observation[] = [];
  for (let start = 0; start < Math.min(order.length, ENOUGH_ROWS); start += minibatchSize) {
    seen.push(...(await evaluate(parent, order.slice(start, start + minibatchSize), work)));
    if (seen.filter(({ correct }) => !correct).length >= enough || work.budget.left === 0) break;
  }
  return seen;
}

/** Reports what a prompt did on a minibatch; returns the number of its errors. */
export function reportErrors(
  { report }: Pick<Tools, "report">,
  { id: parent }: Prompt,
  round: number,
  seen: readonly Observation[],
): number {
  const errors = seen.filter(({ correct }) => !correct).length;
  const invalid = seen.filter((observation) => observation.invalid).length;
  const unread = invalid > 0 ? { unread: countUnread(seen) } : {};
  report({ type: "errors-found", round, parent, rows: seen.length, errors, invalid, ...unread });
  return errors;
}
