/**
 * Finds rows that say nearly the same, so that none is learned from in one split and judged in another.
 *
 * Two rows are near-duplicates when they are equal but for case, punctuation, spaces and the digits of their
 * numbers; or when both have at least `MIN_WORDS` words and share `SIMILARITY` of their pairs of neighbouring
 * words (Jaccard), which about one other word in ten leaves them.
 */
import { DisjointSets } from "./disjoint-sets.ts";
import { joinSimilar, mix, NumberSets } from "./min-hash.ts";

/** In a shorter row a single other word may be the one that counts. */
const MIN_WORDS = 8;
const SIMILARITY = 0.6;

/** A letter of a script that writes no spaces is a word of its own. */
const WORD = /[\p{Ideographic}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+/gu;
const NUMBER = /\p{N}+/gu;

const NO_PAIRS: Int32Array = new Int32Array(0);

/**
 * The rows in groups of near-duplicates: for each row the number of its group. A row that is near to two groups
 * joins them. A group of more than a tenth of all rows, and more than three, is a pattern that the data is
 * written by rather than a repetition, and falls apart into rows equal but for case, punctuation and spaces.
 * @param rows the texts of each row, in an order that does not depend on the file
 */
export function nearDuplicates(rows: readonly (readonly string[])[]): number[] {
  const sets = new DisjointSets(rows.length);
  const pairs = new NumberSets();
  const firstLike = new Map<string, number>();
  for (const [row, texts] of rows.entries()) {
    const plain = wordsIn(texts).replace(NUMBER, "0");
    const like = getOrSet(firstLike, plain, row);
    sets.join(like, row);
    pairs.add(like === row ? pairHashes(plain) : NO_PAIRS);
  }
  joinSimilar(pairs, SIMILARITY, sets);

  const groups = rows.map((_, row) => sets.find(row));
  const sizes = new Int32Array(rows.length);
  for (const group of groups) sizes[group]! += 1;
  const most = Math.max(3, Math.floor(rows.length / 10));
  const firstWith = new Map<string, number>();
  return groups.map((group, row) =>
    sizes[group]! > most ? rows.length + getOrSet(firstWith, wordsIn(rows[row]!), row) : group,
  );
}

/**
 * The words of a row: a space between two, a bar between two columns. Texts without any word, such as a row of
 * emoji, stand for themselves.
 */
function wordsIn(texts: readonly string[]): string {
  const words = texts.map((text) => text.normalize("NFKC").toLowerCase().match(WORD) ?? []);
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
function pairHashes(words: string): Int32Array {
  if (words.startsWith("=")) return NO_PAIRS;
  const hashes: number[] = [];
  let count = 0;
  for (const text of words.split("|")) {
    let before: number | undefined;
    for (let start = 0, end = 0; start < text.length; start = end + 1) {
      end = text.indexOf(" ", start);
      if (end < 0) end = text.length;
      const hash = hashOf(text, start, end);
      if (before !== undefined) hashes.push(mix(Math.imul(before, 31) + hash));
      before = hash;
      count += 1;
    }
  }
  if (count < MIN_WORDS) return NO_PAIRS;
  const sorted = new Int32Array(hashes).sort();
  let size = 0;
  for (const hash of sorted) if (size === 0 || hash !== sorted[size - 1]) sorted[size++] = hash;
  return sorted.subarray(0, size);
}

/** FNV-1a. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
