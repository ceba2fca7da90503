/** Tasks whose rows are answered several times. */
import { overRepeats } from "../../core/evaluation/repeats.ts";
import type { Judging, Task } from "../../core/task.ts";
import type { Settings } from "../../options/settings.ts";

/** What a task has of its own where rows are answered so often: the number, and the metric over several answers. Nothing for once. */
export function repeated({ metric }: Pick<Judging, "metric">, repeats = 1): Pick<Task, "repeats"> & Partial<Judging> {
  return repeats === 1 ? {} : { repeats, metric: overRepeats(metric) };
}

/** What a person should know who asks for several answers to a row. */
export function repeatNotices({ repeats = 1 }: Pick<Task, "repeats">, { search }: Pick<Settings, "search">): string[] {
  if (repeats === 1 || search.temperature > 0) return [];
  return [
    `repeats is ${repeats} and search.temperature is 0: answers differ only where the server is not deterministic. Set a temperature that the prompt will run with, or leave repeats out.`,
  ];
}
