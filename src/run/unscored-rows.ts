/** How many rows of a verdict have no score. */
import type { RunEvent } from "../core/events.ts";
import type { Task } from "../core/task.ts";

/** How many test rows the metric failed on for one of these prompts. */
export function unscoredOf(
  events: readonly RunEvent[],
  prompts: readonly string[],
  { test }: Pick<Task, "test">,
): number {
  const failed = events.filter((event) => event.type === "row-unscored");
  const rows = new Set(failed.filter(({ prompt }) => prompts.includes(prompt)).map(({ row }) => row));
  return test.filter(({ id }) => rows.has(id)).length;
}
