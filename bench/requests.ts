/**
 * The request path beside a bare undici loop and the `openai` SDK: 5 prompts x 1,000 rows, 64 at once, in one process
 * with the server in another, at 50 ms and at 0 ms.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import OpenAI from "openai";
import { Pool } from "undici";
import type { ModelRequest } from "../src/core/model.ts";
import { createRequestPath } from "../src/engine/request-path.ts";
import { createModel } from "../src/models/providers.ts";
import { memoryStore } from "../src/stores/memory.ts";
import { openSqliteStore } from "../src/stores/sqlite.ts";
import type { Store } from "../src/stores/store.ts";
import { type FaultServer, startFaultServer } from "./fault-server.ts";

const PROMPTS = 5;
const ROWS = 1000;
const AT_ONCE = 64;

/** About as long as a prompt with its row: 1.1 kB. */
function requestFor(prompt: number, row: number, pass: string): ModelRequest {
  const rules = `Rule ${prompt}: say whether the text below is about the weather. Answer yes or no. `.repeat(10);
  return {
    messages: [{ role: "user", content: `${pass}\n${rules}\n\nText: row ${row}, ${"something was said about it ".repeat(8)}\n\nAnswer:` }],
    format: { kind: "text" },
    temperature: 0,
    maxOutputTokens: 64,
    sample: 0,
  };
}

interface Timed {
  readonly callsPerSecond: number;
  readonly cpuMsPerCall: number;
}

type Call = (request: ModelRequest) => Promise<string>;

/** Sends all requests; `atOnce` of them at a time, or all for a client that has limits of its own. */
async function time(call: Call, pass: string, atOnce: number): Promise<Timed> {
  const jobs: ModelRequest[] = [];
  for (let prompt = 0; prompt < PROMPTS; prompt++) for (let row = 0; row < ROWS; row++) jobs.push(requestFor(prompt, row, pass));
  const cpu = process.cpuUsage();
  const began = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let job = jobs[next++]; job !== undefined; job = jobs[next++]) {
      const text = await call(job);
      if (text !== "yes" && text !== "no") throw new Error(`Unexpected answer: ${text}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, jobs.length) }, worker));
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { callsPerSecond: jobs.length / seconds, cpuMsPerCall: (user + system) / 1000 / jobs.length };
}

interface Client {
  readonly call: Call;
  close(): Promise<void>;
}

function bare(server: FaultServer): Client {
  const { origin, pathname } = new URL(server.baseURL);
  const pool = new Pool(origin, { connections: AT_ONCE });
  return {
    async call({ messages, temperature, maxOutputTokens, sample }) {
      const body = JSON.stringify({ model: "bench", messages, temperature, max_tokens: maxOutputTokens, seed: sample });
      const reply = await pool.request({ path: `${pathname}/chat/completions`, method: "POST", headers: { "content-type": "application/json" }, body });
      const { choices } = (await reply.body.json()) as { choices: { message: { content: string } }[] };
      return choices[0]!.message.content;
    },
    close: () => pool.close(),
  };
}

function sdk(server: FaultServer): Client {
  const client = new OpenAI({ apiKey: "none", baseURL: server.baseURL, maxRetries: 0 });
  return {
    async call({ messages, temperature = null, maxOutputTokens = null, sample }) {
      const reply = await client.chat.completions.create({ model: "bench", messages: [...messages], temperature, max_tokens: maxOutputTokens, seed: sample });
      return reply.choices[0]!.message.content ?? "";
    },
    close: async () => undefined,
  };
}

async function ours(server: FaultServer, store: Store): Promise<Client> {
  const model = await createModel({ model: "openai-compatible:bench", baseURL: server.baseURL }, {});
  const path = createRequestPath({ models: { task: model, optimizer: model }, store, concurrency: AT_ONCE });
  return {
    call: async (request) => (await path.call("task", request)).text,
    async close() {
      await path.close();
      await store.close();
      await model.close?.();
    },
  };
}

export async function run(): Promise<Readonly<Record<string, number>>> {
  const folder = await mkdtemp(join(tmpdir(), "protegi-bench-"));
  let files = 0;
  const sqlite = (): Promise<Store> => openSqliteStore(join(folder, `${files++}.db`));
  try {
    const slow = await at(50, 1, sqlite);
    const fast = await at(0, 2, sqlite);
    return {
      ratio50: slow.ours / slow.bare,
      ratio50Sqlite: slow.sqlite / slow.bare,
      ratio0: fast.ours / fast.bare,
      ratio0Sqlite: fast.sqlite / fast.bare,
      sdkRatio0: fast.ours / fast.sdk,
      sdkRatio0Sqlite: fast.sqlite / fast.sdk,
      cpuMsPerCall: fast.cpu,
      cpuMsPerCallSqlite: fast.cpuSqlite,
      memoryMb: process.resourceUsage().maxRSS / 1024,
      meanInFlight: slow.meanInFlight,
      callsPerSecond0: fast.ours,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Figures {
  bare: number;
  sdk: number;
  ours: number;
  sqlite: number;
  cpu: number;
  cpuSqlite: number;
  meanInFlight: number;
}

/** All clients in turn against a server of this latency, `rounds` times after one to warm up; the best of each counts. */
async function at(latency: number, rounds: number, sqlite: () => Promise<Store>): Promise<Figures> {
  const server = await startFaultServer({ latency });
  const figures: Figures = { bare: 0, sdk: 0, ours: 0, sqlite: 0, cpu: Infinity, cpuSqlite: Infinity, meanInFlight: 0 };
  const clients = [
    { name: "bare", make: async () => bare(server), atOnce: AT_ONCE },
    { name: "sdk", make: async () => sdk(server), atOnce: AT_ONCE },
    { name: "ours", make: async () => ours(server, memoryStore()), atOnce: Infinity },
    { name: "sqlite", make: async () => ours(server, await sqlite()), atOnce: Infinity },
  ] as const;
  try {
    for (let round = latency === 0 ? -1 : 0; round < rounds; round++) {
      for (const { name, make, atOnce } of clients) {
        const client = await make();
        await server.reset();
        const { callsPerSecond, cpuMsPerCall } = await time(client.call, `pass ${latency} ${round} ${name}`, atOnce);
        if (round >= 0) {
          figures[name] = Math.max(figures[name], callsPerSecond);
          if (name === "ours") figures.cpu = Math.min(figures.cpu, cpuMsPerCall);
          if (name === "sqlite") figures.cpuSqlite = Math.min(figures.cpuSqlite, cpuMsPerCall);
          if (name === "ours") figures.meanInFlight = (await server.seen()).meanInFlight;
        }
        await client.close();
      }
    }
  } finally {
    await server.close();
  }
  return figures;
}
