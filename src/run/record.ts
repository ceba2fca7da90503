/** The record of a run: finding one that was interrupted, starting a new one, counting reads of a test set. */
import type { Part, Prompt } from "../core/prompt/prompt.ts";
import { createHash, randomBytes } from "node:crypto";
import { UsageError } from "../core/errors.ts";
import { eachRole, type ByRole, type Models } from "../core/model.ts";
import type { Task } from "../core/task.ts";
import { lessonsFor, lessonsIn } from "./lessons.ts";
import { withoutPlan } from "../options/plan-for-budget.ts";
import { plainSettings, type Settings } from "../options/settings.ts";
import type { RunListing, RunRecord, Store } from "../stores/store.ts";
import { optionsOf, type RunOptions } from "./result.ts";
import { plannedAs } from "./planned.ts";
import type { RunParts } from "./wire.ts";

export interface Begun {
  readonly record: RunRecord;
  /** Its task and settings: those of a run that goes on are planned as they were. */
  readonly task: Task;
  readonly settings: Settings;
  /** Whether it resumes one that was interrupted. */
  readonly resumed: boolean;
  /** How many other runs have read this test set, repeats of one run counted once. */
  readonly earlierReads: number;
  /** Lets others resume the run. */
  readonly release: () => void;
}

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

/** The newest finished run, of these, that did the same under the same caps and prices, without answers of its own; undefined when there is none. */
export function finishedRun(
  runs: readonly RunListing[],
  { task, models, settings }: Pick<RunParts, "task" | "models" | "settings">,
): RunListing | undefined {
  const fingerprint = fingerprintOf(task, models, settings);
  const told = ({ budget, prices, plan }: Partial<Pick<Settings, "budget" | "prices" | "plan">>): string =>
    JSON.stringify([budget, prices, ...(plan === undefined ? [] : [plan.rows])]);
  return runs.find(
    (run) =>
      run.fingerprint === fingerprint &&
      run.status === "finished" &&
      run.salt === "" &&
      told(optionsOf(run)) === told(settings),
  );
}

/**
 * Takes up the newest run that would do the same and was cut off, or begins a new one; `fresh` always starts from the beginning.
 * @throws UsageError when somebody else is at work on that run
 */
export async function beginRun(
  store: Store,
  parts: Pick<RunParts, "task" | "models" | "settings" | "open">,
  fresh: boolean,
): Promise<Begun> {
  const { models } = parts;
  const fingerprint = fingerprintOf(parts.task, models, parts.settings);
  const testSet = hash(ids((parts.task.all ?? parts.task).test));
  const runs = await store.listRuns();
  const cutOff = fresh ? undefined : runs.find((run) => run.fingerprint === fingerprint && run.status !== "finished");
  const id = cutOff?.id ?? newId();
  const { task, settings } = cutOff === undefined ? parts : plannedAs(parts, optionsOf(cutOff).plan);
  const salt = cutOff?.salt ?? (fresh ? id : "");
  // A repeat of a run finds the same answers, and tells nothing new.
  const name = (run: Pick<RunRecord, "fingerprint" | "salt">): string => `${run.fingerprint} ${run.salt}`;
  const readers = new Set(runs.filter((run) => run.testSet === testSet && run.readTest).map(name));
  readers.delete(name({ fingerprint, salt }));
  const earlierReads = readers.size;
  const release = await store.claimRun(id);
  if (release === undefined) {
    throw new UsageError(
      `run ${id}`,
      "another process is at work on this run",
      "Wait until it has ended, or start another one with another seed or --fresh.",
    );
  }
  try {
    // One that goes on shows what it showed before, whatever has been learned since.
    const lessons =
      cutOff === undefined ? await lessonsFor(store, task, settings.search.lessons, fingerprint) : lessonsIn(cutOff);
    const runOptions: RunOptions = {
      prompt: task.prompt.text,
      metric: task.metric.name,
      ...(task.judging !== "" && { judging: task.judging }),
      ...(task.limits && { limits: task.limits.map(({ text }) => text) }),
      ...(task.protected && { protected: task.protected.map(({ id }) => id) }),
      models: namesOf(models),
      data: dataHash(task),
      ...plainSettings(settings),
      ...(lessons.length > 0 && { lessons }),
    };
    const options: RunRecord["options"] = { ...runOptions };
    if (cutOff !== undefined) {
      // The caps may be others than those it was begun with.
      const change = { status: "running", options } as const;
      await store.updateRun(id, change);
      return { record: { ...cutOff, ...change }, task, settings, resumed: true, earlierReads, release };
    }
    const startedAt = new Date().toISOString();
    const record: RunRecord = {
      id,
      fingerprint,
      testSet,
      readTest: false,
      salt,
      status: "running",
      startedAt,
      options,
    };
    await store.createRun(record);
    return { record, task, settings, resumed: false, earlierReads, release };
  } catch (error) {
    release();
    throw error;
  }
}

/**
 * The runs of a store that would do the same, whatever their caps, and that one begun now would share answers with:
 * not those that were begun afresh, but for one that was cut off, which would go on.
 */
export async function sameRuns(
  store: Store,
  { task, models, settings }: Pick<RunParts, "task" | "models" | "settings">,
): Promise<readonly RunListing[]> {
  const fingerprint = fingerprintOf(task, models, settings);
  const same = (await store.listRuns()).filter((run) => run.fingerprint === fingerprint);
  const salt = same.find(({ status }) => status !== "finished")?.salt ?? "";
  return same.filter((run) => run.salt === salt);
}

function namesOf(models: Models): ByRole<string> {
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

/** The day and six random digits: sorts by day, easy to say and to type. */
function newId(): string {
  return `${new Date().toISOString().slice(0, 10)}-${randomBytes(3).toString("hex")}`;
}
