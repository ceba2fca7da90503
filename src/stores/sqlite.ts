/** A store in one SQLite file: what resolved is on disk, and survives a killed process and a power cut. */
import { resolve } from "node:path";
import { answersIn } from "./sqlite/answers.ts";
import { claimRun } from "./sqlite/claims.ts";
import { loadDriver } from "./sqlite/driver.ts";
import { exchangesIn } from "./sqlite/exchanges.ts";
import { explain } from "./sqlite/explain.ts";
import { groupCommit } from "./sqlite/group-commit.ts";
import { logOf } from "./sqlite/log.ts";
import { logIn } from "./sqlite/numbered.ts";
import { openDatabase } from "./sqlite/open.ts";
import { outcomesIn } from "./sqlite/outcomes.ts";
import { runsIn } from "./sqlite/runs.ts";
import type { Store } from "./store.ts";
import {
  type NewInput,
  type StampedEvent,
  storedEvent,
  type StoredEvent,
  storedInput,
  type StoredInput,
} from "./stored.ts";

/** Options of `openSqliteStore`. */
export interface SqliteStoreOptions {
  /** Called with one sentence when a damaged file was set aside and a new one created. Default: nobody. */
  readonly notice?: (text: string) => void;
}

/**
 * Opens the store in the file at `path`, or begins it. A missing folder is created, private to the user,
 * with a `.gitignore` that keeps everything in it out of git. A file of an older format is brought up to
 * date; a damaged one is renamed, never overwritten. Several processes may have it open.
 *
 * Throws `UsageError` when the path cannot be written, when a newer protegi or another program wrote the
 * file, and on a Node.js older than 22. Calls reject with `ProtegiError` when the disk is full or fails.
 */
export async function openSqliteStore(path: string, options: SqliteStoreOptions = {}): Promise<Store> {
  const file = resolve(path);
  async function attempt<T>(work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw explain(error, file);
    }
  }

  const open = await loadDriver();
  return attempt(async () => {
    const db = await openDatabase(file, open, options.notice ?? (() => {}));
    const log = logOf(file);
    const commits = groupCommit(db, log.sync);
    const answers = answersIn(db, commits);
    const runs = runsIn(db);
    const events = logIn<StampedEvent, StoredEvent>(db, commits, { table: "events", entry: "event" }, storedEvent);
    const inputs = logIn<NewInput, StoredInput>(db, commits, { table: "inputs", entry: "input" }, storedInput);
    const outcomes = outcomesIn(db, commits);
    const exchanges = exchangesIn(db, commits);
    /** For writes with a transaction of their own: after all that was asked for before. */
    const inOrder = <T>(work: () => T): Promise<T> =>
      attempt(async () => {
        commits.flush();
        const result = work();
        await commits.synced();
        return result;
      });
    let closed: Promise<void> | undefined;

    async function close(): Promise<void> {
      try {
        await inOrder(() => undefined);
      } finally {
        await log.close();
        db.close();
      }
    }

    return {
      getAnswer: (key) => attempt(() => answers.get(key)),
      putAnswer: (key, answer) => attempt(() => answers.put(key, answer)),
      async *readAnswers() {
        for (let number = 0; ;) {
          const after = number;
          const page = await attempt(() => answers.page(after));
          for (const { answer } of page) yield answer;
          if (page.length === 0) return;
          number = page.at(-1)!.number;
        }
      },
      cacheSize: (which = {}) => attempt(() => answers.size(which)),
      clearAnswers: (which = {}) => inOrder(() => answers.clear(which)),

      createRun: (run) => inOrder(() => runs.create(run)),
      updateRun: (id, change) => inOrder(() => runs.update(id, change)),
      getRun: (id) => attempt(() => runs.get(id)),
      listRuns: () => attempt(() => runs.list()),
      claimRun: (id) => attempt(() => claimRun(file, open, id)),

      appendEvents: (runId, added) => attempt(() => events.append(runId, added)),
      readEvents: (runId, after = 0) => attempt(() => events.read(runId, after)),

      putRows: (rows) => attempt(() => outcomes.putRows(rows)),
      readRows: (ids) => attempt(() => outcomes.readRows(ids)),
      putOutcomes: (runId, put) => attempt(() => outcomes.put(runId, put)),
      readOutcomes: (runId, which = {}) => attempt(() => outcomes.read(runId, which)),
      clearOutcomes: (runId) => inOrder(() => outcomes.clear(runId)),

      putExchanges: (runId, put) => attempt(() => exchanges.put(runId, put)),
      readExchanges: (runId, round) => attempt(() => exchanges.read(runId, round)),

      appendInput: (runId, input) => attempt(() => inputs.append(runId, [input])),
      readInputs: (runId, after = 0) => attempt(() => inputs.read(runId, after)),

      close: () => (closed ??= attempt(close)),
    };
  });
}
