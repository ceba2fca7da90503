/** Texts as the words that scores compare, and how often each occurs. */

/** Articles that the normal form of an answer leaves out. */
const ARTICLES = /\b(?:a|an|the)\b/g;
/** ASCII punctuation, as Python's `string.punctuation`. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/**
 * The normal form of a short answer: lower case, without punctuation, articles and needless white space, as the evaluation script of
 * SQuAD 1.1 has it (Rajpurkar et al., arXiv 1606.05250).
 */
export function normalized(text: string): string {
  return text
    .toLowerCase()
    .replace(PUNCTUATION, "")
    .replace(ARTICLES, " ")
    .split(/\s+/)
    .filter((word) => word !== "")
    .join(" ");
}

/** How often each thing occurs. */
export function counted<T>(things: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const thing of things) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  return counts;
}

/** How many things two lists share, each as often as in both. */
export function shared<T>(a: ReadonlyMap<T, number>, b: ReadonlyMap<T, number>): number {
  let sum = 0;
  for (const [thing, count] of a) sum += Math.min(count, b.get(thing) ?? 0);
  return sum;
}

/** The harmonic mean of precision and recall. */
export function f1Of(precision: number, recall: number): number {
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

/** The runs of `n` tokens, each as one text. */
export function ngrams(tokens: readonly string[], n: number, joint = " "): string[] {
  return Array.from({ length: Math.max(0, tokens.length - n + 1) }, (_, i) => tokens.slice(i, i + n).join(joint));
}

/** The best score over several right answers. */
export function best<T>(expected: readonly T[], score: (right: T) => number): number {
  return Math.max(0, ...expected.map(score));
}
