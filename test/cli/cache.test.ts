/** `protegi cache`: what it shows, forgets and writes out. */
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, afterAll, describe, expect, it } from "vitest";
import { openSqliteStore, type Store } from "../../src/index.ts";
import type { StoredAnswer } from "../../src/stores/store.ts";
import { exampleFolder, SMALL, type Folder, type World } from "./helpers.ts";

const LONG_AGO = "2026-01-01T00:00:00.000Z";

/** The store of a folder, opened for a while. */
async function inStore<T>({ path }: Folder, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openSqliteStore(join(path, ".protegi/protegi.db"));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function answersIn(folder: Folder): Promise<StoredAnswer[]> {
  return inStore(folder, async (store) => {
    const answers: StoredAnswer[] = [];
    for await (const answer of store.readAnswers()) answers.push(answer);
    return answers;
  });
}

/** Confirms or refuses, and keeps what was asked. */
function confirming(sure: boolean): { world: World; asked: string[] } {
  const asked: string[] = [];
  const confirm = async (message: string): Promise<boolean> => (asked.push(message), sure);
  return { world: { ask: { text: refuse, choose: refuse, several: refuse, confirm } }, asked };
}

describe("cache", () => {
  let folder: Folder;
  /** A run that has ended, one that its cap cut off, and an evaluation. */
  let finished: string;
  let cutOff: string;
  beforeAll(async () => {
    folder = await exampleFolder();
    const run = async (...flags: string[]): Promise<string> =>
      (await folder.run(["optimize", "--fresh", "--json", "--quiet", ...SMALL, ...flags])).json()["runId"] as string;
    cutOff = await run("--budget-tokens", "2000", "--seed", "2");
    finished = await run();
    await folder.run("evaluate --quiet --split test");
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  it("says how much is stored, and who paid for it", async () => {
    const { stdout } = await folder.run("cache");
    const [size, empty, header, ...rows] = stdout.trimEnd().split("\n");
    expect(size).toMatch(/^\d+ answers, [\d.]+ MB in .*\.protegi$/);
    expect(empty).toBe("");
    expect(header).toMatch(/^paid for by +status +answers +tokens +last \(UTC\)$/);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatch(new RegExp(`^${finished} +finished +\\d+ +[\\d,k]+ +2\\d{3}-\\d\\d-\\d\\d \\d\\d:\\d\\d$`));
    expect(rows[1]).toMatch(new RegExp(`^${cutOff} +stopped `));
    expect(rows[2]).toMatch(/^no run +4\d\d /);
    const { answers, shares } = (await folder.run("cache --json")).json() as {
      answers: number;
      shares: readonly { run?: string; answers: number; tokens: number }[];
    };
    expect(shares.reduce((sum, share) => sum + share.answers, 0)).toBe(answers);
    const { cost } = (await folder.run(["show", finished, "--json"])).json()["summary"] as {
      cost: { inputTokens: number; outputTokens: number };
    };
    expect(shares[0]).toMatchObject({ run: finished, tokens: cost.inputTokens + cost.outputTokens });
  });

  it("exports one answer of JSON a line, for the user's eyes only, over what was there", async () => {
    const out = join(folder.path, "answers.jsonl");
    writeFileSync(out, "old", { mode: 0o644 });
    const { stdout, code } = await folder.run("cache export --out answers.jsonl");
    const answers = await answersIn(folder);
    expect(stdout).toBe(`Wrote ${answers.length} answers to answers.jsonl.\n`);
    expect(code).toBe(0);
    const lines = readFileSync(out, "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(answers);
    if (process.platform !== "win32") expect((statSync(out).mode & 0o777).toString(8)).toBe("600");
    expect(readdirSync(folder.path).filter((name) => name.includes(".part"))).toEqual([]);
  });

  it("exports to the place of a link, and not to where it leads", async () => {
    await folder.write({ "elsewhere.txt": "untouched" });
    symlinkSync(join(folder.path, "elsewhere.txt"), join(folder.path, "link.jsonl"));
    expect((await folder.run("cache export --out link.jsonl --json")).json()).toMatchObject({
      answers: expect.any(Number),
    });
    expect(readFileSync(join(folder.path, "elsewhere.txt"), "utf8")).toBe("untouched");
    expect(statSync(join(folder.path, "link.jsonl")).size).toBeGreaterThan(1000);
  });

  it.each([
    ["cache export", "--out: expected a file to export to"],
    ["cache export --out no/such/folder.jsonl", "there is no folder"],
    ["cache export --out /dev/null", "/dev/null is no file"],
    ["cache prune", "expected --older-than or --run, got neither"],
    ["cache prune --older-than soon", 'expected hours, days or weeks, got "soon"'],
    ["cache prune --run 2026-01-01-abcdef --yes", "there is no run 2026-01-01-abcdef"],
    ["cache prune --older-than 1h", "nothing was deleted\n  Confirm with --yes."],
    ["cache clear", "nothing was deleted\n  Confirm with --yes."],
    ["cache burn", 'expected prune, export, clear or nothing, got "burn"'],
  ])("says what is wrong with %s, and touches nothing", async (command, says) => {
    const before = await answersIn(folder);
    const { code, stderr } = await folder.run(command);
    expect(stderr).toContain(says);
    expect(code).toBe(2);
    expect(await answersIn(folder)).toEqual(before);
  });

  it("prunes what is old, and keeps what unfinished runs go on from", async () => {
    const before = await answersIn(folder);
    const unfinished = before.filter(({ run }) => run === cutOff).length;
    await inStore(folder, async (store) => {
      await store.putAnswer("old", { ...before[0]!, run: finished, at: LONG_AGO });
      await store.putAnswer("old, of the unfinished run", { ...before[0]!, run: cutOff, at: LONG_AGO });
    });
    const { world, asked } = confirming(true);
    const { stdout, code } = await folder.run("cache prune --older-than 30d", world);
    expect(asked).toEqual(["Delete 1 answer, 0 MB? A repeat of their runs would have to pay for them again."]);
    expect(stdout).toBe("Deleted 1 answer.\nKept 1 old answer that unfinished runs need to resume.\n");
    expect(code).toBe(0);
    const after = await answersIn(folder);
    expect(after).toHaveLength(before.length + 1);
    expect(after.filter(({ run }) => run === cutOff)).toHaveLength(unfinished + 1);
  });

  it("prunes what one run paid for, and nothing else", async () => {
    const others = (await answersIn(folder)).filter(({ run }) => run !== finished);
    const { pruned, kept } = (await folder.run(["cache", "prune", "--run", finished, "--yes", "--json"])).json();
    expect(kept).toBe(0);
    expect(pruned).toBeGreaterThan(100);
    expect(await answersIn(folder)).toEqual(others);
  });

  it("prunes an unfinished run that is named, but none that a process is at work on", async () => {
    await inStore(folder, async (store) => {
      const release = await store.claimRun(cutOff);
      const { code, stderr } = await folder.run(["cache", "prune", "--run", cutOff, "--yes"]);
      expect(stderr).toContain(`a process is at work on run ${cutOff}`);
      expect(code).toBe(2);
      release!();
    });
    const { world, asked } = confirming(true);
    expect((await folder.run(["cache", "prune", "--run", cutOff], world)).code).toBe(0);
    expect(asked[0]).toContain(`? Run ${cutOff} would have to pay for them again.`);
    expect((await answersIn(folder)).filter(({ run }) => run === cutOff)).toEqual([]);
  });

  it("clears everything when told so, and runs stay", async () => {
    const { answers } = (await folder.run("cache --json")).json();
    const refused = confirming(false);
    expect((await folder.run("cache clear", refused.world)).code).toBe(2);
    const { world, asked } = confirming(true);
    const { stdout } = await folder.run("cache clear", world);
    expect(asked[0]).toMatch(/^Delete \d+ answers, [\d.]+ MB\? Interrupted runs would have to pay for them again\.$/);
    expect(stdout).toBe(`Deleted ${String(answers)} answers.\n`);
    expect((await folder.run("cache clear --yes --json")).json()).toMatchObject({ cleared: 0 });
    expect((await folder.run("cache")).stdout).toBe(`0 answers, 0 MB in ${join(folder.path, ".protegi")}\n`);
    expect((await folder.run("runs --json")).json()["runs"]).toHaveLength(2);
  });
});

describe("an export", () => {
  const KEY = "planted7KEY9f3b2c8d1e6a5047";

  it("holds no key that a server wrote into an answer", async () => {
    await using own = await exampleFolder();
    mkdirSync(join(own.path, ".protegi"));
    await inStore(own, async (store) => {
      const usage = { input: 1, output: 1, cachedInput: 0, reasoning: 0 };
      await store.putAnswer("a", {
        text: `you sent ${KEY}, false`,
        finish: "stop",
        usage,
        latency: 1,
        warnings: [KEY],
      });
      await store.putAnswer("b", { text: "Bearer abc123def456", finish: "stop", usage, latency: 1 });
    });
    const env = { OPENAI_API_KEY: KEY, TOKENIZERS_PARALLELISM: "false", SOME_TOKEN: "false" };
    expect((await own.run("cache export --out answers.jsonl", { env })).code).toBe(0);
    const lines = readFileSync(join(own.path, "answers.jsonl"), "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as StoredAnswer)).toMatchObject([
      { text: "you sent [key], false", warnings: ["[key]"] },
      { text: "Bearer [key]" },
    ]);
  });

  it("over a folder is refused", async () => {
    await using own = await exampleFolder();
    await own.run("evaluate --quiet");
    mkdirSync(join(own.path, "answers.jsonl"));
    const { code, stderr } = await own.run("cache export --out answers.jsonl");
    expect(stderr).toContain("is a folder");
    expect(code).toBe(2);
  });
});

async function refuse(): Promise<never> {
  throw new Error("Nothing else is asked.");
}
