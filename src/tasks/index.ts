/** All task kinds by name: the one table that a new one is added to, and the choice of one. */
import { UsageError } from "../core/errors.ts";
import { asOwn } from "../core/own-object.ts";
import { METRIC_NAMES, type MetricFunction, type MetricName } from "../metrics/index.ts";
import { classification } from "./classification.ts";
import { custom } from "./custom.ts";
import type { TaskKind } from "./task-kind.ts";

export type { KindInput, TaskKind } from "./task-kind.ts";
export { chosenMetric, type JudgedMetric, type MetricOption } from "./whole-set.ts";

/** The table; of several that fit a metric, the first is the default. */
export const taskKinds = { classification, custom } satisfies Readonly<Record<string, TaskKind>>;

/** The name of a task kind, as the option `task` takes it. */
export type TaskKindName = keyof typeof taskKinds;

/** The names, for options. */
export const TASK_KIND_NAMES = Object.keys(taskKinds) as [TaskKindName, ...TaskKindName[]];

/**
 * The kind that is named or given; without one, the first that fits the metric.
 * @param more kinds that have a name next to those of the table
 * @throws UsageError when there is no such kind, or it does not take such a metric
 */
export function kindFor(
  task: TaskKindName | TaskKind | undefined,
  metric: MetricName | MetricFunction | undefined,
  more: readonly TaskKind[] = [],
): TaskKind {
  const given = typeof task === "string" ? named(task, more) : task && asTaskKind(task);
  const kinds: readonly TaskKind[] = given === undefined ? Object.values(taskKinds) : [given];
  const kind = kinds.find((one) => fits(one, metric));
  if (kind !== undefined) return kind;
  const [{ name, metrics, takesFunction }] = kinds as [TaskKind];
  const wanted = [
    ...(metrics.length > 0 ? [`one of ${metrics.join(", ")}`] : []),
    ...(takesFunction ? ["a function, in a config a .js or .ts module"] : []),
  ].join(" or ");
  const got = typeof metric === "function" ? "a function" : metric === undefined ? "none" : JSON.stringify(metric);
  throw new UsageError(
    "metric",
    `task is ${name}, so expected ${wanted}, got ${got}`,
    "Set another task, or leave it out.",
  );
}

/** @throws UsageError when it is no task kind */
export function asTaskKind(value: unknown, where = "task", what = "a name or a task kind"): TaskKind {
  return asOwn<TaskKind>(value, where, what, {
    name: "text",
    metrics: "a list",
    takesFunction: "true or false",
    asksJudge: "true or false",
    judging: "a function",
  });
}

function named(task: string, more: readonly TaskKind[]): TaskKind {
  const kinds: readonly TaskKind[] = [...Object.values(taskKinds), ...more];
  const kind = kinds.find(({ name }) => name === task);
  if (kind !== undefined) return kind;
  const known = kinds.map(({ name }) => name).join(", ");
  throw new UsageError("task", `expected one of ${known}, got ${JSON.stringify(task)}`);
}

function fits({ metrics, takesFunction }: TaskKind, metric: MetricName | MetricFunction | undefined): boolean {
  if (typeof metric === "function") return takesFunction;
  if (metrics.length === 0) return false;
  const name = typeof metric === "object" ? "f1" : metric?.split(":")[0]?.trim();
  if (name === undefined || metrics.includes(/^f[\d.]+$/.test(name) ? "f1" : name)) return true;
  // Of a name that no kind knows, the table of metrics has more to say.
  return !METRIC_NAMES.includes(name);
}
