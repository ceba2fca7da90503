/** The signature of a search whose gradients and edits bring nothing new. */
import type { RunEvent } from "../../core/events.ts";
import { isRecommended } from "../../core/measuring/verdict.ts";
import { count, counted } from "../../core/values/words.ts";
import { all } from "../of.ts";
import { yieldsOf } from "../yields.ts";
import type { Signature } from "./signature.ts";

/** Share of gradients that repeat others from which on they say nothing new, and how many must have been written to decide. */
const REPEATED = 0.8;
const ENOUGH_GRADIENTS = 12;
/** Rounds in a row without a child that gains, from which on there is no sense in more of them. */
const BARREN_ROUNDS = 3;

/**
 * Gradients that repeat, edits that change nothing, rounds in a row in which no child gains.
 * @param gainsTell whether selection separates a new prompt from its parent
 */
export function repeating(events: readonly RunEvent[], gainsTell: boolean): Signature | undefined {
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
