/** What the SQLite store keeps when processes are killed, and when several use one file. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import Sqlite from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import { rng } from "../../src/core/rng.ts";
import { openSqliteStore } from "../../src/stores/sqlite.ts";
import { answerOf } from "./answer.ts";
import { tempFolder } from "../temp.ts";

const WRITER = fileURLToPath(new URL("children/writer.ts", import.meta.url));

interface Writer {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  /** Every line it has printed. */
  readonly lines: string[];
  /** Until it has printed this many lines. */
  printed(count: number): Promise<void>;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

function startWriter(file: string, name: string, count: number): Writer {
  const child = spawn(process.execPath, ["--no-warnings", WRITER, file, name, String(count)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines: string[] = [];
  let wake = (): void => {};
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => {
    lines.push(line);
    wake();
  });
  const closed = once(reader, "close").then(() => wake());
  const ended = once(child, "exit").then(async ([code, signal]) => {
    await closed;
    return (code ?? signal) as number | string;
  });
  return {
    child,
    lines,
    ended,
    async printed(count) {
      while (lines.length < count && !child.stdout.readableEnded)
        await new Promise<void>((resolve) => (wake = resolve));
      expect(lines.length).toBeGreaterThanOrEqual(count);
    },
  };
}

async function started(writers: readonly Writer[]): Promise<void> {
  for (const writer of writers) await writer.printed(1);
  for (const writer of writers) writer.child.stdin.write("go\n");
}

describe("a process that is killed while it writes", () => {
  it("loses nothing that resolved", { timeout: 30_000 }, async () => {
    const file = join(tempFolder(), "protegi.db");
    const random = rng("kill -9");
    for (const kill of [1, 2, 3, 4]) {
      const name = `kill ${kill}`;
      const writer = startWriter(file, name, 1_000_000);
      await started([writer]);
      await writer.printed(1 + Math.ceil(random.next() * 1500));
      writer.child.kill("SIGKILL");
      expect(await writer.ended).toBe("SIGKILL");

      const store = await openSqliteStore(file, { notice: (text) => expect.fail(text) });
      const resolved = writer.lines.slice(1).map((line) => `${name} ${line}`);
      const lost: string[] = [];
      for (const key of resolved) if (!(await store.getAnswer(key))?.text.startsWith(`${key} x`)) lost.push(key);
      expect(lost).toEqual([]);
      const events = (await store.readEvents(name)).map((event) => (event.type === "notice" ? event.text : ""));
      expect(resolved.filter((key) => !events.includes(key))).toEqual([]);
      expect(new Set(events).size).toBe(events.length);
      await store.close();
    }
  });
});

describe("a file whose writer was killed, damaged afterwards", () => {
  /** The answers whose text stands somewhere in the files of a folder. */
  function heldIn(folder: string, writer: Writer): string[] {
    const bytes = readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), "latin1"))
      .join();
    return writer.lines.slice(1).filter((line) => bytes.includes(`"text":"killed ${line} x`));
  }

  it.each<[string, number, (bytes: Buffer) => Buffer, number]>([
    ["is mended from the write-ahead log where that holds the damaged part", 50, (bytes) => bytes.fill(0x2a), 0],
    ["is set aside with all that file and log still hold", 3000, (bytes) => bytes.fill(0x2a, 40 * 4096, 60 * 4096), 1],
  ])("%s", { timeout: 30_000 }, async (_, count, damage, setAside) => {
    const folder = tempFolder();
    const file = join(folder, "protegi.db");
    const writer = startWriter(file, "killed", count);
    await started([writer]);
    await writer.printed(1 + count);
    writer.child.kill("SIGKILL");
    await writer.ended;
    expect(existsSync(`${file}-wal`)).toBe(true);
    writeFileSync(file, damage(readFileSync(file)));
    const held = heldIn(folder, writer);
    expect(held.length).toBeGreaterThan(count * 0.9);

    const notices: string[] = [];
    const store = await openSqliteStore(file, { notice: (text) => notices.push(text) });
    expect(notices).toHaveLength(setAside);
    expect((await store.cacheSize()).answers).toBe(setAside === 0 ? count : 0);
    await store.close();
    expect(heldIn(folder, writer)).toEqual(held);
  });
});

describe("processes that share a file", () => {
  it("leave its log in its place as long as it is open, so that the one waited for is the one written to", async () => {
    const file = join(tempFolder(), "protegi.db");
    const store = await openSqliteStore(file);
    await store.putAnswer("first", answerOf("first"));
    const { ino } = statSync(`${file}-wal`);
    const other = new Sqlite(file, { timeout: 0 });
    other.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
    expect(() => other.exec("PRAGMA journal_mode = DELETE")).toThrow("locked");
    other.close();
    await store.clearAnswers();
    await store.putAnswer("second", answerOf("second"));
    expect(statSync(`${file}-wal`)).toMatchObject({ ino, nlink: 1 });
    await store.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it("are told when its folder is removed, rather than write to nowhere", async () => {
    const folder = join(tempFolder(), ".protegi");
    const store = await openSqliteStore(join(folder, "protegi.db"));
    await store.putAnswer("first", answerOf("first"));
    const release = await store.claimRun("run");
    rmSync(folder, { recursive: true });
    await expect(store.putAnswer("second", answerOf("second"))).rejects.toThrow("it was removed");
    expect(release).not.toThrow();
    await expect(store.close()).rejects.toThrow("it was removed");
  });

  it("begin it, write to it and read it at once", { timeout: 30_000 }, async () => {
    const file = join(tempFolder(), ".protegi", "protegi.db");
    const writers = ["one", "two", "three"].map((name) => startWriter(file, name, 400));
    await started(writers);
    await writers[0]!.printed(50);
    const store = await openSqliteStore(file);
    expect((await store.readEvents("one")).length).toBeGreaterThanOrEqual(49);
    for (const writer of writers) {
      await writer.printed(401);
      writer.child.stdin.end("close\n");
    }
    expect(await Promise.all(writers.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    expect((await store.cacheSize()).answers).toBe(1200);
    for (const name of ["one", "two", "three"]) {
      expect(await store.readEvents(name)).toHaveLength(400);
      expect((await store.getAnswer(`${name} 399`))?.text).toMatch(/ 399 x+$/);
    }
    await store.close();
  });
});
