/** The labels of a request as a tree of tokens: only where it branches does a model decide between them. */
import type { Weights } from "./package.ts";

export interface Branch {
  /** The tokens from the beginning of the reply up to here. */
  readonly path: readonly number[];
  /** The label that is complete here, by its place in the list. */
  readonly ends: number | undefined;
  /** Where the tokens that may follow lead to. */
  readonly next: ReadonlyMap<number, Branch>;
}

interface Growing extends Branch {
  ends: number | undefined;
  readonly next: Map<number, Growing>;
}

/** The tree of these labels, each in the tokens that the model itself cuts it into. */
export function labelTree({ tokenizer }: Weights, labels: readonly string[]): Branch {
  const root: Growing = { path: [], ends: undefined, next: new Map() };
  for (const [i, label] of labels.entries()) {
    let here = root;
    // Replies that are held to labels begin with no space either.
    for (const token of tokenizer(label, false, "trimLeadingSpace")) {
      const there = here.next.get(token) ?? { path: [...here.path, token], ends: undefined, next: new Map() };
      here.next.set(token, there);
      here = there;
    }
    // Of a label that the list has twice, the first one is meant.
    here.ends ??= i;
  }
  return root;
}

/** Tokens of the longest label. */
export function depthOf({ path, next }: Branch): number {
  return Math.max(path.length, ...Array.from(next.values(), depthOf));
}
