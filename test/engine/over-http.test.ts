/** The request path with a real adapter and a real server that refuses, fails, hangs, cuts and resets. */
import type { RequestPathOptions } from "../../src/engine/path-options.ts";
import { afterEach, describe, expect, it } from "vitest";
import { type FaultServer, type FaultServerOptions, startFaultServer } from "../../bench/fault-server.ts";
import { AbortedError } from "../../src/core/errors.ts";
import { createRequestPath, type RequestPath } from "../../src/engine/request-path.ts";
import { createModel } from "../../src/models/providers.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import type { Store } from "../../src/stores/store.ts";
import { request } from "./helpers.ts";

const KEY = "sk-planted-0123456789abcdef";
const open: { close?(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close?.();
});

async function start(
  server: FaultServerOptions,
  options: Partial<RequestPathOptions> = {},
): Promise<{ server: FaultServer; path: RequestPath; store: Store }> {
  const started = await startFaultServer(server);
  const model = await createModel({ model: "openai-compatible:bench", baseURL: started.baseURL, apiKey: KEY }, {});
  const store = options.store ?? memoryStore();
  const path = createRequestPath({ models: { task: model, optimizer: model }, concurrency: 32, ...options, store });
  open.push(started, model, path);
  return { server: started, path, store };
}

const rows = (count: number): ReturnType<typeof request>[] =>
  Array.from({ length: count }, (_, i) => request(`row ${i}`, { temperature: 0 }));

async function answersOf(path: RequestPath, count: number): Promise<string[]> {
  return Promise.all(rows(count).map(async (row) => (await path.call("task", row)).text));
}

describe("over HTTP", () => {
  it("faults change no answer, and nothing that had arrived is asked for again", async () => {
    const clean = await start({});
    const faulty = await start({
      latency: 5,
      faults: { tooMany: 0.05, error: 0.03, hang: 0.02, cut: 0.02, reset: 0.02 },
      retryAfter: 0.02,
    });
    const expected = await answersOf(clean.path, 200);
    expect(await answersOf(faulty.path, 200)).toEqual(expected);
    const seen = await faulty.server.seen();
    expect(seen.answered).toBe(200);
    expect(seen.repeated).toBe(0);
    const faults = Object.values(seen.faults).reduce((sum, count) => sum + count);
    expect(Object.values(seen.faults).every((count) => count > 0)).toBe(true);
    expect(faulty.path.spending()).toMatchObject({ calls: 200, cached: 0, failures: faults });
    expect(await faulty.store.cacheSize()).toMatchObject({ answers: 200 });
  });

  it("a key that is revoked midway stops everything with one line, and what arrived is free the next time", async () => {
    const { server, path, store } = await start({ latency: 2, revokedAt: 100 });
    const settled = await Promise.allSettled(rows(400).map((row) => path.call("task", row)));
    const reasons = new Set(
      settled.flatMap((end) => (end.status === "rejected" ? [String((end.reason as Error).message)] : [])),
    );
    expect(reasons.size).toBe(1);
    expect([...reasons][0]).toMatch(
      /^openai-compatible:bench \[127\.0\.0\.1:\d+\]: the key was not accepted \(HTTP 401\)/,
    );
    const seen = await server.seen();
    expect(seen.requests).toBeLessThanOrEqual(100 + 2 * 32);
    expect(seen.repeated).toBe(0);
    await path.close();
    expect((await store.cacheSize()).answers).toBe(seen.answered);
  });

  it("a slow answer is used though its try was cut, and the next try's socket is closed", async () => {
    const { server, path, store } = await start({ latency: 1500 }, { timeout: 0.5 });
    const answer = await path.call("task", request("slow"));
    expect(await server.seen()).toMatchObject({ requests: 2, answered: 1 });
    expect(path.spending()).toMatchObject({ calls: 1, failures: 1 });
    expect(await store.cacheSize()).toMatchObject({ answers: 1 });
    expect(await path.call("task", request("slow"))).toMatchObject({ text: answer.text });
    expect((await server.seen()).requests).toBe(2);
  });

  it("closes the sockets of what is in flight when it is stopped", async () => {
    const stop = new AbortController();
    const { server, path } = await start({ faults: { hang: 1 } }, { signal: stop.signal });
    const calls = rows(8).map((row) => path.call("task", row));
    while ((await server.seen()).requests < 8) continue;
    stop.abort();
    for (const call of calls) await expect(call).rejects.toThrow(AbortedError);
    await expect.poll(async () => (await server.seen()).inFlight).toBe(0);
  });

  it("no key shows in an error, a notice or the store", async () => {
    const said: string[] = [];
    const echo = JSON.stringify({ error: { message: `Incorrect API key provided: ${KEY}.` } });
    const store = memoryStore();
    const stored: string[] = [];
    const watched: Store = {
      ...store,
      putAnswer: (key, answer) => (stored.push(key, JSON.stringify(answer)), store.putAnswer(key, answer)),
    };
    const { path } = await start(
      { faults: { error: 0.5 }, says: echo },
      { store: watched, onNotice: (text) => said.push(text), retries: 1 },
    );
    const settled = await Promise.allSettled(rows(20).map((row) => path.call("task", row)));
    const errors = settled.flatMap((end) => (end.status === "rejected" ? [end.reason as Error] : []));
    expect(errors.length).toBeGreaterThan(0);
    expect(said.length).toBeGreaterThan(0);
    expect(stored.length).toBeGreaterThan(0);
    const everything = [
      ...said,
      ...stored,
      ...errors.flatMap((error) => [error.message, String(error.stack), String(error.cause), JSON.stringify(error)]),
    ].join("\n");
    expect(everything).toContain("Incorrect API key provided");
    expect(everything).not.toContain("planted");
  });
});
