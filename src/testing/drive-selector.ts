/** Plays a selector to its end against given answers: for contract tests and simulations. */
import type { ArmEstimate, Pull, PullResult, Selection, SelectorFactory } from "../core/selection/selector.ts";
import type { Observation } from "../core/task.ts";

/** What a selector asked and chose. */
export interface Driven {
  /** What was asked, step by step. */
  readonly steps: readonly (readonly Pull[])[];
  /** How many (candidate, row) evaluations were asked. */
  readonly evaluations: number;
  readonly ranking: readonly ArmEstimate[];
}

/** Options of `driveSelector`. */
export interface DriveOptions {
  /** Changes what a step's results look like before they are recorded, such as their order. Default: as they are. */
  readonly arrange?: (results: readonly PullResult[]) => readonly PullResult[];
  /** Called after each step. */
  readonly afterStep?: (ranking: readonly ArmEstimate[]) => void;
}

/**
 * Asks, answers by `observe` and records until the selector asks no more. Where `observe` returns nothing, the row
 * was not delivered. Throws when there are more steps than the budget has evaluations.
 */
export function driveSelector(
  factory: SelectorFactory,
  selection: Selection,
  observe: (arm: number, row: number) => Observation | undefined,
  { arrange = (results) => results, afterStep }: DriveOptions = {},
): Driven {
  const selector = factory(selection);
  const steps: (readonly Pull[])[] = [];
  let evaluations = 0;
  for (let pulls = selector.next(); pulls.length > 0; pulls = selector.next()) {
    if (steps.length > selection.budget)
      throw new Error(
        `The selector goes on after ${steps.length} steps with a budget of ${selection.budget} evaluations`,
      );
    steps.push(pulls);
    evaluations += pulls.reduce((sum, { rows }) => sum + rows.length, 0);
    const results = pulls.map(({ arm, rows }) => ({
      arm,
      observations: rows.flatMap((row) => observe(arm, row) ?? []),
    }));
    selector.record(arrange(results));
    afterStep?.(selector.ranking());
  }
  return { steps, evaluations, ranking: selector.ranking() };
}
