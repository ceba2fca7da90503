/**
 * Calibrated reading: the label whose probability is greatest next to the one that it has on rows that say nothing
 * (contextual calibration, Zhao et al. 2021, arXiv 2102.09690).
 */
import { type Message, type ModelAnswer, NO_USAGE } from "../../core/model.ts";
import { depthOf, labelTree, vocabularyOf, type Branch, type Vocabulary } from "./label-tree.ts";
import type { Sequence, Weights } from "./package.ts";
import type { Following } from "./prefill.ts";
import { logSum, weigh } from "./weigh.ts";

/** Prompts whose weights on rows that say nothing are kept: those of some rounds of a search. */
const KEPT = 256;

/** The reading of one request. */
export interface Reading {
  /** Tokens of the longest text that it evaluates. */
  readonly longest: number;
  /** @throws the signal's reason soon after it says stop */
  read(sequence: Sequence, following: Following): Promise<ModelAnswer>;
}

/**
 * @param prompt the tokens of the row's messages
 * @param empty messages for rows that say nothing
 */
export type Calibrated = (
  prompt: readonly number[],
  labels: readonly string[],
  empty: readonly (readonly Message[])[],
) => Reading;

/** @param tokensOf the tokens of messages, with the beginning of the model's turn */
export function calibrated(
  weights: Weights,
  tokensOf: (messages: readonly Message[]) => readonly number[],
): Calibrated {
  let vocabulary: Vocabulary | undefined;
  const trees = new WeakMap<readonly string[], Branch>();
  /** Logarithms of the labels' mean shares, by labels and messages; the ones used last at the end. */
  const means = new Map<string, readonly number[]>();

  function treeOf(labels: readonly string[]): Branch {
    const tree = trees.get(labels) ?? labelTree(weights, labels, (vocabulary ??= vocabularyOf(weights)));
    trees.set(labels, tree);
    return tree;
  }

  function keep(key: string, mean: readonly number[]): void {
    means.delete(key);
    means.set(key, mean);
    if (means.size > KEPT) means.delete(means.keys().next().value!);
  }

  return (prompt, labels, empty) => {
    const tree = treeOf(labels);
    const key = JSON.stringify([labels, empty]);
    const known = means.get(key);
    const texts = known === undefined ? empty.map(tokensOf) : [];
    return {
      longest: Math.max(prompt.length, ...texts.map(({ length }) => length)) + depthOf(tree),
      async read(sequence, following) {
        // One that ran meanwhile may have the same prompt.
        let mean = known ?? means.get(key);
        if (mean === undefined) {
          const shares: (readonly number[])[] = [];
          for (const text of texts)
            shares.push((await weigh(sequence, text, tree, labels.length, following)).logShares);
          mean = labels.map((_, i) => logSum(shares.map((one) => one[i]!)) - Math.log(shares.length));
        }
        keep(key, mean);
        const { logShares, cached } = await weigh(sequence, prompt, tree, labels.length, following);
        const gains = logShares.map((log, i) => (log === -Infinity ? log : log - mean[i]!));
        const usage = { ...NO_USAGE, input: prompt.length, output: 1, cachedInput: cached };
        return { text: labels[gains.indexOf(Math.max(...gains))]!, finish: "stop", usage };
      },
    };
  };
}
