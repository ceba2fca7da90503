/** How likely a reply is each of several labels: the weights that calibrated reading is made of. */
import type { Branch, Way } from "./label-tree.ts";
import type { Sequence } from "./package.ts";
import { prefill, type Following } from "./prefill.ts";

/** Without these, the package reports the sampled tokens alone. */
const ALL = { topK: 0, topP: 1, minP: 0, temperature: 1 };
/** The least probability that a reply ends: rounding leaves none where it is smaller. */
const LEAST = 1e-9;

/** The weights of labels after one prompt. */
export interface Weighed {
  /** The logarithm of each label's share among all, in their order. The shares sum up to 1. */
  readonly logShares: readonly number[];
  /** Tokens of the prompt that were evaluated before. */
  readonly cached: number;
}

/**
 * Weighs labels after a prompt. The share of a label is the product of its shares wherever labels part: the probability
 * of the tokens that begin it alone, among those of the other labels. Tokens that leave no choice are not evaluated, as in a reply that is
 * held to the labels. Where one label is the beginning of another, it has what is left by the tokens that go on.
 * @param count how many labels the tree has
 */
export async function weigh(
  sequence: Sequence,
  prompt: readonly number[],
  tree: Branch,
  count: number,
  following: Following,
): Promise<Weighed> {
  const logShares = Array.from({ length: count }, () => -Infinity);
  let cached: number | undefined;

  async function share({ path, ends, ways }: Branch, logShare: number): Promise<void> {
    const parts = ways.length + (ends === undefined ? 0 : 1) > 1;
    const logs = parts ? await logProbabilities(path, ways) : ways.map(() => 0);
    if (ends !== undefined) {
      const ending = parts ? Math.log(Math.max(LEAST, 1 - logs.reduce((sum, log) => sum + Math.exp(log), 0))) : 0;
      logShares[ends] = logShare + ending;
      for (const [i, { to }] of ways.entries()) await share(to, logShare + logs[i]!);
      return;
    }
    const total = logSum(logs);
    for (const [i, { to }] of ways.entries()) await share(to, logShare + logs[i]! - total);
  }

  /** Of these ways, after the prompt and what the reply has so far. */
  async function logProbabilities(path: readonly number[], ways: readonly Way[]): Promise<readonly number[]> {
    const text = [...prompt, ...path];
    const { cached: before, rest } = await prefill(sequence, text, following);
    cached ??= before;
    const logits = { filter: { tokens: ways.flatMap(({ tokens }) => tokens), includeMax: true } };
    const generateNext = { logits, totalLogitWeight: true, options: ALL } as const;
    const results = await sequence.controlledEvaluate([...rest.slice(0, -1), [rest.at(-1)!, { generateNext }]]);
    following.onProgress?.();
    following.signal?.throwIfAborted();
    const { logits: found, totalLogitWeight } = results.at(-1)!.next;
    const all = Math.max(...found!.values()) + Math.log(totalLogitWeight!);
    return ways.map(({ tokens }) => logSum(tokens.map((token) => found!.get(token)!)) - all);
  }

  await share(tree, 0);
  return { logShares, cached: cached ?? 0 };
}

/** The logarithm of a sum of numbers that are given by their logarithms. */
export function logSum(logs: readonly number[]): number {
  const highest = Math.max(...logs);
  return highest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - highest), 0));
}
