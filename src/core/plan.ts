/** How many calls a run takes, before it starts: the formula of docs/paper.md. */
import type { ProtegiOptions } from "./optimizers/protegi.ts";
import { callsPerGroup } from "./expand.ts";
import { SCREENING_ROWS } from "./cap.ts";
import { HEADROOM_CALLS } from "./headroom.ts";

/** Calls by what they are for. Known cells are free, so a run may take fewer. */
export interface Plan {
  /** Repeats and a paraphrase, before the search. */
  readonly headroom: number;
  /** Parents on their minibatches. */
  readonly errors: number;
  /** Gradients, edits and paraphrases. */
  readonly proposing: number;
  /** Screening of successors on the parent's errors. */
  readonly screening: number;
  readonly selecting: number;
  readonly dev: number;
  readonly verdict: number;
  readonly total: number;
}

/**
 * The calls of a whole run in which every beam is full, no reply is dropped and no cell is known.
 * @param budgetFor evaluations of one selection, given the number of candidates
 */
export function planCalls(
  options: ProtegiOptions & { readonly headroom: boolean },
  rows: { readonly dev: number; readonly test: number },
  budgetFor: (candidates: number) => number,
): Plan {
  const perParent = options.errorGroups * options.gradientsPerGroup * options.editsPerGradient;
  const successors = Math.min(options.maxSuccessors, perParent * (1 + options.paraphrasesPerPrompt) + options.paraphrasesPerPrompt);
  let parents = 0;
  let selecting = 0;
  let beam = 1;
  for (let round = 1; round <= options.rounds; round++) {
    const candidates = beam * (1 + successors);
    parents += beam;
    selecting += budgetFor(candidates);
    beam = Math.min(options.beamWidth, candidates);
  }
  const errors = parents * options.minibatchSize;
  const proposing = parents * (options.errorGroups * callsPerGroup(options) + options.paraphrasesPerPrompt);
  const all = perParent * (1 + options.paraphrasesPerPrompt) + options.paraphrasesPerPrompt;
  const screening = options.screenOnErrors && all > options.maxSuccessors ? parents * all * SCREENING_ROWS : 0;
  const leaders = options.patience === 0 ? 0 : options.rounds - 1;
  const dev = (beam + leaders) * rows.dev;
  const verdict = 2 * rows.test;
  const headroom = options.headroom ? HEADROOM_CALLS : 0;
  return { headroom, errors, proposing, screening, selecting, dev, verdict, total: headroom + errors + proposing + screening + selecting + dev + verdict };
}
