/** The runs, as records. */
import { noSuchRun, runExists } from "../run-errors.ts";
import type { RunRecord } from "../store.ts";
import { type Database, transaction } from "./database.ts";

export interface Runs {
  create(run: RunRecord): void;
  update(id: string, change: Partial<Omit<RunRecord, "id">>): void;
  get(id: string): RunRecord | undefined;
  list(): RunRecord[];
}

export function runsIn(db: Database): Runs {
  const select = db.prepare("SELECT record FROM runs WHERE id = ?");
  const selectAll = db.prepare("SELECT record FROM runs ORDER BY record ->> '$.startedAt' DESC, number DESC");
  const insert = db.prepare("INSERT INTO runs (id, record) VALUES (?, ?)");
  const replace = db.prepare("UPDATE runs SET record = ? WHERE id = ?");
  const recordOf = (row: unknown): RunRecord => JSON.parse((row as { record: string }).record) as RunRecord;

  function get(id: string): RunRecord | undefined {
    const row = select.get(id);
    return row === undefined ? undefined : recordOf(row);
  }

  return {
    create(run) {
      transaction(db, "immediate", () => {
        if (get(run.id) !== undefined) throw runExists(run.id);
        insert.run(run.id, JSON.stringify(run));
      });
    },
    update(id, change) {
      transaction(db, "immediate", () => {
        const run = get(id);
        if (run === undefined) throw noSuchRun(id);
        replace.run(JSON.stringify({ ...run, ...change }), id);
      });
    },
    get,
    list: () => selectAll.all().map(recordOf),
  };
}
