/** Keeps keys of the environment out of what a metric of the user's says. */
import { MetricError } from "../core/errors.ts";
import type { Task } from "../core/task.ts";

/**
 * The task, whose metric's own words are cleaned, since they are shown and stored.
 * @param clean takes the keys of the environment out of a text
 */
export function withCleanMessages(task: Task, clean: (text: string) => string): Task {
  return {
    ...task,
    async judge(answer, example, ask) {
      try {
        return await task.judge(answer, example, ask);
      } catch (error) {
        if (!(error instanceof MetricError)) throw error;
        const cleaned = new MetricError(clean(error.message));
        cleaned.cause = error.cause;
        throw cleaned;
      }
    },
  };
}
