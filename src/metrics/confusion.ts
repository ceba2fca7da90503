/** Which labels are taken for which. */
import { shown } from "../core/example.ts";
import type { Observation } from "../core/task.ts";

/** A confusion matrix. */
export interface Confusion {
  readonly labels: readonly string[];
  /** `counts[i][j]`: rows of the label `labels[i]` that were answered `labels[j]`. */
  readonly counts: readonly (readonly number[])[];
  /** `invalid[i]`: rows of the label `labels[i]` whose answer could not be read. */
  readonly invalid: readonly number[];
}

/** Counts the answers by right label and predicted label, in one pass. Rows whose right answer is no label are not counted. */
export function confusion(observations: readonly Observation[], labels: readonly string[]): Confusion {
  const places = new Map(labels.map((label, i) => [label, i]));
  const counts = labels.map(() => labels.map(() => 0));
  const invalid = labels.map(() => 0);
  for (const observation of observations) {
    const row = places.get(shown(observation.example.expected));
    if (row === undefined) continue;
    const column = observation.invalid ? undefined : places.get(shown(observation.predicted));
    if (column === undefined) invalid[row]! += 1;
    else counts[row]![column]! += 1;
  }
  return { labels, counts, invalid };
}
