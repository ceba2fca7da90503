/**
 * The write-ahead log of a database. SQLite would wait for the disk itself at each commit, and the whole process
 * with it; waited for here, another thread waits.
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
