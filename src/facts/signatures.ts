/** Failure signatures of a search, from events: prompts that degrade, selection that guesses, gradients that repeat. */
import { isRecommended } from "../core/measuring/verdict.ts";
import type { RunEvent } from "../core/events.ts";
import type { Estimate } from "../core/stats/estimate.ts";
import { linearLoss } from "../core/stats/regret.ts";
import { all, type Of } from "./of.ts";
import { count, counted, score, withInterval } from "../core/values/words.ts";
import { noCandidates } from "./signatures/no-candidates.ts";
import { optimizerNotUnderstood } from "./signatures/not-understood.ts";
import { poorWriter } from "./signatures/poor-writer.ts";
import type { Signature } from "./signatures/signature.ts";
import { unreadableAnswers } from "./signatures/unreadable-answers.ts";
import { yieldsOf } from "./yields.ts";

/** Expected shortfall of the prompts kept, in score, from which on selection guesses; and what one would have. */
const GUESSING = 0.1;
const GOOD_CHOICE = 0.05;
/** Rows for each prompt below which their scatter is not to be seen, and the widest that a score from 0 to 1 can have. */
const SCATTER_ROWS = 2;
const WIDEST = 0.5;
/** Share of gradients that repeat others from which on they say nothing new, and how many must have been written to decide. */
const REPEATED = 0.8;
const ENOUGH_GRADIENTS = 12;
/** Rounds in a row without a child that gains, from which on there is no sense in more of them. */
const BARREN_ROUNDS = 3;

/** Every signature of a run, each kind at most once. */
export function signaturesOf(events: readonly RunEvent[]): Signature[] {
  const selections = all(events, "selected").toSorted((a, b) => a.round - b.round);
  const guess = guessing(selections);
  // Where selection guesses, nobody can tell whether a new prompt beats its parent.
  return [
    unreadableAnswers(events),
    optimizerNotUnderstood(events),
    noCandidates(events),
    poorWriter(events),
    degrading(selections, events),
    guess,
    repeating(events, guess === undefined),
  ].filter((one) => one !== undefined);
}

/** The leader of a round, where it was scored on dev. */
interface Leader {
  readonly round: number;
  readonly train: Estimate;
  readonly optimism: number;
  readonly dev: Estimate;
}

/** The last leader lies below an earlier one on dev, or below its own score on train, beyond both intervals. */
function degrading(selections: readonly Of<"selected">[], events: readonly RunEvent[]): Signature | undefined {
  const scores = new Map(all(events, "dev-score").map(({ id, score: dev }) => [id, dev]));
  const leaders = selections.flatMap(({ round, kept: [id], ranking, optimism }): Leader[] => {
    const train = ranking.find((arm) => arm.id === id);
    const dev = scores.get(id ?? "");
    return train === undefined || dev === undefined ? [] : [{ round, train, optimism, dev }];
  });
  const last = leaders.at(-1);
  if (last === undefined) return undefined;
  const best = leaders.reduce((a, b) => (b.dev.value > a.dev.value ? b : a));
  const evidence = { train: last.train.value, optimism: last.optimism, dev: last.dev.value };
  if (last.dev.high < best.dev.low)
    return {
      kind: "degrading",
      round: best.round,
      message: `Prompts got worse after round ${best.round}: the leader's score on dev fell from ${withInterval(best.dev)} to ${withInterval(last.dev)} by round ${last.round}, while on train it went from ${score(best.train.value)} to ${score(last.train.value)}. The best on dev was taken. Stop after ${best.round === 1 ? "1 round" : `${best.round} rounds`} (search.rounds), or give train more rows.`,
      evidence: { ...evidence, devBefore: best.dev.value, trainBefore: best.train.value },
    };
  if (last.train.low - last.optimism > last.dev.high)
    return {
      kind: "degrading",
      message: `The prompts fit train and not dev: the leader of round ${last.round} scored ${withInterval(last.train)} on the rows that chose it, ${score(last.optimism)} of it luck, and ${withInterval(last.dev)} on dev. Give train more rows like those of dev, or stop earlier; search.patience scores the leader on dev each round and shows from which round on.`,
      evidence,
    };
  return undefined;
}

