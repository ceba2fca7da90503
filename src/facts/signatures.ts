/** Failure signatures of a search, from events: the one list that a new one is added to. */
import type { RunEvent } from "../core/events.ts";
import { all } from "./of.ts";
import { degrading } from "./signatures/degrading.ts";
import { guessing } from "./signatures/guessing.ts";
import { noCandidates } from "./signatures/no-candidates.ts";
import { optimizerNotUnderstood } from "./signatures/not-understood.ts";
import { poorWriter } from "./signatures/poor-writer.ts";
import { repeating } from "./signatures/repeating.ts";
import type { Signature } from "./signatures/signature.ts";
import { unreadableAnswers } from "./signatures/unreadable-answers.ts";

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
