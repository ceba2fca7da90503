/**
 * Racing with a price on length, as in CAPO (Zehle et al. 2025, arXiv 2504.16005): candidates meet block after block of
 * shared rows, and one that enough others are clearly better than is out.
 */
import type { CallBudget } from "../budget.ts";
import { distinct, type Candidate } from "../candidate.ts";
import type { Example } from "../example.ts";
import type { Tools } from "../tools.ts";
import { mean } from "../stats/mean.ts";
import { byScore, scoreAll, type Scored } from "./scored.ts";

/** Score that the longest of the candidates loses to one without words. */
const LENGTH_PENALTY = 0.05;
/** The one-sided 20% point of the normal distribution: CAPO drops at that level. */
const CLEARLY = 0.84;

/** Blocks of a race at most. */
export const BLOCKS = 4;

/** The rules of one race. */
export interface Racing {
  /** How many candidates are wanted. */
  readonly keep: number;
  /** What the race may use; met in this order. */
  readonly rows: readonly Example[];
  /** Rows of one block. */
  readonly blockSize: number;
}

/** The best `keep` of the candidates, best first, scores less the penalty. */
export async function race(
  tools: Tools,
  candidates: readonly Candidate[],
  { keep, rows, blockSize }: Racing,
  { round, budget }: { readonly round: number; readonly budget: CallBudget },
): Promise<Scored[]> {
  const longest = Math.max(1, ...candidates.map(({ prompt }) => prompt.size));
  let running: readonly Candidate[] = distinct(candidates);
  let scored: Scored[] = [];
  for (let block = 1; block <= BLOCKS; block++) {
    const met = rows.slice(0, block * blockSize);
    const raced = await scoreAll(tools, running, met, round, budget);
    // A block that the budget cannot give to all decides nothing.
    if (raced.length < running.length && scored.length > 0) break;
    scored = raced.map((one) => ({
      ...one,
      score: one.score - (LENGTH_PENALTY * one.candidate.prompt.size) / longest,
    }));
    const left = scored.filter((one) => scored.filter((other) => clearlyBetter(other, one)).length < keep);
    running = left.map(({ candidate }) => candidate);
    if (left.length <= keep || met.length === rows.length) break;
  }
  const ids = new Set(running.map(({ prompt }) => prompt.id));
  return scored
    .filter(({ candidate }) => ids.has(candidate.prompt.id))
    .toSorted(byScore)
    .slice(0, keep);
}

/** Whether `a` beats `b` on the rows that both met, by a paired z test, lengths counted. */
function clearlyBetter(a: Scored, b: Scored): boolean {
  const ofB = new Map(b.seen.map(({ example, score }) => [example.id, score]));
  const differences = a.seen.flatMap(({ example, score }) =>
    ofB.has(example.id) ? [score - ofB.get(example.id)!] : [],
  );
  const n = differences.length;
  if (n < 2 || a.score <= b.score || (a.shortfall ?? 0) > (b.shortfall ?? 0)) return false;
  const average = mean(differences);
  const variance = differences.reduce((sum, value) => sum + (value - average) ** 2, 0) / (n - 1);
  return a.score - b.score > CLEARLY * Math.sqrt(variance / n);
}
