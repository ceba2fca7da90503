/**
 * Finds rows that say nearly the same, so that none is learned from in one split and judged in another.
 *
 * Two rows are near-duplicates when they are equal but for case, punctuation, spaces and the digits of their
 * numbers; or when both have at least `MIN_WORDS` words and share `SIMILARITY` of their pairs of neighbouring
 * words (Jaccard), which about one other word in ten leaves them.
 */
import { DisjointSets } from "./disjoint-sets.ts";
import { mix, similarPairs } from "./min-hash.ts";

/** In a shorter row a single other word may be the one that counts. */
const MIN_WORDS = 8;
const SIMILARITY = 0.6;

/** A letter of a script that writes no spaces is a word of its own. */
const WORD = /[\p{Ideographic}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+/gu;
const NUMBER = /\p{N}+/gu;

/**
 * The rows in groups of near-duplicates: for each row the number of its group. A row that is near to two groups
 * joins them. A group of more than a tenth of all rows, and more than three, is a pattern that the data is
 * written by rather than a repetition, and falls apart into rows equal but for case, punctuation and spaces.
 * @param rows the texts of each row, in an order that does not depend on the file
 */
export function nearDuplicates(rows: readonly (readonly string[])[]): number[] {
  const sets = new DisjointSets(rows.length);
  const exact: number[] = [];
  const pairs: Int32Array[] = [];
  const firstWith = new Map<string, number>();
  const firstLike = new Map<string, number>();
  for (const [row, texts] of rows.entries()) {
    const words = texts.map(wordsIn);
    exact.push(getOrSet(firstWith, keyOf(words, texts), row));
    sets.join(exact[row]!, row);
    const plain = words.map((text) => text.map((word) => word.replace(NUMBER, "0")));
    const like = getOrSet(firstLike, keyOf(plain, texts), row);
    sets.join(like, row);
    pairs.push(like === row ? pairHashes(plain) : new Int32Array(0));
  }
  similarPairs(pairs, SIMILARITY, (one, other) => sets.join(one, other));

  const groups = rows.map((_, row) => sets.find(row));
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const most = Math.max(3, Math.floor(rows.length / 10));
  return groups.map((group, row) => (sizes.get(group)! > most ? rows.length + exact[row]! : group));
}

function wordsIn(text: string): string[] {
  return text.normalize("NFKC").toLowerCase().match(WORD) ?? [];
}

/** Texts without any word, such as a row of emoji, stand for themselves. */
function keyOf(words: readonly (readonly string[])[], texts: readonly string[]): string {
  return words.every((text) => text.length === 0)
    ? `=${texts.join("|")}`
    : words.map((text) => text.join(" ")).join("|");
}

function getOrSet(map: Map<string, number>, key: string, value: number): number {
  const known = map.get(key);
  if (known === undefined) map.set(key, value);
  return known ?? value;
}

/** Hashes of the pairs of neighbouring words of a row, sorted, each once; none for a short row. */
function pairHashes(texts: readonly (readonly string[])[]): Int32Array {
  const count = texts.reduce((sum, words) => sum + words.length, 0);
  if (count < MIN_WORDS) return new Int32Array(0);
  const hashes = new Int32Array(count);
  let size = 0;
  for (const words of texts) {
    let before: number | undefined;
    for (const word of words) {
      const hash = hashOf(word);
      if (before !== undefined) hashes[size++] = mix(Math.imul(before, 31) + hash);
      before = hash;
    }
  }
  return hashes
    .subarray(0, size)
    .sort()
    .filter((hash, i, sorted) => i === 0 || hash !== sorted[i - 1]);
}

/** FNV-1a. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash;
}
