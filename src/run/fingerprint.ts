/** What runs are recognised by: what they would do, the rows they have, and the test set they are judged on. */
import { createHash } from "node:crypto";
import { eachRole, type ByRole, type Models } from "../core/model.ts";
import type { Part, Prompt } from "../core/prompt/prompt.ts";
import type { Task } from "../core/task.ts";
import { withoutPlan } from "../options/plan-for-budget.ts";
import { plainSettings, type Settings } from "../options/settings.ts";

/** Equal for runs that would do the same, whatever their caps. */
export function fingerprintOf(task: Task, models: Models, settings: Settings): string {
  const { budget: _caps, requests: _requests, prices: _prices, ...rest } = plainSettings(withoutPlan(settings));
  const { grouping } = settings.search;
  // What runs of 0.1 did not have counts only where it is not the default.
  const { emptyRounds, writer, rowLength, ...options } = rest.search;
  const own = {
    ...options,
    ...(emptyRounds !== 1 && { emptyRounds }),
    ...(writer !== "auto" && { writer }),
    ...(rowLength !== 800 && { rowLength }),
  };
  const search = { ...rest, search: { ...own, grouping: grouping === "auto" ? task.groupBy : grouping } };
  const named = namesOf(models);
  return hash([
    task.prompt.text,
    task.metric.name,
    task.format,
    ids(task.train),
    ids((task.all ?? task).dev),
    ids((task.all ?? task).test),
    named,
    search,
    ...(task.limits === undefined ? [] : [["limits", ...task.limits.map(({ text }) => text)]]),
    ...(task.protected === undefined ? [] : [["protected", ...ids(task.protected)]]),
    ...(task.repeats === undefined ? [] : [["repeats", task.repeats]]),
    // Runs of 0.1 had no such part; those of labels are still found by what they had.
    ...(task.judging === "" ? [] : [task.judging]),
    ...(isPlain(task.prompt) ? [] : [task.prompt.messages, task.prompt.parts.map(({ name, where }) => [name, where])]),
    ...(task.turns === undefined ? [] : [{ turns: task.turns }]),
    ...(task.examples === undefined ? [] : [{ ...task.examples, rows: ids(task.examples.rows) }]),
  ]);
}

/** Whether it is a text with one part, under the usual heading or the whole: all that 0.1 knew, and named by its text. */
function isPlain({ messages, parts }: Prompt): boolean {
  const [{ name, heading = "Task" }] = parts as readonly [Part];
  return messages.length === 1 && parts.length === 1 && name === "task" && heading.toLowerCase() === "task";
}

/** Equal for runs that are judged on the same rows. */
export function testSetOf(task: Task): string {
  return hash(ids((task.all ?? task).test));
}

/** What the models of a run are called. */
export function namesOf(models: Models): ByRole<string> {
  return eachRole(models, ({ id }) => id);
}

/** A hash of all rows of a task: equal for the same rows, whatever their order and splits. */
export function dataHash(task: Task): string {
  const { train, dev, test, protected: rows = [], examples } = { ...task, ...task.all };
  return hash(ids([...train, ...(examples?.rows ?? []), ...dev, ...test, ...rows]));
}

function ids(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id).toSorted();
}

function hash(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 32);
}
