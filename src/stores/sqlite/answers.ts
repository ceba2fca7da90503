/** The answers of models, by the key of their request. */
import { hash } from "node:crypto";
import type { CacheSize, StoredAnswer, WhichAnswers } from "../store.ts";
import { type Database, transaction, type Value } from "./database.ts";
import type { GroupCommit } from "./group-commit.ts";

export interface Answers {
  get(key: string): StoredAnswer | undefined;
  put(key: string, answer: StoredAnswer): Promise<void>;
  /** The next answers after the one of this number, 0 for the first; none when there are no more. */
  page(after: number): readonly { readonly number: number; readonly answer: StoredAnswer }[];
  size(which: WhichAnswers): CacheSize;
  clear(which: WhichAnswers): number;
}

export function answersIn(db: Database, commits: GroupCommit): Answers {
  const select = db.prepare("SELECT answer FROM answers WHERE key = ?");
  const insert = db.prepare("INSERT INTO answers (key, answer) VALUES (?, ?) ON CONFLICT (key) DO NOTHING");
  const selectPage = db.prepare("SELECT id, answer FROM answers WHERE id > ? ORDER BY id LIMIT 500");

  function size(which: WhichAnswers): CacheSize {
    const { condition, values } = conditionOf(which);
    const sql = `SELECT count(*) AS answers, coalesce(sum(octet_length(answer)), 0) AS bytes FROM answers WHERE ${condition}`;
    return db.prepare(sql).get(...values) as CacheSize;
  }

  return {
    get(key) {
      const row = select.get(short(key)) as { answer: string } | undefined;
      return row === undefined ? undefined : (JSON.parse(row.answer) as StoredAnswer);
    },
    put(key, answer) {
      const text = JSON.stringify(answer);
      return commits.write(() => insert.run(short(key), text));
    },
    page: (after) =>
      (selectPage.all(after) as { id: number; answer: string }[]).map(({ id, answer }) => ({
        number: id,
        answer: JSON.parse(answer) as StoredAnswer,
      })),
    size,
    clear(which) {
      const { condition, values } = conditionOf(which);
      const { answers } = transaction(db, "immediate", () => {
        const before = size(which);
        db.prepare(`DELETE FROM answers WHERE ${condition}`).run(...values);
        return before;
      });
      // Without this, the file keeps its size, and the forgotten text.
      db.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
      return answers;
    },
  };
}

function conditionOf({ run, before, except }: WhichAnswers): { condition: string; values: Value[] } {
  const parts: readonly (readonly [sql: string, value: Value | undefined])[] = [
    ["coalesce(answer ->> '$.run', '') = ?", run],
    ["coalesce(answer ->> '$.at', '') < ?", before],
    ["coalesce(answer ->> '$.run', '') NOT IN (SELECT value FROM json_each(?))", except && JSON.stringify(except)],
  ];
  const given = parts.filter(([, value]) => value !== undefined);
  return {
    condition: ["TRUE", ...given.map(([sql]) => sql)].join(" AND "),
    values: given.map(([, value]) => value!),
  };
}

/** Keys are of any length and kind; the index holds 32 bytes of each, a third of the time of a text index. */
function short(key: string): Buffer {
  return hash("sha256", key, "buffer");
}
