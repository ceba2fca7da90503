/** The events of runs, numbered in the order in which they were appended. */
import type { RunEvent } from "../../core/events.ts";
import type { Database } from "./database.ts";
import type { GroupCommit } from "./group-commit.ts";

export interface Events {
  append(runId: string, events: readonly RunEvent[]): Promise<void>;
  read(runId: string, from: number): RunEvent[];
  clear(runId: string): void;
}

export function eventsIn(db: Database, commits: GroupCommit): Events {
  const insert = db.prepare(
    "INSERT INTO events (run, number, event) VALUES (?, (SELECT coalesce(max(number) + 1, 0) FROM events WHERE run = ?), ?)",
  );
  const select = db.prepare("SELECT event FROM events WHERE run = ? AND number >= ? ORDER BY number");
  const remove = db.prepare("DELETE FROM events WHERE run = ?");

  return {
    append(runId, events) {
      const texts = events.map((event) => JSON.stringify(event));
      return commits.write(() => {
        for (const text of texts) insert.run(runId, runId, text);
      });
    },
    read: (runId, from) =>
      select.all(runId, from).map((row) => JSON.parse((row as { event: string }).event) as RunEvent),
    clear: (runId) => void remove.run(runId),
  };
}
