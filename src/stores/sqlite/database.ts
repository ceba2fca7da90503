/** The little of a SQLite driver that the store uses; better-sqlite3 has this shape. */

export type Value = string | number | Uint8Array | null;

export interface Statement {
  run(...values: Value[]): unknown;
  get(...values: Value[]): unknown;
  all(...values: Value[]): unknown[];
}

export interface Database {
  exec(sql: string): unknown;
  prepare(sql: string): Statement;
  /** False again when SQLite itself rolled back, as it does when the disk is full. */
  readonly inTransaction: boolean;
  close(): unknown;
}

/** Runs `work` in one transaction: all of it is kept, or none. `immediate` is for work that writes. */
export function transaction<T>(db: Database, kind: "immediate" | "deferred", work: () => T): T {
  db.exec(`BEGIN ${kind}`);
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec("ROLLBACK");
    throw error;
  }
}
