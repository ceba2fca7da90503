/** The record of a run: finding one that was interrupted, starting a new one, counting reads of a test set. */
import { randomBytes } from "node:crypto";
import { UsageError } from "../core/errors.ts";
import type { Task } from "../core/task.ts";
import { plainSettings, type Settings } from "../options/settings.ts";
import type { RunListing, RunRecord, Store } from "../stores/store.ts";
import { dataHash, fingerprintOf, namesOf, testSetOf } from "./fingerprint.ts";
import { lessonsFor, lessonsIn } from "./lessons.ts";
import { plannedAs } from "./planned.ts";
import { optionsOf, type RunOptions } from "./result.ts";
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

/** The newest finished run, of these, that did the same under the same caps and prices, without answers of its own; undefined when there is none. */
export function finishedRun(
  runs: readonly RunListing[],
  { task, models, settings }: Pick<RunParts, "task" | "models" | "settings">,
): RunListing | undefined {
  const fingerprint = fingerprintOf(task, models, settings);
  const capped = ({ budget, prices, plan }: Partial<Pick<Settings, "budget" | "prices" | "plan">>): string =>
    JSON.stringify([budget, prices, ...(plan === undefined ? [] : [plan.rows])]);
  return runs.find(
    (run) =>
      run.fingerprint === fingerprint &&
      run.status === "finished" &&
      run.salt === "" &&
      capped(optionsOf(run)) === capped(settings),
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
  const fingerprint = fingerprintOf(parts.task, parts.models, parts.settings);
  const testSet = testSetOf(parts.task);
  const runs = await store.listRuns();
  const cutOff = fresh ? undefined : runs.find((run) => run.fingerprint === fingerprint && run.status !== "finished");
  const id = cutOff?.id ?? newId();
  const salt = cutOff?.salt ?? (fresh ? id : "");
  const earlierReads = readsOf(testSet, runs, { fingerprint, salt });
  const { task, settings } = cutOff === undefined ? parts : plannedAs(parts, optionsOf(cutOff).plan);
  const release = await claimed(store, id);
  try {
    // One that goes on shows what it showed before, whatever has been learned since.
    const lessons =
      cutOff === undefined ? await lessonsFor(store, task, settings.search.lessons, fingerprint) : lessonsIn(cutOff);
    const options = recorded({ task, settings, models: parts.models }, lessons);
    const record =
      cutOff === undefined
        ? await created(store, { id, fingerprint, testSet, salt, options })
        : await resumed(store, cutOff, options);
    return { record, task, settings, resumed: cutOff !== undefined, earlierReads, release };
  } catch (error) {
    release();
    throw error;
  }
}

/** How many other runs have read this test set; a repeat of a run finds the same answers, so it counts as that run. */
function readsOf(testSet: string, runs: readonly RunListing[], own: Pick<RunRecord, "fingerprint" | "salt">): number {
  const name = (run: Pick<RunRecord, "fingerprint" | "salt">): string => `${run.fingerprint} ${run.salt}`;
  const readers = new Set(runs.filter((run) => run.testSet === testSet && run.readTest).map(name));
  readers.delete(name(own));
  return readers.size;
}

/** Keeps other processes from this run, until it is released. */
async function claimed(store: Store, id: string): Promise<() => void> {
  const release = await store.claimRun(id);
  if (release !== undefined) return release;
  throw new UsageError(
    `run ${id}`,
    "another process is at work on this run",
    "Wait until it has ended, or start another one with another seed or --fresh.",
  );
}

/** The options of a run, as its record keeps them. */
function recorded(
  { task, settings, models }: Pick<RunParts, "task" | "settings" | "models">,
  lessons: readonly string[],
): RunRecord["options"] {
  const options: RunOptions = {
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
  return { ...options };
}

async function created(
  store: Store,
  { id, fingerprint, testSet, salt, options }: Omit<RunRecord, "readTest" | "status" | "startedAt">,
): Promise<RunRecord> {
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
  return record;
}

/** The caps may be others than those it was begun with. */
async function resumed(store: Store, cutOff: RunListing, options: RunRecord["options"]): Promise<RunRecord> {
  const change = { status: "running", options } as const;
  await store.updateRun(cutOff.id, change);
  return { ...cutOff, ...change };
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

/** The day and six random digits: sorts by day, easy to say and to type. */
function newId(): string {
  return `${new Date().toISOString().slice(0, 10)}-${randomBytes(3).toString("hex")}`;
}
