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
  // A list of runs reads no results, so these go into a column of their own, and what a list shows of them into the record.
  `ALTER TABLE runs ADD COLUMN result TEXT;
   UPDATE runs SET
     result = record -> '$.result',
     record = json_set(json_remove(record, '$.result'), '$.headline', json_object(
       'v', 1,
       'stopped', record -> '$.result.stopped.kind',
       'cost', json_object(
         'calls', record -> '$.result.cost.calls',
         'inputTokens', record -> '$.result.cost.inputTokens',
         'outputTokens', record -> '$.result.cost.outputTokens',
         'usd', record -> '$.result.cost.usd'),
       'verdict', CASE WHEN record ->> '$.result.verdict.word' IS NULL THEN NULL ELSE json_object(
         'word', record -> '$.result.verdict.word',
         'initial', record -> '$.result.verdict.initial.value',
         'winner', record -> '$.result.verdict.winner.value',
         'difference', record -> '$.result.verdict.difference.value') END))
   WHERE record -> '$.result' IS NOT NULL;
   CREATE TABLE data_rows (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, data TEXT NOT NULL) STRICT;
   CREATE TABLE outcomes (number INTEGER PRIMARY KEY, run TEXT NOT NULL, prompt TEXT NOT NULL, row TEXT NOT NULL, repeat INTEGER NOT NULL, outcome TEXT NOT NULL, UNIQUE (run, prompt, row, repeat)) STRICT;
   CREATE TABLE exchanges (number INTEGER PRIMARY KEY, run TEXT NOT NULL, key TEXT NOT NULL, round INTEGER NOT NULL, exchange TEXT NOT NULL, UNIQUE (run, key)) STRICT;
   CREATE TABLE inputs (run TEXT NOT NULL, number INTEGER NOT NULL, input TEXT NOT NULL, PRIMARY KEY (run, number)) STRICT;`,
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
