/** What the rows of a task say besides text and right answer, as a part of how they are judged. */
import type { Example } from "../../core/example.ts";
import { digest } from "../../core/values/hash.ts";
import type { Judging } from "../../core/task.ts";
import { weighted } from "../../metrics/index.ts";

/**
 * The judging of rows with clusters, weights or feedback: a run with others is another run. Unchanged where no row has any.
 * @throws UsageError when rows have weights that the metric cannot take
 */
export function withMarks(judging: Judging, rows: readonly Example[]): Judging {
  const marked = rows.flatMap(({ id, cluster, weight, feedback }) =>
    [cluster, weight, feedback].every((mark) => mark === undefined) ? [] : [[id, cluster, weight, feedback]],
  );
  if (marked.length === 0) return judging;
  const sorted = marked.map((mark) => JSON.stringify(mark)).toSorted();
  const hasWeights = rows.some(({ weight }) => weight !== undefined);
  const metric = hasWeights ? weighted(judging.metric) : judging.metric;
  return { ...judging, metric, judging: `${judging.judging} rows#${digest(sorted.join("\n"), 8)}`.trim() };
}
