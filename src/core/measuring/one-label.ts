/** Whether a model gives one label to nearly all rows: then other words may trade that label for another, and mend nothing. */
import { shown } from "../example.ts";
import type { Observation } from "../task.ts";

/** From this share on, one label is given to nearly all rows. */
const NEARLY_ALL = 0.9;

/** What nearly all rows get under two prompts. */
export interface OneLabel {
  readonly initial: string;
  readonly winner: string;
}

/** The label that nearly all of these rows get; undefined where there is none. */
export function oneLabelOf(seen: readonly Observation[]): string | undefined {
  return nearlyAll(seen.map(({ predicted, answer }) => shown(predicted ?? answer)));
}

/** Whether the answers of one prompt are one label for nearly all rows, while the right ones are not. */
export function isConstant(seen: readonly Observation[]): boolean {
  return oneLabelOf(seen) !== undefined && !isOneSided(seen);
}

/** The labels that nearly all rows get before and after; undefined where either prompt tells rows apart, or nearly all are of one label. */
export function oneLabelOfBoth(before: readonly Observation[], after: readonly Observation[]): OneLabel | undefined {
  const [initial, winner] = [oneLabelOf(before), oneLabelOf(after)];
  return initial === undefined || winner === undefined || isOneSided(after) ? undefined : { initial, winner };
}

/** Whether the right answers of these rows are nearly all the same, so that a constant may be right. */
function isOneSided(seen: readonly Observation[]): boolean {
  return nearlyAll(seen.map(({ example }) => shown(example.expected))) !== undefined;
}

/** The value that nearly all of these are. */
function nearlyAll(values: readonly string[]): string | undefined {
  const counts = [...Map.groupBy(values, (value) => value)].map(([value, own]) => ({
    value,
    share: own.length / values.length,
  }));
  return counts.find(({ share }) => share >= NEARLY_ALL)?.value;
}
