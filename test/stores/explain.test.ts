import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { ProtegiError, UsageError } from "../../src/core/errors.ts";
import { explain } from "../../src/stores/sqlite/explain.ts";
import { tempFolder } from "../temp.ts";

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return expect.fail("nothing was thrown");
}

const withCode = (code: string): Error => Object.assign(new Error("as the system says it"), { code });

describe("a failure of the database", () => {
  it("of another process that keeps writing is said to be one", () => {
    const file = join(tempFolder(), "protegi.db");
    const [one, two] = [new Sqlite(file), new Sqlite(file, { timeout: 0 })];
    one.exec("BEGIN IMMEDIATE");
    const error = explain(
      thrownBy(() => two.exec("BEGIN IMMEDIATE")),
      file,
    );
    expect(error).toBeInstanceOf(ProtegiError);
    expect(String(error)).toMatch(
      /protegi\.db: another process has been writing to it for more than 10 seconds\.\n {2}End that process/,
    );
    one.close();
    two.close();
  });

  it("of a file that may only be read is wrong use", () => {
    const file = join(tempFolder(), "protegi.db");
    new Sqlite(file).exec("CREATE TABLE t (value)").close();
    const db = new Sqlite(file, { readonly: true });
    const error = explain(
      thrownBy(() => db.exec("INSERT INTO t VALUES (1)")),
      file,
    );
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).where).toBe(file);
    db.close();
  });

  it.each([
    ["SQLITE_FULL", /the disk is full.*\n {2}Make room/],
    ["ENOSPC", /the disk is full.*\n {2}Make room/],
    [
      "SQLITE_CORRUPT_INDEX",
      /the file is damaged \(as the system says it\)\.\n {2}Move it away, with \/d\/protegi\.db-wal/,
    ],
    ["SQLITE_IOERR_FSYNC", /could not be read or written \(SQLITE_IOERR_FSYNC\)\.\n {2}Check the disk/],
  ])("of kind %s says the path and what to do", (code, message) => {
    const cause = withCode(code);
    const error = explain(cause, "/d/protegi.db") as Error;
    expect(error).toBeInstanceOf(ProtegiError);
    expect(error).not.toBeInstanceOf(UsageError);
    expect(error.message).toMatch(message);
    expect(error.message).toContain("/d/protegi.db");
    expect(error.cause).toBe(cause);
  });

  it("that has no better words is left as it is", () => {
    for (const error of [
      new TypeError("a fault in the code"),
      withCode("SQLITE_ERROR"),
      new UsageError("a", "b"),
      "text",
    ]) {
      expect(explain(error, "/d/protegi.db")).toBe(error);
    }
  });
});
