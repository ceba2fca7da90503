/**
 * The write-ahead log of a database. SQLite would wait for the disk itself at each commit, and the whole process
 * with it; waited for here, another thread waits. The log that was opened stays the right one: it is written anew from
 * its start, cut or grown, but SQLite removes it only with the last connection to the database, and ours closes after it.
 */
import { close, fdatasync, openSync } from "node:fs";
import { promisify } from "node:util";

export interface Log {
  /** Resolves when all that is in the log is on disk. */
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
    },
    async close() {
      if (file !== undefined) await closeFile(file);
      file = undefined;
    },
  };
}

const datasync = promisify(fdatasync);
const closeFile = promisify(close);
