/** The labels of a request as a tree of tokens: only where it branches does a model decide between them. */
import type { Weights } from "./package.ts";

/** A way on from a branch. */
export interface Way {
  /** Tokens that lead there: the one that the label is cut into, and others that begin no label but those there. */
  readonly tokens: readonly number[];
  readonly to: Branch;
}

export interface Branch {
  /** The tokens from the beginning of the reply up to here. */
  readonly path: readonly number[];
  /** The label that is complete here, by its place in the list. */
  readonly ends: number | undefined;
  readonly ways: readonly Way[];
}

interface Growing {
  readonly path: readonly number[];
  ends: number | undefined;
  /** What the labels from here on are without the text up to here. */
  readonly rests: Set<string>;
  readonly next: Map<number, Growing>;
}

/** The texts of a model's tokens, as they are within a text, and the tokens of each; special tokens have none. */
export type Vocabulary = ReadonlyMap<string, readonly number[]>;

export function vocabularyOf(weights: Weights): Vocabulary {
  const tokensOf = new Map<string, number[]>();
  const before = weights.tokenizer("a");
  for (const token of weights.iterateAllTokens()) {
    const text = weights.isSpecialToken(token) ? "" : weights.detokenize([token], false, before);
    if (text !== "") tokensOf.set(text, [...(tokensOf.get(text) ?? []), token]);
  }
  return tokensOf;
}

/** The tree of these labels, each in the tokens that the model itself cuts it into. */
export function labelTree(weights: Weights, labels: readonly string[], vocabulary: Vocabulary): Branch {
  const root: Growing = { path: [], ends: undefined, rests: new Set(), next: new Map() };
  for (const [i, label] of labels.entries()) {
    let here = root;
    root.rests.add(label);
    // Replies that are held to labels begin with no space either.
    for (const token of weights.tokenizer(label, false, "trimLeadingSpace")) {
      const path = [...here.path, token];
      const there = here.next.get(token) ?? { path, ends: undefined, rests: new Set(), next: new Map() };
      const text = weights.detokenize(path);
      if (label.startsWith(text)) there.rests.add(label.slice(text.length));
      here.next.set(token, there);
      here = there;
    }
    // Of a label that the list has twice, the first one is meant.
    here.ends ??= i;
  }
  return grown(root, weights, vocabulary);
}

function grown(growing: Growing, weights: Weights, vocabulary: Vocabulary): Branch {
  const children = [...growing.next];
  /** Of each beginning of what is left of a label, the children that have such a label. */
  const owners = new Map<string, Set<Growing>>();
  const here = growing.path.length === 0 ? "" : weights.detokenize(growing.path);
  for (const [, child] of children) {
    const step = weights.detokenize(child.path).slice(here.length);
    for (const rest of child.rests)
      for (let end = 1; end <= step.length + rest.length; end++) {
        const beginning = (step + rest).slice(0, end);
        owners.set(beginning, (owners.get(beginning) ?? new Set()).add(child));
      }
  }
  const others = (child: Growing): number[] =>
    [...owners].flatMap(([text, of]) => (of.size === 1 && of.has(child) ? (vocabulary.get(text) ?? []) : []));
  const ways = children.map(([token, child]): Way => {
    const more = others(child).filter((other) => !growing.next.has(other));
    return { tokens: [token, ...more], to: grown(child, weights, vocabulary) };
  });
  return { path: growing.path, ends: growing.ends, ways };
}

/** Tokens of the longest label. */
export function depthOf({ path, ways }: Branch): number {
  return Math.max(path.length, ...ways.map(({ to }) => depthOf(to)));
}
