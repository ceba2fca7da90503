/** chrF: runs of one to six characters that an answer shares with right ones; it needs no words, so it suits all scripts. */
import type { Observation } from "../../core/task.ts";
import { textsOf } from "./judge.ts";
import type { ScoreKind } from "./score.ts";
import { counted, ngrams, shared } from "./words.ts";

/** Longest run of characters. */
const ORDER = 6;
/** Recall counts twice as much as precision. */
const SQUARE = 2 ** 2;

/** Runs of the answer, of the right answer, and of both, for each length. */
type Counts = readonly (readonly [answer: number, right: number, both: number])[];

/**
 * chrF2 (Popović, "chrF: character n-gram F-score for automatic MT evaluation", WMT 2015) as sacreBLEU 2 computes it, without
 * white space. A row's own score is that of `sentence_chrf`; the score of a set is that of `corpus_chrf`.
 */
export const chrf: ScoreKind<string> = {
  name: "chrf",
  about: "chrF of the whole set: shared runs of characters, as sacreBLEU computes it",
  make: () => ({
    name: "chrF",
    score: (answer, expected) => scoreOf(bestOf(answer, expected)),
    metric: {
      name: "chrF",
      isMean: false,
      score: (observations: readonly Observation[]) => {
        const each = observations.map((observation) => textsOf(observation));
        return scoreOf(each.map(({ answer, expected }) => bestOf(answer, expected)).reduce(sum, NONE));
      },
    },
  }),
};

const NONE: Counts = Array.from({ length: ORDER }, () => [0, 0, 0]);

function sum(a: Counts, b: Counts): Counts {
  return a.map(([x, y, z], i) => [x + b[i]![0], y + b[i]![1], z + b[i]![2]]);
}

/** The counts against the right answer that fits best. */
function bestOf(answer: string, expected: readonly string[]): Counts {
  const characters = charactersOf(answer);
  return expected
    .map((right) => countsOf(characters, charactersOf(right)))
    .reduce((found, counts) => (scoreOf(counts) > scoreOf(found) ? counts : found));
}

function countsOf(answer: readonly string[], right: readonly string[]): Counts {
  return NONE.map((_, n) => {
    const [ours, theirs] = [ngrams(answer, n + 1, ""), ngrams(right, n + 1, "")];
    return [theirs.length === 0 ? 0 : ours.length, theirs.length, shared(counted(ours), counted(theirs))];
  });
}

function scoreOf(counts: Counts): number {
  const there = counts.filter(([answer, right]) => answer > 0 && right > 0);
  if (there.length === 0) return 0;
  const meanOf = (of: (each: Counts[number]) => number): number =>
    there.reduce((total, each) => total + of(each), 0) / there.length;
  const precision = meanOf(([answer, , both]) => both / answer);
  const recall = meanOf(([, right, both]) => both / right);
  return precision + recall === 0 ? 0 : ((1 + SQUARE) * precision * recall) / (SQUARE * precision + recall);
}

function charactersOf(text: string): string[] {
  return Array.from(text.replace(/\s+/g, ""));
}
