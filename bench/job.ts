/**
 * The whole `paper` preset on the example over HTTP, against its floor: the same method over a bare loop that keeps only
 * the method's own barriers, without store, limits, ledger and retries. Both meet the same server.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "undici";
import { buildTask } from "../src/jobs/task/build-task.ts";
import { CallBudget } from "../src/core/budget.ts";
import type { Call } from "../src/core/work.ts";
import { NO_USAGE } from "../src/core/model.ts";
import { methods } from "../src/core/methods/index.ts";
import { rng } from "../src/core/rng.ts";
import { createTools } from "../src/core/run-tools.ts";
import { optimize } from "../src/index.ts";
import { parseGroups } from "../src/options/settings.ts";
import { openSqliteStore } from "../src/stores/sqlite.ts";
import { simulatedReviews } from "../src/testing/index.ts";
import { toolsOptions } from "../src/run/wire.ts";
import { startFaultServer } from "./fault-server.ts";
import { example } from "./lib/example.ts";

const SETTINGS = { search: "paper", seed: 1 } as const;

export async function run(_args: readonly string[], print: (line: string) => void): Promise<Record<string, number>> {
  await warmUp();
  const floorRatio20 = await ratio(20, 32, 5, print);
  const floorRatio100 = await ratio(100, 64, 1, print);
  return { floorRatio20, floorRatio100 };
}

/** Code that both run, and code that only one runs, is loaded and compiled before anything is timed. */
async function warmUp(): Promise<void> {
  const server = await startFaultServer({ answers: "reviews" });
  await bare(server.baseURL, 32);
  await ours(server.baseURL, 32);
  await server.close();
}

/** The median over pairs of runs, one after the other; now the one goes first, now the other. */
async function ratio(latency: number, atOnce: number, pairs: number, print: (line: string) => void): Promise<number> {
  const server = await startFaultServer({ latency, answers: "reviews" });
  const ratios: number[] = [];
  try {
    for (let pair = 0; pair < pairs; pair++) {
      const early = pair % 2 === 1 ? await ours(server.baseURL, atOnce) : undefined;
      const floor = await bare(server.baseURL, atOnce);
      const whole = early ?? (await ours(server.baseURL, atOnce));
      if (floor.best !== whole.best) throw new Error("The two runs found different prompts.");
      const ratio = whole.seconds / floor.seconds;
      ratios.push(ratio);
      print(`${latency} ms, ${atOnce} at once: ${show(whole)}, floor ${show(floor)}, ratio ${ratio.toFixed(3)}`);
    }
  } finally {
    await server.close();
  }
  return ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)]!;
}

interface Timed {
  readonly best: string;
  readonly seconds: number;
  /** Of this process, which is the client. */
  readonly cpuSeconds: number;
}

const show = ({ seconds, cpuSeconds }: Timed): string =>
  `${seconds.toFixed(2)} s with ${cpuSeconds.toFixed(2)} s of CPU`;

/** @param work resolves to the best prompt found */
async function timed(work: () => Promise<string>): Promise<Timed> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const best = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { best, seconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1e6 };
}

async function ours(baseURL: string, concurrency: number): Promise<Timed> {
  const folder = await mkdtemp(join(tmpdir(), "protegi-bench-"));
  const store = await openSqliteStore(join(folder, "protegi.db"));
  const given = await example();
  try {
    return await timed(async () => {
      const model = { model: "openai-compatible:reviews", baseURL };
      return (await optimize({ ...given, ...SETTINGS, model, store, requests: { concurrency } })).best;
    });
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}

async function bare(baseURL: string, connections: number): Promise<Timed> {
  const { origin, pathname } = new URL(baseURL);
  const pool = new Pool(origin, { connections });
  const settings = parseGroups(SETTINGS);
  const given = await example();
  const result = await timed(async () => {
    const task = buildTask(given, settings.splits, () => undefined);
    const model = simulatedReviews();
    const tools = createTools(
      task,
      callOver(pool, pathname),
      () => undefined,
      toolsOptions(task, settings, { task: model, optimizer: model }),
    );
    const unlimited = new CallBudget(Infinity);
    const readTest = (prompt: typeof task.prompt) =>
      tools.evaluate(prompt, task.test, { round: 0, phase: "verdict", budget: unlimited });
    const reading = readTest(task.prompt);
    const { best } = await methods.protegi.search(settings.search)(tools, unlimited, rng(settings.seed));
    await Promise.all([reading, readTest(best.prompt)]);
    return best.prompt.text;
  });
  await pool.close();
  return result;
}

/** One POST a call; the same cell asked for twice at once is two. */
function callOver(pool: Pool, pathname: string): Call {
  return async (_role, { messages, format, temperature, sample }) => {
    const schema =
      format.kind === "choice"
        ? {
            type: "object",
            properties: { answer: { type: "string", enum: format.choices } },
            required: ["answer"],
            additionalProperties: false,
          }
        : format.kind === "json"
          ? format.schema
          : undefined;
    const name = format.kind === "json" ? format.name : "answer";
    const body = JSON.stringify({
      model: "reviews",
      messages,
      temperature,
      seed: sample,
      ...(schema && { response_format: { type: "json_schema", json_schema: { name, schema, strict: true } } }),
    });
    const reply = await pool.request({
      path: `${pathname}/chat/completions`,
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const { choices } = (await reply.body.json()) as { choices: { message: { content: string } }[] };
    const { content } = choices[0]!.message;
    const text = format.kind === "choice" ? (JSON.parse(content) as { answer: string }).answer : content;
    return { text, finish: "stop", usage: NO_USAGE };
  };
}
