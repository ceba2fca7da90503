/** Opens the database file: checks it, sets a damaged one aside, and brings an older one up to date. */
import { statSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { Database } from "./database.ts";
import type { OpenFile } from "./driver.ts";
import { BUSY_TIMEOUT, codeOf, isDamage } from "./explain.ts";
import { createPrivateFile, identity, setAside } from "./files.ts";
import { migrate, readFormat } from "./schema.ts";

/** Files up to this size are read through before use, at about a millisecond a megabyte. */
const CHECKED_BYTES = 256 * 2 ** 20;

class DamagedError extends Error {}

/** @param notice called with one sentence when a damaged file was set aside */
export async function openDatabase(file: string, open: OpenFile, notice: (text: string) => void): Promise<Database> {
  createPrivateFile(file);
  const found = identity(file);
  try {
    return await openSound(file, open);
  } catch (error) {
    if (!(error instanceof DamagedError)) throw error;
    oneAtATime(file, open, () => {
      // Another process may have met the same damage, and have begun the new one already.
      if (identity(file) !== found) return;
      const aside = setAside(file);
      notice(`${file} is damaged (${error.message}). It was set aside as ${aside}, and a new one is created.`);
    });
    createPrivateFile(file);
    return openSound(file, open);
  }
}

/** A lock that ends with the process, whatever ends it: that of SQLite, on an empty file of its own. */
function oneAtATime(file: string, open: OpenFile, work: () => void): void {
  createPrivateFile(`${file}.damaged-lock`);
  const lock = open(`${file}.damaged-lock`);
  try {
    lock.exec("BEGIN EXCLUSIVE");
    work();
  } finally {
    lock.close();
  }
}

async function openSound(file: string, open: OpenFile): Promise<Database> {
  const db = open(file);
  try {
    // Before anything is written, so that a file which is not ours, or too new, stays as it is.
    readFormat(db, file);
    if (statSync(file).size <= CHECKED_BYTES) check(db);
    await useWal(db);
    // Not FULL: the wait for the disk at each commit is that of the group commit, which holds up nobody else.
    db.exec("PRAGMA synchronous = NORMAL");
    migrate(db, file);
    return db;
  } catch (error) {
    db.close();
    throw isDamage(error) ? new DamagedError((error as Error).message) : error;
  }
}

function check(db: Database): void {
  const found = db.prepare("PRAGMA quick_check(1)").get() as { quick_check: string };
  // A finding comes below a line that names the database.
  if (found.quick_check !== "ok") throw new DamagedError(found.quick_check.split("\n").at(-1));
}

/** Readers go on while one writes. When two processes begin a database at once, SQLite refuses one without waiting. */
async function useWal(db: Database): Promise<void> {
  const deadline = performance.now() + BUSY_TIMEOUT;
  for (;;) {
    try {
      db.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (!codeOf(error).startsWith("SQLITE_BUSY") || performance.now() > deadline) throw error;
      await setTimeout(10);
    }
  }
}
