/** Ctrl-C in a process of its own: it ends within a second, keeps what arrived, says how to go on, and going on works. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { simulatedReviews } from "../../src/testing/index.ts";
import { startModelServer, type ModelServer } from "../e2e/model-server.ts";
import { exampleFolder, SMALL, type Folder } from "./helpers.ts";

const MAIN = join(import.meta.dirname, "../../src/cli/main.ts");
const CONCURRENCY = 8;

let latency = 0;
let server: ModelServer;
let folder: Folder;

beforeEach(async () => {
  server = await startModelServer(simulatedReviews({ latency: () => latency }));
  folder = await exampleFolder();
  const model = `{ model: "openai-compatible:reviews", baseURL: "${server.baseURL}", apiKey: none }`;
  await folder.write({
    "protegi.yaml": `prompt: prompt.md\ndata: reviews.csv\nmodel: ${model}\nrequests: { concurrency: ${CONCURRENCY} }\n`,
  });
});
afterEach(async () => {
  await server.close();
  await folder[Symbol.asyncDispose]();
});

/** The command, interrupted right after the server's answer number `at`. */
async function interrupted(args: readonly string[], at: number) {
  const env = { ...process.env, PROTEGI_HOME: undefined, CI: "true" };
  const child = spawn(process.execPath, ["--no-warnings", MAIN, ...args], {
    cwd: folder.path,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let began = 0;
  server.watch((count) => {
    if (count !== at) return;
    began = performance.now();
    child.kill("SIGINT");
  });
  const [[code, signal], stdout, stderr] = await Promise.all([
    once(child, "exit"),
    text(child.stdout),
    text(child.stderr),
  ]);
  return {
    code: code as number | null,
    signal: signal as string | null,
    stdout,
    stderr,
    took: performance.now() - began,
  };
}

function stored(): number {
  const db = new Sqlite(join(folder.path, ".protegi/protegi.db"), { readonly: true });
  try {
    return (db.prepare("SELECT count(*) AS n FROM answers").get() as { n: number }).n;
  } finally {
    db.close();
  }
}

it("ends within a second, with what arrived kept, and the same command goes on", async () => {
  latency = 150;
  const { code, stdout, stderr, took } = await interrupted(["optimize", ...SMALL], 40);
  expect(stderr).toMatch(/\nStopped\. Every answer that arrived is kept: the same command resumes from there\.\n$/);
  expect(stdout).toBe("");
  expect(code).toBe(130);
  expect(took).toBeLessThan(1000);
  const answered = server.answered.size;
  const kept = stored();
  // What the server had answered when the process was told to stop may still have been on its way.
  expect(kept).toBeGreaterThanOrEqual(40 - CONCURRENCY);
  expect(answered - kept).toBeLessThanOrEqual(CONCURRENCY);

  latency = 0;
  const resumed = await folder.run(["optimize", "--json", ...SMALL]);
  expect(resumed.stderr).toContain("Resuming run ");
  expect(resumed.code).toBe(0);
  const { cost, resumed: goesOn } = resumed.json() as { cost: { calls: number; failures: number }; resumed: boolean };
  expect(goesOn).toBe(true);
  // Nothing that was kept was asked for again.
  const repeated = [...server.answered.values()].filter((times) => times > 1).length;
  expect(repeated).toBeLessThanOrEqual(answered - kept + cost.failures);
  expect(server.answered.size).toBeLessThanOrEqual(cost.calls);
});

it("says with --json that it was stopped, in one document", async () => {
  latency = 150;
  const { code, stdout } = await interrupted(["optimize", "--json", "--fresh", ...SMALL], 10);
  expect(JSON.parse(stdout)).toEqual({
    about: expect.objectContaining({ document: "error" }),
    error: {
      name: "AbortedError",
      message: "Stopped. Every answer that arrived is kept: the same command without --fresh resumes from there.",
    },
  });
  expect(code).toBe(130);
});

it("stops trials, and the same command goes on with the one that was under way", async () => {
  const args = [
    "trials",
    "--vary",
    "search.method=protegi,greedy",
    "--seeds",
    "2",
    "--no-curve",
    "--budget-calls",
    "200",
  ];
  args.push(...SMALL);
  latency = 20;
  // In the second or third of four trials, as the first may take 200 calls and each finds some of its answers.
  const { code, stdout, stderr } = await interrupted(args, 230);
  expect(stderr).toContain("1/4 protegi, seed 1: ");
  expect(stderr).toMatch(/\nStopped\. Every answer that arrived is kept: the same command resumes from there\.\n$/);
  expect([code, stdout]).toEqual([130, ""]);
  const answered = server.answered.size;
  const kept = stored();
  expect(kept).toBeGreaterThanOrEqual(230 - CONCURRENCY);

  latency = 0;
  const resumed = await folder.run(args);
  expect(resumed.code).toBe(0);
  expect(resumed.stderr).toMatch(/1\/4 protegi, seed 1: .*, run before\n/);
  expect(resumed.stderr).toMatch(/4\/4 greedy, seed 2: .*, \d+ calls\n/);
  const repeated = [...server.answered.values()].filter((times) => times > 1).length;
  expect(repeated).toBeLessThanOrEqual(answered - kept);
});

it("stops the other commands too", async () => {
  latency = 150;
  const { code, stderr, took } = await interrupted(["evaluate"], 20);
  expect(stderr).toBe("Stopped. Every answer that arrived is kept: the same command resumes from there.\n");
  expect(code).toBe(130);
  expect(took).toBeLessThan(1000);
  expect(stored()).toBeGreaterThanOrEqual(20 - CONCURRENCY);
});
