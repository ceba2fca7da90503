/** ROUGE: word sequences that a summary shares with a right one. */
import type { ScoreKind } from "./score.ts";
import { best, counted, f1Of, ngrams, shared } from "./words.ts";

/**
 * ROUGE-1, ROUGE-2 and ROUGE-L (Lin, "ROUGE: a package for automatic evaluation of summaries", 2004) as F1, against the right
 * answer that fits best; as the Python package `rouge-score` 0.1.2 without stemming. Words are runs of a-z and 0-9.
 */
export const rouge1: ScoreKind<string> = ofRuns(1);
export const rouge2: ScoreKind<string> = ofRuns(2);
export const rougeL: ScoreKind<string> = {
  name: "rouge-l",
  about: "F1 of the longest common sequence of words, ROUGE-L",
  make: () => ({
    name: "ROUGE-L",
    score: (answer, expected) => best(expected, (right) => sequenceF1(wordsOf(answer), wordsOf(right))),
  }),
};

function ofRuns(n: number): ScoreKind<string> {
  return {
    name: `rouge-${n}`,
    about: `F1 of the ${n === 1 ? "words" : "pairs of words"} shared with a right answer, ROUGE-${n}`,
    make: () => ({
      name: `ROUGE-${n}`,
      score: (answer, expected) =>
        best(expected, (right) => runsF1(ngrams(wordsOf(answer), n), ngrams(wordsOf(right), n))),
    }),
  };
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

function runsF1(answer: readonly string[], right: readonly string[]): number {
  const common = shared(counted(answer), counted(right));
  return f1Of(common / Math.max(1, answer.length), common / Math.max(1, right.length));
}

function sequenceF1(answer: readonly string[], right: readonly string[]): number {
  if (answer.length === 0 || right.length === 0) return 0;
  const length = commonLength(answer, right);
  return f1Of(length / answer.length, length / right.length);
}

/**
 * The length of the longest common subsequence by bits, 30 rows at a time (Hyyrö, "Bit-parallel LCS-length computation
 * revisited", 2004), so that texts of 5,000 words take milliseconds.
 */
function commonLength(a: readonly string[], b: readonly string[]): number {
  const blocks = Math.ceil(a.length / BITS);
  const places = new Map<string, Int32Array>();
  for (const [i, word] of a.entries()) {
    let mask = places.get(word);
    if (mask === undefined) places.set(word, (mask = new Int32Array(blocks)));
    mask[Math.floor(i / BITS)]! |= 1 << (i % BITS);
  }
  const row = new Int32Array(blocks).fill(ALL);
  for (const word of b) {
    const mask = places.get(word);
    if (mask === undefined) continue;
    let carry = 0;
    for (let block = 0; block < blocks; block++) {
      const before = row[block]!;
      const hits = before & mask[block]!;
      const sum = before + hits + carry;
      carry = sum > ALL ? 1 : 0;
      row[block] = (sum & ALL) | (before & ~hits);
    }
  }
  let length = 0;
  for (let i = 0; i < a.length; i++) if ((row[Math.floor(i / BITS)]! & (1 << (i % BITS))) === 0) length += 1;
  return length;
}

/** Bits of a block: a sum of two and a carry stays a small whole number. */
const BITS = 30;
const ALL = 2 ** BITS - 1;
