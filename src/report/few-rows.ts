/** Few test rows in words: what they can show, and what can be done. */
import { count, counted } from "../core/values/words.ts";
import type { FewRows } from "../facts/few-rows.ts";

const points = (gain: number | undefined): string =>
  gain === undefined
    ? "no gain at all"
    : `a gain of ${Math.ceil(100 * gain)} points at the least, from a prompt that breaks no row`;

/** Each a sentence; none where the rows are enough. */
export function fewRowsLines(few: FewRows | undefined): string[] {
  if (few === undefined) return [];
  const { test, smallestGain, folds, rowsFor20 } = few;
  return [
    `${counted(test, "test row")} can show ${points(smallestGain)}.`,
    ...(folds === undefined
      ? []
      : [
          `By folds all ${count(folds.rows)} rows judge the search, and can show ${points(folds.smallestGain)}: splits.folds: ${folds.folds}, about ${count(folds.calls)} calls.`,
        ]),
    `About ${count(rowsFor20)} rows in all would show a gain of 20 points. To score the prompt alone: protegi evaluate --split all.`,
  ];
}
