/** The clients that are measured: a bare undici loop, the `openai` SDK, and the request path over each store. */
import OpenAI from "openai";
import { Pool } from "undici";
import type { Model, ModelRequest } from "../../src/core/model.ts";
import { createRequestPath } from "../../src/engine/request-path.ts";
import { createModel } from "../../src/models/providers.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { openSqliteStore } from "../../src/stores/sqlite.ts";
import type { Store } from "../../src/stores/store.ts";
import { InFlight } from "./in-flight.ts";

export type ClientName = "bare" | "sdk" | "memory" | "sqlite";

export interface Client {
  /** Requests that were sent and are not answered yet; reset by the measuring code. */
  inFlight: InFlight;
  call(request: ModelRequest): Promise<string>;
  close(): Promise<void>;
}

/** @param file of the SQLite store */
export async function createClient(name: ClientName, baseURL: string, atOnce: number, file: string): Promise<Client> {
  if (name === "bare") return bare(baseURL, atOnce);
  if (name === "sdk") return sdk(baseURL);
  return path(baseURL, atOnce, name === "memory" ? memoryStore() : await openSqliteStore(file));
}

function bare(baseURL: string, connections: number): Client {
  const { origin, pathname } = new URL(baseURL);
  const pool = new Pool(origin, { connections });
  return {
    inFlight: new InFlight(),
    async call({ messages, temperature, maxOutputTokens, sample }) {
      const body = JSON.stringify({ model: "bench", messages, temperature, max_tokens: maxOutputTokens, seed: sample });
      const headers = { "content-type": "application/json" };
      const reply = await pool.request({ path: `${pathname}/chat/completions`, method: "POST", headers, body });
      const { choices } = (await reply.body.json()) as { choices: { message: { content: string } }[] };
      return choices[0]!.message.content;
    },
    close: () => pool.close(),
  };
}

function sdk(baseURL: string): Client {
  const client = new OpenAI({ apiKey: "none", baseURL, maxRetries: 0 });
  return {
    inFlight: new InFlight(),
    async call({ messages, temperature = null, maxOutputTokens = null, sample }) {
      const body = { model: "bench", messages: [...messages], temperature, max_tokens: maxOutputTokens, seed: sample };
      return (await client.chat.completions.create(body)).choices[0]!.message.content ?? "";
    },
    close: async () => undefined,
  };
}

async function path(baseURL: string, concurrency: number, store: Store): Promise<Client> {
  const model = await createModel({ model: "openai-compatible:bench", baseURL }, {});
  const counted: Model = {
    ...model,
    async generate(request, signal) {
      client.inFlight.change(1);
      try {
        return await model.generate(request, signal);
      } finally {
        client.inFlight.change(-1);
      }
    },
  };
  const requests = createRequestPath({ models: { task: counted, optimizer: counted }, store, concurrency });
  const client: Client = {
    inFlight: new InFlight(),
    call: async (request) => (await requests.call("task", request)).text,
    async close() {
      await requests.close();
      await store.close();
      await model.close?.();
    },
  };
  return client;
}
