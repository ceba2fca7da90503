/** The runs: records in one column, results in another, so that a list of runs reads no results. */
import { noSuchRun, runExists } from "../run-errors.ts";
import type { RunListing, RunRecord } from "../store.ts";
import { type Database, transaction } from "./database.ts";

export interface Runs {
  create(run: RunRecord): void;
  update(id: string, change: Partial<Omit<RunRecord, "id">>): void;
  get(id: string): RunRecord | undefined;
  list(): RunListing[];
}

export function runsIn(db: Database): Runs {
  const select = db.prepare("SELECT record, result FROM runs WHERE id = ?");
  const selectListing = db.prepare("SELECT record FROM runs WHERE id = ?");
  const selectAll = db.prepare("SELECT record FROM runs ORDER BY record ->> '$.startedAt' DESC, number DESC");
  const insert = db.prepare("INSERT INTO runs (id, record, result) VALUES (?, ?, ?)");
  const replace = db.prepare("UPDATE runs SET record = ? WHERE id = ?");
  const replaceResult = db.prepare("UPDATE runs SET result = ? WHERE id = ?");
  const listingOf = (row: unknown): RunListing => JSON.parse((row as { record: string }).record) as RunListing;

  return {
    create({ result, ...listing }) {
      transaction(db, "immediate", () => {
        if (selectListing.get(listing.id) !== undefined) throw runExists(listing.id);
        insert.run(listing.id, JSON.stringify(listing), result === undefined ? null : JSON.stringify(result));
      });
    },
    update(id, { result, ...change }) {
      transaction(db, "immediate", () => {
        const row = selectListing.get(id);
        if (row === undefined) throw noSuchRun(id);
        replace.run(JSON.stringify({ ...listingOf(row), ...change }), id);
        if (result !== undefined) replaceResult.run(JSON.stringify(result), id);
      });
    },
    get(id) {
      const row = select.get(id) as { record: string; result: string | null } | undefined;
      if (row === undefined) return undefined;
      const result = row.result === null ? {} : { result: JSON.parse(row.result) as Record<string, unknown> };
      return { ...listingOf(row), ...result };
    },
    list: () => selectAll.all().map(listingOf),
  };
}
