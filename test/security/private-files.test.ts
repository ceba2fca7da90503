/** What a run keeps is for the user's eyes only. */
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../src/stores/sqlite.ts";
import { exampleFolder, SMALL } from "../cli/helpers.ts";
import { tempFolder } from "../temp.ts";

/** The rights of others, and of the group. */
const OTHERS = 0o077;

function rightsIn(folder: string): Record<string, number> {
  const files = readdirSync(folder, { recursive: true }) as string[];
  return Object.fromEntries(["", ...files].map((file) => [file, statSync(join(folder, file)).mode & 0o777]));
}

function expectPrivate(folder: string, names: readonly string[]): void {
  const rights = rightsIn(folder);
  expect(Object.keys(rights)).toEqual(expect.arrayContaining([...names]));
  for (const [file, mode] of Object.entries(rights)) expect((mode & OTHERS).toString(8), file).toBe("0");
}

// Windows has other rights, which a folder inherits from the user's own.
describe.skipIf(process.platform === "win32")("the folder of runs and answers", () => {
  // Whoever sets this lets all others read what he writes.
  let before: number;
  beforeAll(() => {
    before = process.umask(0);
  });
  afterAll(() => {
    process.umask(before);
  });

  it("is private, with all files in it, while a store is open and after", async () => {
    const folder = join(tempFolder(), "deep", ".protegi");
    const store = await openSqliteStore(join(folder, "protegi.db"));
    await store.putAnswer("key", {
      text: "a",
      finish: "stop",
      latency: 1,
      usage: { input: 1, output: 1, cachedInput: 0, reasoning: 0 },
    });
    expectPrivate(folder, [".gitignore", "protegi.db", "protegi.db-wal", "protegi.db-shm"]);
    await store.close();
    expectPrivate(folder, [".gitignore", "protegi.db"]);
  });

  it("is private after every command", async () => {
    await using folder = await exampleFolder();
    const home = join(folder.path, ".protegi");
    for (const command of ["doctor", "runs", "cache", "check"]) {
      await folder.run(command);
      expect(existsSync(home), `${command} begins no store`).toBe(false);
    }
    for (const command of [["step", ...SMALL], ["optimize", ...SMALL], ["show"], ["cache", "clear", "--yes"]]) {
      const { code, stderr } = await folder.run(command);
      expect(code, stderr).toBe(0);
      expectPrivate(home, [".gitignore", "protegi.db"]);
    }
  });

  it("is private where PROTEGI_HOME moves it", async () => {
    await using folder = await exampleFolder();
    const home = join(folder.path, "elsewhere", "home");
    const { code, stderr } = await folder.run(["step", ...SMALL], { env: { PROTEGI_HOME: home } });
    expect(code, stderr).toBe(0);
    expectPrivate(home, ["protegi.db"]);
    expect(existsSync(join(folder.path, ".protegi"))).toBe(false);
  });

  it("keeps its files private in a folder that was there before", async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, "shared"), { mode: 0o755 });
    const store = await openSqliteStore(join(folder, "shared", "protegi.db"));
    const { "": own, ...files } = rightsIn(join(folder, "shared"));
    expect(own).toBe(0o755);
    for (const [file, mode] of Object.entries(files)) expect((mode & OTHERS).toString(8), file).toBe("0");
    await store.close();
  });

  it("keeps a damaged database private when it sets it aside", async () => {
    const folder = join(tempFolder(), ".protegi");
    mkdirSync(folder, { mode: 0o700 });
    writeFileSync(join(folder, "protegi.db"), "x".repeat(8192), { mode: 0o600 });
    const notices: string[] = [];
    const store = await openSqliteStore(join(folder, "protegi.db"), { notice: (text) => notices.push(text) });
    expect(notices.join()).toContain("set aside");
    expectPrivate(folder, ["protegi.db", "protegi.db.damaged-1"]);
    await store.close();
  });
});
