/** What the SQLite store does with the files it meets. */
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Sqlite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/core/errors.ts";
import { loadDriver, requireNode } from "../../src/stores/sqlite/driver.ts";
import { openDatabase } from "../../src/stores/sqlite/open.ts";
import { headlineOf } from "../../src/run/result.ts";
import { migrate, STEPS } from "../../src/stores/sqlite/schema.ts";
import { openSqliteStore } from "../../src/stores/sqlite.ts";
import { runOf } from "../../src/testing/store-contract/samples.ts";
import { answerOf } from "./answer.ts";
import { stamped } from "./stamped.ts";
import { tempFolder } from "../temp.ts";

/** Saved by the first release's code; every later one must read it. */
const FORMAT_1 = new URL("../fixtures/stores/format-1.db", import.meta.url);

const rightsOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

async function refusal(file: string): Promise<UsageError> {
  const error: unknown = await openSqliteStore(file).then(
    (store) => store.close(),
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(UsageError);
  return error as UsageError;
}

describe("a new SQLite store", () => {
  it("makes folder and files that only the user can read, and git does not see", async () => {
    const folder = join(tempFolder(), "project", ".protegi");
    const store = await openSqliteStore(join(folder, "protegi.db"));
    await store.putAnswer("a", answerOf("text"));
    expect(rightsOf(folder)).toBe("700");
    expect(readdirSync(folder).sort()).toEqual([".gitignore", "protegi.db", "protegi.db-shm", "protegi.db-wal"]);
    for (const name of readdirSync(folder)) expect(rightsOf(join(folder, name))).toBe("600");
    expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe("*\n");
    await store.close();
  });

  it("leaves a folder that was there as it is", async () => {
    const folder = tempFolder();
    chmodSync(folder, 0o755);
    await (await openSqliteStore(join(folder, "protegi.db"))).close();
    expect(rightsOf(folder)).toBe("755");
    expect(readdirSync(folder)).toEqual(["protegi.db"]);
  });

  it("says so at once where the file system makes no folder", async () => {
    expect((await refusal("/proc/protegi/deep/protegi.db")).message).toContain("cannot be written");
  });

  it("is one file once it is closed, and closing twice is no error", async () => {
    const file = join(tempFolder(), "protegi.db");
    const store = await openSqliteStore(file);
    await store.putAnswer("a", answerOf("text"));
    await store.close();
    await store.close();
    expect(readdirSync(dirname(file))).toEqual(["protegi.db"]);
  });

  it("waits for the disk beside its work, and reads while another writes", async () => {
    const file = join(tempFolder(), "protegi.db");
    const db = await openDatabase(file, await loadDriver(), (text) => expect.fail(text));
    expect(db.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: 1 });
    expect(db.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    const reader = await openSqliteStore(file);
    db.exec("BEGIN IMMEDIATE; INSERT INTO runs (id, record) VALUES ('r', '{}')");
    expect(await reader.listRuns()).toEqual([]);
    db.exec("COMMIT");
    expect(await reader.listRuns()).toEqual([{}]);
    await reader.close();
    db.close();
  });

  it("tries again when SQLite refuses it for another process that is just beginning the same file", async () => {
    const file = join(tempFolder(), "protegi.db");
    const open = await loadDriver();
    let refusals = 2;
    const db = await openDatabase(
      file,
      (path) => {
        const real = open(path);
        const exec = real.exec.bind(real);
        real.exec = (sql) => {
          if (!sql.includes("journal_mode") || refusals-- <= 0) return exec(sql);
          throw Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" });
        };
        return real;
      },
      (text) => expect.fail(text),
    );
    expect(refusals).toBe(-1);
    expect(db.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    db.close();
  });

  it("gives back the room of forgotten answers, and their text", async () => {
    const file = join(tempFolder(), "protegi.db");
    const store = await openSqliteStore(file);
    await Promise.all(
      Array.from({ length: 500 }, (_, i) => store.putAnswer(`${i}`, answerOf(`private ${"x".repeat(2000)}`))),
    );
    await store.clearAnswers();
    const size = statSync(file).size;
    await store.close();
    expect(size).toBeLessThan(100_000);
    expect(readFileSync(file, "latin1")).not.toContain("private");
  });
});

describe("a SQLite store of another format", () => {
  it("reads and goes on with a file of the first release", async () => {
    const file = join(tempFolder(), "protegi.db");
    copyFileSync(FORMAT_1, file);
    const store = await openSqliteStore(file);
    expect(await store.getAnswer("key of an answer")).toEqual({
      ...answerOf("naïve 日本語 🙂"),
      warnings: ["seed is ignored"],
    });
    expect((await store.cacheSize()).answers).toBe(2);
    expect((await store.listRuns()).map(({ id, status }) => [id, status])).toEqual([
      ["run-2", "running"],
      ["run-1", "finished"],
    ]);
    expect(await store.readEvents("run-1", 1)).toEqual([
      { type: "notice", text: "second", v: 1, attempt: 1, at: "", sequence: 2 },
    ]);

    await store.putAnswer("new", answerOf("new"));
    await store.putAnswer("key of an answer", answerOf("never kept"));
    await store.appendEvents("run-1", [stamped({ type: "notice", text: "third" })]);
    await store.updateRun("run-2", { status: "stopped" });
    await store.close();

    const again = await openSqliteStore(file);
    expect((await again.getAnswer("key of an answer"))?.text).toBe("naïve 日本語 🙂");
    expect((await again.cacheSize()).answers).toBe(3);
    expect(await again.readEvents("run-1", 2)).toEqual([
      { ...stamped({ type: "notice", text: "third" }), sequence: 3 },
    ]);
    expect((await again.getRun("run-2"))?.status).toBe("stopped");
    await again.close();
  });

  it("moves results into a column of their own, letter for letter, and makes the headline of each", async () => {
    const file = join(tempFolder(), "protegi.db");
    copyFileSync(FORMAT_1, file);
    const odd = "naïve 日本語 🙂 \u0000 half a pair \ud83d, a quote \" and 'another'\u2028\r\n";
    const cost = { calls: 9, inputTokens: 1e15, outputTokens: 0.1 };
    const cut = { prompt: odd, [odd]: [1, null, { odd }], stopped: { kind: "budget", cap: "usd" }, cost };
    const run = (id: string, startedAt: string) => ({ ...runOf(id, startedAt), options: { prompt: odd } });
    const old = new Sqlite(file);
    const insert = old.prepare("INSERT INTO runs (id, record) VALUES (?, ?)");
    insert.run("cut", JSON.stringify({ ...run("cut", "2036-01-01T00:00:00.000Z"), result: cut }));
    insert.run("none", JSON.stringify(run("none", "2036-01-02T00:00:00.000Z")));
    old.close();

    const store = await openSqliteStore(file);
    const headline = { v: 1, stopped: "budget", cost: { ...cost, usd: null }, verdict: null };
    const listed = { ...run("cut", "2036-01-01T00:00:00.000Z"), headline };
    expect(await store.getRun("cut")).toEqual({ ...listed, result: cut });
    expect((await store.listRuns()).slice(0, 2)).toEqual([run("none", "2036-01-02T00:00:00.000Z"), listed]);
    expect(headlineOf(listed)).toEqual({ stopped: "budget", cost });
    await store.close();
  });

  it("takes the missing steps and only those, in one transaction", () => {
    const file = join(tempFolder(), "protegi.db");
    copyFileSync(FORMAT_1, file);
    const db = new Sqlite(file);
    const format = (): unknown => db.pragma("user_version", { simple: true });
    const next = "ALTER TABLE answers ADD COLUMN model TEXT NOT NULL DEFAULT ''";

    expect(() => migrate(db, file, [...STEPS, next, "not SQL"])).toThrow("syntax error");
    expect(format()).toBe(1);
    expect(
      db
        .prepare("SELECT * FROM answers")
        .columns()
        .map(({ name }) => name),
    ).not.toContain("model");

    migrate(db, file, [...STEPS, next]);
    migrate(db, file, [...STEPS, next]);
    expect(format()).toBe(STEPS.length + 1);
    expect(db.prepare("SELECT count(*) AS rows FROM answers WHERE model = ''").get()).toEqual({ rows: 2 });
    db.close();
  });

  it("refuses a newer one untouched, and says what to install", async () => {
    const file = join(tempFolder(), "protegi.db");
    copyFileSync(FORMAT_1, file);
    const db = new Sqlite(file);
    db.pragma(`user_version = ${STEPS.length + 1}`);
    db.close();
    const before = readFileSync(file);
    const { message } = await refusal(file);
    expect(message).toContain(
      `${file}: a newer protegi wrote it: its format is ${STEPS.length + 1}, and this version reads formats up to ${STEPS.length}.`,
    );
    expect(message).toContain("npm install protegi@latest");
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(dirname(file))).toEqual(["protegi.db"]);
  });

  it("refuses another program's database untouched", async () => {
    const file = join(tempFolder(), "places.sqlite");
    const db = new Sqlite(file);
    db.exec("CREATE TABLE places (name TEXT)");
    db.close();
    const before = readFileSync(file);
    expect((await refusal(file)).message).toMatch(/another program.*\n.*not touched/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe("a damaged SQLite store", () => {
  /** A store of 300 answers, damaged, and what it then holds. */
  async function damaged(damage: (bytes: Buffer) => Buffer): Promise<{ file: string; bytes: Buffer }> {
    const file = join(tempFolder(), "protegi.db");
    const store = await openSqliteStore(file);
    await Promise.all(Array.from({ length: 300 }, (_, i) => store.putAnswer(`${i}`, answerOf("x".repeat(500)))));
    await store.close();
    const bytes = damage(readFileSync(file));
    writeFileSync(file, bytes);
    return { file, bytes };
  }

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ["not a database at all", () => Buffer.from("id,text,label\n1,not a database,yes\n".repeat(200))],
    ["a few bytes", () => Buffer.from("oops")],
    ["zeros from the first byte on", (bytes) => bytes.fill(0)],
    ["cut in the middle", (bytes) => bytes.subarray(0, Math.floor(bytes.length / 2))],
    ["pages overwritten", (bytes) => bytes.fill(0xa5, 5 * 4096, 12 * 4096)],
    ["tables overwritten", (bytes) => bytes.fill(0xff, 100, 4096)],
  ])("is set aside whole, with a notice, and a new one begun: %s", async (_, damage) => {
    const { file, bytes } = await damaged(damage);
    const notices: string[] = [];
    const store = await openSqliteStore(file, { notice: (text) => notices.push(text) });
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(
      /^.*protegi\.db is damaged \(.+\)\. It was set aside as .*protegi\.db\.damaged-1, and a new one is created\.$/,
    );
    expect(readFileSync(`${file}.damaged-1`).equals(bytes)).toBe(true);
    expect(rightsOf(file)).toBe("600");

    expect((await store.cacheSize()).answers).toBe(0);
    await store.putAnswer("a", answerOf("new"));
    await store.close();
    const again = await openSqliteStore(file, { notice: (text) => notices.push(text) });
    expect((await again.getAnswer("a"))?.text).toBe("new");
    await again.close();
    expect(notices).toHaveLength(1);
  });

  it("never takes the place of one set aside before", async () => {
    const file = join(tempFolder(), "protegi.db");
    for (const text of ["first", "second"]) {
      writeFileSync(file, `${text} heap of bytes, long enough to be no database`.repeat(9));
      await (await openSqliteStore(file)).close();
    }
    expect(readFileSync(`${file}.damaged-1`, "utf8")).toMatch(/^first/);
    expect(readFileSync(`${file}.damaged-2`, "utf8")).toMatch(/^second/);
  });

  it("is found by two who open it at once, and set aside once", async () => {
    const { file, bytes } = await damaged((bytes) => bytes.fill(0xff, 100, 4096));
    const notices: string[] = [];
    const notice = (text: string): void => void notices.push(text);
    const [one, two] = await Promise.all([openSqliteStore(file, { notice }), openSqliteStore(file, { notice })]);
    await one.putAnswer("a", answerOf("seen by both"));
    expect((await two.getAnswer("a"))?.text).toBe("seen by both");
    await Promise.all([one.close(), two.close()]);
    expect(notices).toHaveLength(1);
    expect(readFileSync(`${file}.damaged-1`).equals(bytes)).toBe(true);
  });
});

describe("a path that cannot be written", () => {
  it("is refused with the path and what to do: below a file", async () => {
    const below = join(tempFolder(), "file");
    writeFileSync(below, "not a folder");
    const { message } = await refusal(join(below, "protegi.db"));
    expect(message).toContain(join(below, "protegi.db"));
    expect(message).toMatch(/cannot be written \(.+\)\.\n {2}Choose a folder that you may write to/);
    expect(readFileSync(below, "utf8")).toBe("not a folder");
  });

  it("is refused with the path and what to do: a folder", async () => {
    const folder = join(tempFolder(), "protegi.db");
    mkdirSync(folder);
    expect((await refusal(folder)).message).toMatch(/protegi\.db: cannot be written/);
  });

  const root = process.getuid?.() === 0;
  it.skipIf(root)(
    `is refused with the path and what to do: a read-only folder${root ? " (not tried: root may write anywhere)" : ""}`,
    async () => {
      const folder = tempFolder();
      chmodSync(folder, 0o500);
      expect((await refusal(join(folder, "protegi.db"))).message).toMatch(/cannot be written/);
    },
  );
});

describe("the version of Node.js", () => {
  it("is looked at before the driver is loaded", () => {
    expect(() => requireNode("20.20.2")).toThrow(UsageError);
    expect(() => requireNode("20.20.2")).toThrow("22.19 or newer, and this is 20.20.2");
    for (const version of ["22.19.0", "24.21.0", "100.0.0"]) expect(() => requireNode(version)).not.toThrow();
  });
});
