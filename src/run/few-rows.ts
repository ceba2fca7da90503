/** What can be had where the test rows are too few to show any but a large gain. */
import { rowsNeeded, smallestGain } from "../core/stats/power.ts";
import type { Task } from "../core/task.ts";
import type { FewRows } from "../facts/few-rows.ts";
import type { Settings } from "../options/settings.ts";
import { planRun } from "./wire.ts";

/** A gain that a search of prompts seldom exceeds. */
const LARGE = 0.2;
const FOLDS = 5;

/** Undefined where the test rows can show a gain of 20 points, or there are none by design. */
export function fewRows(task: Task, settings: Settings): FewRows | undefined {
  const { train, dev, test } = { ...task, ...task.all };
  const { folds, column, test: share } = settings.splits;
  const needed = rowsNeeded(LARGE, { discordance: LARGE });
  if (folds !== undefined || test.length >= needed) return undefined;
  const rows = train.length + dev.length + test.length;
  const own = smallestGain(test.length, { discordance: 0 });
  const pooled = smallestGain(rows, { discordance: 0 });
  const reading = 2 * (task.repeats ?? 1) * task.callsPerCell;
  const calls = (FOLDS + 1) * (planRun(task, settings).total - reading * test.length) + reading * rows;
  return {
    test: test.length,
    ...(own !== undefined && { smallestGain: own }),
    ...(column === undefined && {
      folds: { folds: FOLDS, rows, ...(pooled !== undefined && { smallestGain: pooled }), calls },
    }),
    rowsFor20: Math.ceil(needed / share),
  };
}
