/** Keeps keys of the environment out of what a metric of the user's says. */
import { MetricError } from "../core/errors.ts";
import type { Task } from "../core/task.ts";
import type { Environment } from "../models/index.ts";
import { ownWordsCleaner } from "../models/redact.ts";

/** The task, whose metric's own words hold no key that is in the environment: they are shown and stored. */
export function withCleanMessages(task: Task, env: Environment): Task {
  const clean = ownWordsCleaner(env);
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
