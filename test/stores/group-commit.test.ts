import Sqlite from "better-sqlite3";
import { beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/stores/sqlite/database.ts";
import { explain } from "../../src/stores/sqlite/explain.ts";
import { groupCommit } from "../../src/stores/sqlite/group-commit.ts";

describe("group commit", () => {
  let db: Database & { pragma(text: string): unknown };
  let statements: string[];

  beforeEach(() => {
    statements = [];
    db = new Sqlite(":memory:", { verbose: (sql) => statements.push(String(sql).split(" ")[0]!) });
    db.exec("CREATE TABLE t (value TEXT NOT NULL)");
    statements.length = 0;
  });

  const onDisk = async (): Promise<void> => undefined;
  const insert = (text: string) => () => void db.prepare("INSERT INTO t VALUES (?)").run(text);
  const values = (): unknown =>
    db
      .prepare("SELECT value FROM t")
      .all()
      .map((row) => (row as { value: string }).value);

  it("puts all writes of one turn into one transaction, in order", async () => {
    const commits = groupCommit(db, onDisk);
    await Promise.all(["a", "b", "c"].map((text) => commits.write(insert(text))));
    expect(statements).toEqual(["BEGIN", "INSERT", "INSERT", "INSERT", "COMMIT"]);
    expect(values()).toEqual(["a", "b", "c"]);
  });

  it("begins another transaction for what comes after", async () => {
    const commits = groupCommit(db, onDisk);
    await commits.write(insert("a"));
    await commits.write(insert("b"));
    expect(statements).toEqual(["BEGIN", "INSERT", "COMMIT", "BEGIN", "INSERT", "COMMIT"]);
  });

  it("commits at once when flushed, and only once", async () => {
    const commits = groupCommit(db, onDisk);
    const write = commits.write(insert("a"));
    commits.flush();
    expect(values()).toEqual(["a"]);
    commits.flush();
    await write;
    expect(statements.filter((statement) => statement === "BEGIN")).toHaveLength(1);
  });

  it("rejects every write of a full disk, keeps none of them, and goes on when there is room", async () => {
    const commits = groupCommit(db, onDisk);
    await commits.write(insert("before"));
    db.pragma("max_page_count = 4");
    const outcomes = await Promise.allSettled([
      commits.write(insert("small")),
      commits.write(insert("x".repeat(100_000))),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(values()).toEqual(["before"]);
    const { reason } = outcomes[0] as PromiseRejectedResult;
    expect(String(explain(reason, "/data/protegi.db"))).toMatch(
      /^ProtegiError: \/data\/protegi\.db: the disk is full[^]*Make room/,
    );

    db.pragma("max_page_count = 1000");
    await commits.write(insert("after"));
    expect(values()).toEqual(["before", "after"]);
  });

  it("resolves a write when it is on disk, and what is committed meanwhile shares the next wait", async () => {
    const waits: PromiseWithResolvers<void>[] = [];
    const commits = groupCommit(db, () => {
      waits.push(Promise.withResolvers<void>());
      return waits.at(-1)!.promise;
    });
    const resolved: string[] = [];
    const write = (text: string): Promise<unknown> => commits.write(insert(text)).then(() => resolved.push(text));
    const first = write("a");
    commits.flush();
    const others = ["b", "c"].map((text) => {
      const other = write(text);
      commits.flush();
      return other;
    });
    const all = commits.synced().then(() => resolved.push("all"));
    expect(values()).toEqual(["a", "b", "c"]);
    expect(waits).toHaveLength(1);
    waits[0]!.resolve();
    await first;
    expect(resolved).toEqual(["a"]);
    expect(waits).toHaveLength(2);
    waits[1]!.resolve();
    await Promise.all([...others, all]);
    expect(resolved).toEqual(["a", "b", "c", "all"]);
    expect(waits).toHaveLength(2);
  });

  it("rejects what a failing disk did not take, and goes on", async () => {
    let fails = true;
    const commits = groupCommit(db, async () => {
      if (fails) throw Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" });
    });
    const error = await commits.write(insert("a")).catch((reason: unknown) => reason);
    expect(String(explain(error, "/data/protegi.db"))).toMatch(
      /the disk could not be read or written[^]*Check the disk/,
    );
    fails = false;
    await commits.write(insert("b"));
  });

  it("hands a write's own error to all of its transaction", async () => {
    const commits = groupCommit(db, onDisk);
    const broken = commits.write(() => {
      throw new Error("broken");
    });
    const other = commits.write(insert("a"));
    await expect(broken).rejects.toThrow("broken");
    await expect(other).rejects.toThrow("broken");
    expect(values()).toEqual([]);
  });
});
