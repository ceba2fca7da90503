/** The rows of data sets, and what the prompts of a run did on them. */
import type { StoredOutcome, StoredRow, WhichOutcomes } from "../stored.ts";
import type { Database, Value } from "./database.ts";
import type { GroupCommit } from "./group-commit.ts";

export interface Outcomes {
  putRows(rows: readonly StoredRow[]): Promise<void>;
  readRows(ids?: readonly string[]): StoredRow[];
  put(runId: string, outcomes: readonly StoredOutcome[]): Promise<void>;
  read(runId: string, which: WhichOutcomes): StoredOutcome[];
  clear(runId: string): void;
}

type Found = Pick<StoredOutcome, "prompt" | "row" | "repeat"> & { readonly outcome: string };

export function outcomesIn(db: Database, commits: GroupCommit): Outcomes {
  const putRow = db.prepare(
    "INSERT INTO data_rows (id, data) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data",
  );
  const allRows = db.prepare("SELECT data FROM data_rows ORDER BY number");
  const someRows = db.prepare(
    "SELECT data FROM data_rows WHERE id IN (SELECT value FROM json_each(?)) ORDER BY number",
  );
  const putOutcome = db.prepare(
    `INSERT INTO outcomes (run, prompt, row, repeat, outcome) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (run, prompt, row, repeat) DO UPDATE SET outcome = excluded.outcome`,
  );
  const remove = db.prepare("DELETE FROM outcomes WHERE run = ?");
  const rowOf = (found: unknown): StoredRow => JSON.parse((found as { data: string }).data) as StoredRow;

  return {
    putRows(rows) {
      const texts = rows.map((row) => [row.id, JSON.stringify(row)] as const);
      return commits.write(() => {
        for (const [id, text] of texts) putRow.run(id, text);
      });
    },
    readRows: (ids) => (ids === undefined ? allRows.all() : someRows.all(JSON.stringify(ids))).map(rowOf),
    put(runId, outcomes) {
      // What is in columns of its own is not written twice: there are as many outcomes as answers.
      const texts = outcomes.map(
        ({ prompt, row, repeat, ...rest }) => [prompt, row, repeat, JSON.stringify(rest)] as const,
      );
      return commits.write(() => {
        for (const values of texts) putOutcome.run(runId, ...values);
      });
    },
    read(runId, { prompt, row }) {
      const given = Object.entries({ prompt, row }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      );
      const conditions = ["run = ?", ...given.map(([column]) => `${column} = ?`)].join(" AND ");
      const values: Value[] = [runId, ...given.map(([, value]) => value)];
      const found = db
        .prepare(`SELECT prompt, row, repeat, outcome FROM outcomes WHERE ${conditions} ORDER BY number`)
        .all(...values);
      return (found as Found[]).map(({ outcome, ...cell }) => ({
        ...cell,
        ...(JSON.parse(outcome) as Omit<StoredOutcome, keyof typeof cell>),
      }));
    },
    clear: (runId) => void remove.run(runId),
  };
}
