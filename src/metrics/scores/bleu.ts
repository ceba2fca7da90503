/** BLEU: runs of one to four words that an answer shares with right ones, with a penalty for short answers. */
import type { Observation } from "../../core/task.ts";
import { textsOf } from "./judge.ts";
import type { ScoreKind } from "./score.ts";
import { counted, ngrams } from "./words.ts";

/** Longest run of words. */
const ORDER = 4;

/** Counts of an answer, or of many together. */
interface Counts {
  words: number;
  /** Words of the right answer whose length is nearest. */
  right: number;
  readonly matches: number[];
  readonly runs: number[];
}

/**
 * BLEU (Papineni et al., ACL 2002) as sacreBLEU 2 computes it (Post, arXiv 1804.08771): tokenization 13a, smoothing `exp`. A row's own
 * score is that of `sentence_bleu`; the score of a set is that of `corpus_bleu`, which is not the mean of the rows.
 */
export const bleu: ScoreKind<string> = {
  name: "bleu",
  about: "BLEU of the whole set, as sacreBLEU computes it",
  make: () => ({
    name: "BLEU",
    score: (answer, expected) => scoreOf(countsOf(answer, expected), true),
    metric: {
      name: "BLEU",
      isMean: false,
      score(observations: readonly Observation[]) {
        const all: Counts = { words: 0, right: 0, matches: zeros(), runs: zeros() };
        for (const observation of observations) {
          const { answer, expected } = textsOf(observation);
          const { words, right, matches, runs } = countsOf(answer, expected);
          all.words += words;
          all.right += right;
          for (let n = 0; n < ORDER; n++) {
            all.matches[n]! += matches[n]!;
            all.runs[n]! += runs[n]!;
          }
        }
        return scoreOf(all, false);
      },
    },
  }),
};

function zeros(): number[] {
  return Array.from({ length: ORDER }, () => 0);
}

function countsOf(answer: string, expected: readonly string[]): Counts {
  const words = tokensOf(answer);
  const references = expected.map(tokensOf);
  const nearest = references
    .map(({ length }) => length)
    .reduce((found, length) => {
      const [a, b] = [Math.abs(length - words.length), Math.abs(found - words.length)];
      return a < b || (a === b && length < found) ? length : found;
    });
  const counts: Counts = { words: words.length, right: nearest, matches: zeros(), runs: zeros() };
  for (let n = 1; n <= ORDER; n++) {
    const most = new Map<string, number>();
    for (const reference of references)
      for (const [run, count] of counted(ngrams(reference, n))) most.set(run, Math.max(most.get(run) ?? 0, count));
    for (const [run, count] of counted(ngrams(words, n))) {
      counts.runs[n - 1]! += count;
      counts.matches[n - 1]! += Math.min(count, most.get(run) ?? 0);
    }
  }
  return counts;
}

/** @param effective whether runs longer than the answer are left out of the mean, as for single sentences */
function scoreOf({ words, right, matches, runs }: Counts, effective: boolean): number {
  if (matches.every((count) => count === 0)) return 0;
  let smoothing = 1;
  let order = ORDER;
  const logs: number[] = [];
  for (let n = 0; n < ORDER && runs[n]! > 0; n++) {
    if (effective) order = n + 1;
    if (matches[n] === 0) smoothing *= 2;
    logs.push(Math.log(matches[n] === 0 ? 1 / (smoothing * runs[n]!) : matches[n]! / runs[n]!));
  }
  // A run that no answer is long enough for has the precision 0.
  if (logs.length < order) return 0;
  const brevity = words < right ? Math.exp(1 - right / words) : 1;
  return brevity * Math.exp(logs.slice(0, order).reduce((sum, log) => sum + log, 0) / order);
}

/** The tokenization 13a of mteval-v13a.pl, by which published scores are computed. */
function tokensOf(text: string): string[] {
  const plain = text.trimEnd().replaceAll("<skipped>", "").replaceAll("-\n", "").replaceAll("\n", " ");
  const line = plain.replaceAll("&quot;", '"').replaceAll("&amp;", "&").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  return ` ${line} `
    .replace(/([{-~[-` -&(-+:-@/])/g, " $1 ")
    .replace(/([^0-9])([.,])/gu, "$1 $2 ")
    .replace(/([.,])([^0-9])/gu, " $1 $2")
    .replace(/([0-9])(-)/g, "$1 $2 ")
    .split(/\s+/)
    .filter((token) => token !== "");
}
