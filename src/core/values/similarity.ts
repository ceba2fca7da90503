/** How alike two short texts are by their words: gradients are a sentence or two, and what they are about is in few words. */

/** Small words of English that say nothing of what a sentence is about; texts in other languages keep all of theirs. */
const SMALL: ReadonlySet<string> = new Set(
  "a an and are as at be been but by can could do does for from had has have how if in into is it its may might more most no not of on or should so such than that the their them then there these they this those to too was were what when where which while who why will with without would".split(
    " ",
  ),
);

/** The words that a text is about: lower-case, each once, without small ones, endings of English plurals cut. */
export function contentWords(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => !SMALL.has(word)).map((word) => word.replace(/(?<=[a-z]{3})s$/, "")));
}

/**
 * Jaccard similarity, from 0 (no word in common) to 1 (the same words); two empty sets have nothing in common.
 * @param weight what a word counts, at least 0; default 1 for every word
 */
export function similarity(
  a: ReadonlySet<string>,
  b: ReadonlySet<string>,
  weight: (word: string) => number = () => 1,
): number {
  let common = 0;
  let all = 0;
  for (const word of a) {
    all += weight(word);
    if (b.has(word)) common += weight(word);
  }
  for (const word of b) if (!a.has(word)) all += weight(word);
  return all === 0 ? 0 : common / all;
}
