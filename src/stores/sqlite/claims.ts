/** Who is at work on a run: a lock that ends with the process, whatever ends it. */
import { rmSync } from "node:fs";
import type { OpenFile } from "./driver.ts";
import { codeOf } from "./explain.ts";
import { createPrivateFile } from "./files.ts";

/** Takes the lock of a run; undefined when another holder has it. The lock is SQLite's own, on an empty file next to the database. */
export function claimRun(database: string, open: OpenFile, id: string): (() => void) | undefined {
  const file = `${database}.run-${encodeURIComponent(id)}`;
  createPrivateFile(file);
  const lock = open(file);
  try {
    lock.exec("PRAGMA busy_timeout = 0");
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (codeOf(error).startsWith("SQLITE_BUSY")) return undefined;
    throw error;
  }
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    // First the name, then the lock: nobody can then take a lock on a file that is about to go.
    rmSync(file, { force: true });
    lock.close();
  };
}
