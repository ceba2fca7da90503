/** Plays one selection in a world: what was kept, how good it truly is, what it cost. */
import type { Rng } from "../../src/core/rng.ts";
import type { Selection, SelectorFactory } from "../../src/core/selection/selector.ts";
import type { Observation } from "../../src/core/task.ts";
import { driveSelector } from "../../src/testing/drive-selector.ts";
import type { World } from "./worlds.ts";

export interface Played {
  /** Mean true score of the best arms minus that of the arms kept. */
  readonly regret: number;
  readonly evaluations: number;
  /** Steps that had to wait for one another. */
  readonly steps: number;
}

/** Below this, a regret is a rounding error: no other choice would have been better. */
export const NO_REGRET = 1e-9;

/** Plays `factory` for the best `keep` arms of `world`. */
export function play(
  { truth, correct }: World,
  factory: SelectorFactory,
  keep: number,
  budget: number,
  rng: Rng,
): Played {
  const selection: Selection = {
    arms: truth.length,
    keep,
    rows: Array.from(correct[0]!.keys()),
    budget,
    metric: { name: "accuracy", isMean: true, score: accuracy },
    rng,
  };
  const { ranking, steps, evaluations } = driveSelector(factory, selection, (arm, row) =>
    observation(row, correct[arm]![row] === 1),
  );
  const best = truth.toSorted((a, b) => b - a).slice(0, keep);
  const kept = ranking.slice(0, keep).map(({ arm }) => truth[arm]!);
  return { regret: (total(best) - total(kept)) / keep, evaluations, steps: steps.length };
}

/** One observation for each row and answer, made once: selectors only read them. */
const made: Record<"right" | "wrong", Observation[]> = { right: [], wrong: [] };

function observation(row: number, correct: boolean): Observation {
  return (made[correct ? "right" : "wrong"][row] ??= {
    example: { id: String(row).padStart(6, "0"), fields: {}, expected: 1 },
    answer: "",
    score: correct ? 1 : 0,
    correct,
    invalid: false,
  });
}

function accuracy(observations: readonly Observation[]): number {
  let sum = 0;
  for (const { score } of observations) sum += score;
  return observations.length === 0 ? 0 : sum / observations.length;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
