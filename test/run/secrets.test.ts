/** Keys and headers that were given to a model stand nowhere in what a run leaves behind or says. */
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import type { RunEvent } from "../../src/core/events.ts";
import { openSqliteStore } from "../../src/stores/sqlite.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { startModelServer } from "../e2e/model-server.ts";
import { tempFolder } from "../temp.ts";
import { failureOf, smallRun } from "./runs.ts";

const KEY = "planted-key-5f3a9c1e7b";
const TEAM = "planted-team-8d2e4f6a0c";

function modelAt(baseURL: string) {
  return { model: "openai-compatible:reviews", baseURL, apiKey: KEY, headers: { "x-team": TEAM } };
}

function expectClean(what: string, text: string): void {
  for (const secret of [KEY, TEAM]) expect(text.includes(secret), `${secret} in ${what}`).toBe(false);
}

/** The bytes of all files of a folder. */
function bytesIn(folder: string): string {
  const files = readdirSync(folder).filter((name) => name !== ".gitignore");
  expect(files.length).toBeGreaterThan(0);
  return files.map((name) => readFileSync(join(folder, name), "latin1")).join("\n");
}

/** The address of a server that turns every request down, and says the key that it was given. */
async function startEchoingServer(status: number): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    const { authorization = "", "x-team": team } = incoming.headers;
    const message = `Incorrect API key provided: ${authorization.replace("Bearer ", "")} (team ${String(team)}, ${authorization})`;
    outgoing
      .writeHead(status, { "content-type": "application/json", "x-echo": KEY })
      .end(JSON.stringify({ error: { message, key: KEY } }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

describe("a secret", () => {
  it("is sent to the provider, and is in no file, event, record or result of a run", async () => {
    const server = await startModelServer(simulatedReviews());
    onTestFinished(() => server.close());
    const folder = tempFolder();
    const store = await openSqliteStore(join(folder, "protegi.db"));
    const events: RunEvent[] = [];
    const result = await smallRun({ model: modelAt(server.baseURL), store, onEvent: (event) => events.push(event) });
    expect(server.headers).toContain(`Bearer ${KEY}`);
    expect(server.headers).toContain(TEAM);

    expect(result.verdict).toBeDefined();
    expectClean("the result", inspect(result, { depth: 20 }));
    expectClean("the events", JSON.stringify(events));
    expectClean("the record", JSON.stringify(await store.getRun(result.runId)));
    const exchanges = await store.readExchanges(result.runId);
    expect(exchanges.length).toBeGreaterThan(5);
    expectClean("what was said to the optimizer model", JSON.stringify(exchanges));
    expect(bytesIn(folder)).toContain(result.runId);
    expectClean("the open files", bytesIn(folder));
    await store.close();
    expectClean("the closed file", bytesIn(folder));
  });

  it.each([401, 403, 400, 404, 429, 500])(
    "that the provider says back with status %i is in no error, event or file",
    async (status) => {
      const folder = tempFolder();
      const store = await openSqliteStore(join(folder, "protegi.db"));
      const events: RunEvent[] = [];
      const model = modelAt(await startEchoingServer(status));
      const error = await failureOf(
        smallRun({ model, store, requests: { retries: 0 }, onEvent: (event) => events.push(event) }),
      );
      expect((error as Error).message).toContain("Incorrect API key provided: [key]");
      expectClean("the error", inspect(error, { depth: 20, showHidden: true }));
      expect(events.at(-1)).toMatchObject({ type: "run-ended", status: "failed", message: (error as Error).message });
      expectClean("the events", JSON.stringify(events));
      await store.close();
      expectClean("the file", bytesIn(folder));
    },
  );

  it.each([
    ["a key that cannot be sent", { apiKey: `${KEY}\n` + "x" }],
    ["a header that cannot be sent", { headers: { "x-team": `${TEAM}\u0000` } }],
    ["a setting that is none", { apiKey: KEY, contextSize: 4096 }],
    ["a base URL with a password", { apiKey: KEY, baseURL: `http://user:${KEY}@127.0.0.1:1/v1` }],
    ["no base URL", { apiKey: KEY, baseURL: undefined }],
    ["an unknown provider", { apiKey: KEY, model: "openai-compat:reviews" }],
  ])("is not in the message about %s", async (_, settings) => {
    const model = { ...modelAt("http://127.0.0.1:1/v1"), ...settings };
    const error = await failureOf(smallRun({ model: model as ReturnType<typeof modelAt> }));
    expect(error).toMatchObject({ name: "UsageError" });
    expectClean("the error", inspect(error, { depth: 20, showHidden: true }));
  });
});
