/** `evaluate --out`: every row of the split with its answer, score and feedback, as JSON lines in the order of the split. */
import type { Observation, Task } from "../core/task.ts";
import type { Evaluation } from "../jobs/evaluate.ts";
import { rowsOn } from "../run/planned.ts";

/** A line for each row; one without an answer, or that the metric failed on, has no score. */
export function answerLines(task: Task, { split, observations, unscored }: Evaluation): string {
  const seen = new Map(observations.map((observation) => [observation.example.id, observation]));
  const failed = new Map(unscored.map(({ row, message }) => [row, message]));
  const lines = rowsOn(task, split).map(({ id, fields, expected }) => {
    const name = task.idColumn === undefined ? undefined : fields[task.idColumn];
    const place = task.placeOf?.(id);
    const row = { row: id, ...(name && { name }), ...(place !== undefined && { place }), split, expected };
    const observation = seen.get(id);
    if (observation !== undefined) {
      const { repeats } = observation;
      return { ...row, ...judged(observation), ...(repeats && { repeats: repeats.map(judged) }) };
    }
    const message = failed.get(id);
    return { ...row, score: null, ...(message === undefined ? { missing: true } : { unscored: message }) };
  });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** An answer and how it was judged, without its row. */
function judged({ example: _, repeats: __, ...rest }: Observation): object {
  return rest;
}
