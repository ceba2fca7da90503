/** All task kinds by name: the one table that a new one is added to, and the choice of one. */
import { z } from "zod";
import { UsageError } from "../core/errors.ts";
import { asOwn } from "../core/own-code/own-object.ts";
import type { MetricFunction, MetricName } from "../metrics/index.ts";
import { listed } from "../core/values/words.ts";
import { choice } from "./choice.ts";
import { classification } from "./classification.ts";
import { code, tool } from "./code.ts";
import { custom } from "./custom.ts";
import { extraction } from "./extraction.ts";
import { multiLabel } from "./multi-label.ts";
import { numeric } from "./numeric.ts";
import { qa } from "./qa.ts";
import { text } from "./text.ts";
import { isSettable, type SettableKind } from "./settable.ts";
import type { TaskKind } from "./task-kind.ts";

export type { KindInput, TaskKind } from "./task-kind.ts";
export { isJudgeMetric } from "../metrics/judged/index.ts";
export { chosenMetric, type JudgedMetric, type MetricOption } from "./whole-set.ts";

/** The table; of several that fit a metric, the first is the default. A function alone means `custom`. */
export const taskKinds = {
  classification,
  custom,
  "multi-label": multiLabel,
  choice,
  extraction,
  numeric,
  qa,
  text,
  code,
  tool,
} satisfies Readonly<Record<string, TaskKind>>;

/** The name of a task kind, as the option `task` takes it. */
export type TaskKindName = keyof typeof taskKinds;

/** A kind of the table with settings of its own, such as `{ kind: "numeric", relative: 0.01 }`. */
export type KindWithSettings = {
  [N in TaskKindName]: (typeof taskKinds)[N] extends SettableKind<infer S>
    ? { readonly kind: N } & z.input<S>
    : { readonly kind: N };
}[TaskKindName];

/** Everything that the option `task` takes. */
export type TaskOption = TaskKindName | TaskKind | KindWithSettings;

/** The names, for options. */
export const TASK_KIND_NAMES = Object.keys(taskKinds) as [TaskKindName, ...TaskKindName[]];

/**
 * The kind that is named or given; without one, the first that fits the metric.
 * @param more kinds that have a name next to those of the table
 * @throws UsageError when there is no such kind, or it does not take such a metric
 */
export function kindFor(
  task: TaskOption | undefined,
  metric: MetricName | MetricFunction | undefined,
  more: readonly TaskKind[] = [],
): TaskKind {
  const given = task && kindGiven(task, more);
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
    typeof metric === "function" && !takesFunction
      ? "A function scores answers of task: custom; or leave task out."
      : "Set another task, or leave it out.",
  );
}

/**
 * The kind whose answers a judge model scores: the one that is named or given, else `text`.
 * @throws UsageError when its answers are no free text
 */
export function judgedKind(task: TaskOption | undefined, more: readonly TaskKind[] = []): TaskKind {
  const kind = task === undefined ? taskKinds.text : kindGiven(task, more);
  if (kind.freeAnswers === true) return kind;
  const free = Object.values(taskKinds).filter((one: TaskKind) => one.freeAnswers === true);
  throw new UsageError(
    "metric",
    `task is ${kind.name}, whose answers are no free text for a judge model`,
    `Set task to one of ${listed(free.map(({ name }) => name))}, or name another metric.`,
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

function kindGiven(task: TaskOption, more: readonly TaskKind[]): TaskKind {
  return typeof task === "string" ? named(task, more) : (withSettings(task) ?? asTaskKind(task));
}

/** The kind that an object names and gives settings to; undefined for an object that names none. */
function withSettings(task: TaskKind | KindWithSettings): TaskKind | undefined {
  if (!("kind" in task)) return undefined;
  const { kind: name, ...settings } = task;
  const kind = named(name, []);
  return isSettable(kind) ? kind.with(settings) : kind;
}

function named(task: string, more: readonly TaskKind[]): TaskKind {
  const kinds: readonly TaskKind[] = [...Object.values(taskKinds), ...more];
  const kind = kinds.find(({ name }) => name === task);
  if (kind !== undefined) return kind;
  const known = kinds.map(({ name }) => name).join(", ");
  throw new UsageError("task", `expected one of ${known}, got ${JSON.stringify(task)}`);
}

function fits(
  { name: kind, metrics, takesFunction }: TaskKind,
  metric: MetricName | MetricFunction | undefined,
): boolean {
  if (typeof metric === "function") return takesFunction;
  if (metrics.length === 0) return false;
  const name = typeof metric === "object" ? Object.keys(metric)[0] : metric?.split(":")[0]?.trim();
  if (name === undefined || metrics.includes(/^f[\d.]+$/.test(name) ? "f1" : name)) return true;
  // Of a name that no kind knows, the table of metrics has more to say; a kind of the user's own may not ask it.
  return (
    Object.hasOwn(taskKinds, kind) && !Object.values(taskKinds).some((kind: TaskKind) => kind.metrics.includes(name))
  );
}

/** The option `task` as a config writes it: a name, or a kind with its settings. */
export const taskSchema = z
  .union([
    z.enum(TASK_KIND_NAMES),
    ...Object.values(taskKinds).map((kind) =>
      (isSettable(kind) ? kind.settings : z.strictObject({})).extend({ kind: z.literal(kind.name) }),
    ),
  ])
  .describe(
    `${Object.values(taskKinds)
      .map(({ name, about }) => `${name}: ${about}`)
      .join("; ")}. Default: by the metric`,
  ) as unknown as z.ZodType<TaskKindName | KindWithSettings>;
