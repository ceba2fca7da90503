/** The tables, and how a database of an older format comes to have them. */
import { UsageError } from "../../core/errors.ts";
import { type Database, transaction } from "./database.ts";

/** Written into the file's header, so that another program's database is never taken for ours: "PTGi". */
const APPLICATION_ID = 0x50544769;

/**
 * Step number i takes format i to format i + 1; format 0 is an empty file. A step that was released is
 * never changed. Content is JSON: a new optional field needs no step, and text with a NUL or half a
 * surrogate pair comes back as it was.
 */
export const STEPS: readonly string[] = [
  `CREATE TABLE answers (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, answer TEXT NOT NULL) STRICT;
   CREATE TABLE runs (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL) STRICT;
   CREATE TABLE events (run TEXT NOT NULL, number INTEGER NOT NULL, event TEXT NOT NULL, PRIMARY KEY (run, number)) STRICT;`,
];

/** The format of the database. Throws `UsageError` when it is another program's, or newer than the last step. */
export function readFormat(db: Database, file: string, steps: readonly string[] = STEPS): number {
  // One transaction, so that a database which another process is just beginning is seen whole or not at all.
  return transaction(db, "deferred", () => inspect(db, file, steps));
}

/** Brings the database to the newest format: all steps in one transaction, by one process only. */
export function migrate(db: Database, file: string, steps: readonly string[] = STEPS): void {
  if (readFormat(db, file, steps) === steps.length) return;
  transaction(db, "immediate", () => {
    // Read again under the write lock: another process may have done it meanwhile.
    for (const step of steps.slice(inspect(db, file, steps))) db.exec(step);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${steps.length};`);
  });
}

function inspect(db: Database, file: string, steps: readonly string[]): number {
  const id = number(db, "SELECT application_id AS value FROM pragma_application_id");
  const format = number(db, "SELECT user_version AS value FROM pragma_user_version");
  const tables = number(db, "SELECT count(*) AS value FROM sqlite_schema");
  if (id !== APPLICATION_ID && (id !== 0 || format !== 0 || tables > 0)) {
    throw new UsageError(
      file,
      "this is a SQLite database of another program, not of protegi.",
      "Choose another file; this one was not touched.",
    );
  }
  if (format > steps.length) {
    throw new UsageError(
      file,
      `a newer protegi wrote it: its format is ${format}, and this version reads formats up to ${steps.length}.`,
      "Install the newer one (npm install protegi@latest), or choose another folder; this file was not touched.",
    );
  }
  return format;
}

function number(db: Database, sql: string): number {
  return (db.prepare(sql).get() as { value: number }).value;
}