/** On average over the rounds, the prompts kept may be expected to fall far short of those dropped. */
function guessing(selections: readonly Of<"selected">[]): Signature | undefined {
  const rounds = selections.filter(({ ranking, kept, evaluations }) => ranking.length > kept.length && evaluations > 0);
  if (rounds.length === 0) return undefined;
  const sum = (of: (event: Of<"selected">) => number): number => rounds.reduce((total, one) => total + of(one), 0);
  const regret = sum(regretIn) / rounds.length;
  if (regret <= GUESSING) return undefined;
  const perCandidate = sum(({ evaluations }) => evaluations) / sum(({ ranking }) => ranking.length);
  // Between prompts that are alike, the expected shortfall falls with the square root of the evaluations.
  const needed = Math.ceil(perCandidate * (regret / GOOD_CHOICE) ** 2);
  return {
    kind: "guessing",
    message: `Selection was guessing: with about ${counted(perCandidate, "evaluation")} for each prompt, the prompts kept are expected to be up to ${score(regret)} below the best. About ${count(needed)} for each (selection.perCandidate), ${count(needed - perCandidate)} more, would tell them apart to within ${score(GOOD_CHOICE)}; fewer prompts a round (search.maxSuccessors) help too.`,
    evidence: { regret, perCandidate, needed },
  };
}

/** The expected shortfall; where rows are too few to show how far they scatter, at least that of two prompts that scatter widest. */
function regretIn({ regret, ranking }: Of<"selected">): number {
  const rows = ranking.reduce((sum, { n }) => sum + n, 0) / ranking.length;
  return rows < SCATTER_ROWS ? Math.max(regret, linearLoss(0, WIDEST / Math.sqrt(Math.max(rows, 0.5)))) : regret;
}

/** Gradients that repeat, edits that change nothing, rounds in a row in which no child gains. */
function repeating(events: readonly RunEvent[], gainsTell: boolean): Signature | undefined {
  const yields = yieldsOf(events).toSorted((a, b) => a.round - b.round);
  const gradients = yields.reduce((sum, one) => sum + one.gradients, 0);
  const repeated = yields.reduce((sum, one) => sum + one.repeated, 0);
  const unchanged = yields.reduce((sum, one) => sum + one.unchanged, 0);
  const candidates = all(events, "candidate").length;
  const lastFruitful = yields.findLastIndex(({ gained }) => gained > 0);
  const found = all(events, "verdict").map(({ verdict }) => isRecommended(verdict));
  // A search that found a better prompt and gains no more has reached its end: the yields show it, and nothing went wrong.
  const barren =
    gainsTell && !found.includes(true) ? yields.slice(lastFruitful + 1).filter(({ children }) => children > 0) : [];
  const before = yields[lastFruitful]?.round;

  // Models have few ways to say a thing: repeats are no failure where they brought a better prompt all the same.
  const inVain = found.includes(false);
  const said = [
    ...(inVain && gradients >= ENOUGH_GRADIENTS && repeated >= REPEATED * gradients
      ? [`${count(repeated)} of ${count(gradients)} gradients say what an earlier one said`]
      : []),
    ...(inVain && unchanged > candidates
      ? [`${counted(unchanged, "edit or paraphrase", "edits and paraphrases")} changed nothing`]
      : []),
    ...(barren.length >= BARREN_ROUNDS ? [`no new prompt beat its parent in the last ${barren.length} rounds`] : []),
  ];
  if (said.length === 0) return undefined;
  return {
    kind: "repeating",
    ...(barren.length >= BARREN_ROUNDS && before !== undefined && { round: before }),
    message: `The search repeats itself: ${said.join("; ")}. Try another optimizer model, a higher search.optimizerTemperature, more rows in train, or fewer rounds; search.method monte-carlo does without gradients.`,
    evidence: { gradients, repeated, unchanged, candidates, barrenRounds: barren.length },
  };
}
