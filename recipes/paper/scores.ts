/** What prompts score on the test rows, under the two names that the paper's figures go by, and the paper's way of choosing. */
import { CallBudget } from "../../src/core/budget.ts";
import type { Models } from "../../src/core/model.ts";
import type { Prompt } from "../../src/core/prompt/prompt.ts";
import type { Observation } from "../../src/core/task.ts";
import { accuracy, f1 } from "../../src/metrics/index.ts";
import type { Settings } from "../../src/options/settings.ts";
import type { Trial } from "../../src/trials/run-trials.ts";
import { wire } from "../../src/run/wire.ts";
import type { Ready, Session } from "./recipe.ts";

/** Of one prompt on the test rows. */
export interface Scores {
  readonly accuracy: number;
  /** F1 of the positive class. */
  readonly f1: number;
}

export interface TrialScores {
  readonly initial: Scores;
  /** Of the prompt that dev picked. */
  readonly found: Scores;
  /**
   * The most accurate prompt of the last beam on the test rows, as the paper reports. The rows that choose are the rows that
   * judge, so it is too high by chance.
   */
  readonly bestOfBeam: Scores;
}

export function scoresOf(observations: readonly Observation[], positive: string): Scores {
  return { accuracy: accuracy().score(observations), f1: f1(positive).score(observations) };
}

/** The answers that the trial has paid for are in the store. */
export async function trialScores(
  session: Session,
  ready: Ready,
  settings: Settings,
  trial: Trial,
): Promise<TrialScores> {
  const { prompt } = ready.task;
  const beam = trial.result.candidates.map(({ parts }) => prompt.withParts(parts));
  const [initial, ...last] = await readTest(session, session.models, ready, settings, [prompt, ...beam]);
  const found = last[0] ?? initial!;
  const best = last.reduce((most, one) => (one.accuracy > most.accuracy ? one : most), found);
  return { initial: initial!, found, bestOfBeam: best };
}

/** The scores of prompts on the test rows, in their order. */
export async function readTest(
  { store, signal }: Pick<Session, "store" | "signal">,
  models: Models,
  { paper, task }: Ready,
  settings: Settings,
  prompts: readonly Prompt[],
): Promise<Scores[]> {
  const { path, tools } = wire({ task, models, settings, store, signal }, () => undefined);
  const budget = new CallBudget(Infinity);
  try {
    const seen = prompts.map((prompt) => tools.evaluate(prompt, task.test, { round: 0, phase: "verdict", budget }));
    return (await Promise.all(seen)).map((observations) => scoresOf(observations, paper.positive));
  } finally {
    await path.close();
  }
}
