/** The answers of models, by the key of their request. */
import { hash } from "node:crypto";
import type { CacheSize, StoredAnswer } from "../store.ts";
import { type Database, transaction } from "./database.ts";
import type { GroupCommit } from "./group-commit.ts";

export interface Answers {
  get(key: string): StoredAnswer | undefined;
  put(key: string, answer: StoredAnswer): Promise<void>;
  size(): CacheSize;
  clear(): number;
}

export function answersIn(db: Database, commits: GroupCommit): Answers {
  const select = db.prepare("SELECT answer FROM answers WHERE key = ?");
  const insert = db.prepare("INSERT INTO answers (key, answer) VALUES (?, ?) ON CONFLICT (key) DO NOTHING");
  const measure = db.prepare(
    "SELECT count(*) AS answers, coalesce(sum(octet_length(answer)), 0) AS bytes FROM answers",
  );
  const size = (): CacheSize => measure.get() as CacheSize;

  return {
    get(key) {
      const row = select.get(short(key)) as { answer: string } | undefined;
      return row === undefined ? undefined : (JSON.parse(row.answer) as StoredAnswer);
    },
    put(key, answer) {
      const text = JSON.stringify(answer);
      return commits.write(() => insert.run(short(key), text));
    },
    size,
    clear() {
      const { answers } = transaction(db, "immediate", () => {
        const before = size();
        db.exec("DELETE FROM answers");
        return before;
      });
      // Without this, the file keeps its size, and the forgotten text.
      db.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
      return answers;
    },
  };
}

/** Keys are of any length and kind; the index holds 32 bytes of each, a third of the time of a text index. */
function short(key: string): Buffer {
  return hash("sha256", key, "buffer");
}
