/** A store and a reporter that a config names: used by every command, and their faults reported. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exampleFolder, SMALL, type Folder } from "./helpers.ts";

const MEMORY = pathToFileURL(join(import.meta.dirname, "../../src/stores/memory.ts")).href;
const CONFIG = "prompt: prompt.md\ndata: reviews.csv\nlabel: label\nmodel: sim:reviews\n";

/** A store that outlives a command of this process, and counts how often it is opened and closed. */
const STORE = `import { memoryStore } from ${JSON.stringify(MEMORY)};
const inner = memoryStore();
export const counts = { opened: 0, closed: 0 };
export default async () => { counts.opened++; return { ...inner, async close() { counts.closed++; } }; };
`;
const REPORTER = `export const seen = [];
export default (event) => { seen.push(event.type); };
export function failing() { throw new Error("no disk"); }
`;

let folder: Folder;
beforeEach(async () => {
  folder = await exampleFolder();
  await folder.write({ "store.mjs": STORE, "reporter.mjs": REPORTER });
});
afterEach(() => folder[Symbol.asyncDispose]());

async function exported<T>(file: string): Promise<T> {
  return (await import(pathToFileURL(join(folder.path, file)).href)) as T;
}

describe("a store of the config", () => {
  it("keeps runs and answers in the place of the database, for every command, and is closed each time", async () => {
    await folder.write({ "protegi.yaml": `${CONFIG}store: ./store.mjs\n` });
    const first = await folder.run(["optimize", "--json", "--quiet", ...SMALL]);
    expect(first.code).toBe(0);
    expect(existsSync(join(folder.path, ".protegi/protegi.db"))).toBe(false);
    const { runs } = (await folder.run("runs --json")).json() as { runs: { id: string }[] };
    expect(runs.map(({ id }) => id)).toEqual([first.json()["runId"]]);
    expect((await folder.run("show")).stdout).toContain("round 1");
    const { counts } = await exported<{ counts: { opened: number; closed: number } }>("store.mjs");
    expect(counts.opened).toBeGreaterThanOrEqual(3);
    expect(counts.closed).toBe(counts.opened);
  });

  it.each([
    ["sqlite", /protegi\.yaml:5: store: expected a module such as \.\/my-module\.ts.*, got "sqlite"/],
    ["./none.mjs", /protegi\.yaml:5: store: there is no file .*none\.mjs/],
    ["./reporter.mjs#seen", /protegi\.yaml:5: store: expected a store from .*, got an object without getAnswer/],
  ])("refuses %s", async (store, message) => {
    await folder.write({ "protegi.yaml": `${CONFIG}store: ${store}\n` });
    const { code, stderr } = await folder.run("check");
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it("names the fields that what a function opened does not have", async () => {
    await folder.write({ "protegi.yaml": `${CONFIG}store: ./bad.mjs\n`, "bad.mjs": "export default () => ({})" });
    const { code, stderr } = await folder.run(["optimize", ...SMALL]);
    expect(code).toBe(2);
    expect(stderr).toContain("expected a store, from the function that opens it, got an object without getAnswer");
  });
});

describe("a reporter of the config", () => {
  it("gets every event of a run", async () => {
    await folder.write({ "protegi.yaml": `${CONFIG}reporter: ./reporter.mjs\n` });
    expect((await folder.run(["optimize", "--quiet", ...SMALL])).code).toBe(0);
    const { seen } = await exported<{ seen: string[] }>("reporter.mjs");
    expect(seen).toEqual(expect.arrayContaining(["round-started", "gradient", "candidate", "selected", "verdict"]));
  });

  it("that throws is called no more, and the run goes on", async () => {
    await folder.write({ "protegi.yaml": `${CONFIG}reporter: ./reporter.mjs#failing\n` });
    const { code, stderr } = await folder.run(["optimize", ...SMALL]);
    expect(code).toBe(0);
    expect(
      stderr.match(/The reporter failed and gets nothing more: no disk \(failing .*reporter\.mjs:3/g),
    ).toHaveLength(1);
  });

  it("that is no function is refused", async () => {
    await folder.write({ "protegi.yaml": `${CONFIG}reporter: ./reporter.mjs#seen\n` });
    expect((await folder.run("check")).stderr).toMatch(/reporter: expected a function of an event from .*, got/);
  });
});
