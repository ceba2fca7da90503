/** Logs of runs, of which each entry has a sequence number: events and inputs. */
import type { Database } from "./database.ts";
import type { GroupCommit } from "./group-commit.ts";

export interface Log<New, Stored> {
  append(runId: string, entries: readonly New[]): Promise<void>;
  read(runId: string, after: number): Stored[];
}

/**
 * The log in one table, whose columns are `run`, `number` from 0, and `entry`.
 * @param storedOf reads one entry from its JSON; its sequence number is one more than its `number`
 */
export function logIn<New, Stored>(
  db: Database,
  commits: GroupCommit,
  { table, entry }: { readonly table: string; readonly entry: string },
  storedOf: (text: string, sequence: number) => Stored,
): Log<New, Stored> {
  const insert = db.prepare(
    `INSERT INTO ${table} (run, number, ${entry}) VALUES (?, (SELECT coalesce(max(number) + 1, 0) FROM ${table} WHERE run = ?), ?)`,
  );
  const select = db.prepare(
    `SELECT number, ${entry} AS entry FROM ${table} WHERE run = ? AND number >= ? ORDER BY number`,
  );

  return {
    append(runId, entries) {
      const texts = entries.map((one) => JSON.stringify(one));
      return commits.write(() => {
        for (const text of texts) insert.run(runId, runId, text);
      });
    },
    read: (runId, after) =>
      (select.all(runId, after) as { number: number; entry: string }[]).map((row) =>
        storedOf(row.entry, row.number + 1),
      ),
  };
}
