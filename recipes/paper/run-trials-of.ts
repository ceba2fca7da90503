/** The trials of a recipe on one task: every contender with every seed, and what its prompts score on the test rows. */
import { runVariants, type Trial } from "../../src/trials/run-trials.ts";
import type { TrialParts } from "../../src/trials/variant.ts";
import type { Session, Ready, Recipe } from "./recipe.ts";
import { trialScores, type TrialScores } from "./scores.ts";
import { settingsFor } from "./settings.ts";

export interface Scored {
  readonly trial: Trial;
  readonly scores: TrialScores;
}

/** @param curve whether the leader of every round is read on the test rows */
export async function runTrialsOf(
  recipe: Recipe,
  session: Session,
  ready: Ready,
  curve: boolean = false,
): Promise<readonly Scored[]> {
  const { paper, task } = ready;
  const { options, models, store, signal, note } = session;
  const seeds = Array.from({ length: options.trials ?? recipe.trials }, (_, i) => options.seed + i);
  const variants = recipe.contenders.map(({ name, set }) => ({
    name,
    parts: (seed: number): TrialParts => ({ task, models, settings: settingsFor(options, set, seed) }),
  }));
  const trials = await runVariants(variants, seeds, {
    store,
    signal,
    curve,
    onTrial: ({ variant, seed, result }) =>
      note(`${paper.name}, ${variant}, seed ${seed}: ${result.verdict?.winner.value.toFixed(3) ?? "no verdict"}`),
  });
  const scored: Scored[] = [];
  for (const trial of trials)
    scored.push({ trial, scores: await trialScores(session, ready, settingsFor(options, {}, trial.seed), trial) });
  return scored;
}
