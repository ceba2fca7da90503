/**
 * The write-ahead log of a database. SQLite would wait for the disk itself at each commit, and the whole process
 * with it; waited for here, another thread waits. The log that was opened stays the right one: it is written again from
 * its start, cut or grown, but SQLite removes it only with the last connection to the database, and ours closes after it.
 */
import { close, fdatasync, fstatSync, openSync } from "node:fs";
import { promisify } from "node:util";
import { ProtegiError } from "../../core/errors.ts";

export interface Log {
  /** Resolves when all that is in the log is on disk; rejects with `ProtegiError` when the log was removed, so that nobody pays for what is lost. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** @param database the path of its file; SQLite makes the log when the database is first written to */
export function logOf(database: string): Log {
  let file: number | undefined;
  return {
    async sync() {
      file ??= openSync(`${database}-wal`, "r+");
      await datasync(file);
      if (fstatSync(file).nlink > 0) return;
      throw new ProtegiError(
        `${database}: it was removed, or ${database}-wal was, while protegi wrote to it; nothing more can be kept.\n  Start again.`,
      );
    },
    async close() {
      if (file !== undefined) await closeFile(file);
      file = undefined;
    },
  };
}

const datasync = promisify(fdatasync);
const closeFile = promisify(close);
