/** Faults of servers as users meet them, through the whole command: what is sent until it stops, and what is said. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { emptyFolder, type Outcome } from "../cli/helpers.ts";

interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface Body extends Record<string, unknown> {
  readonly messages: readonly { readonly content: string }[];
}

/** What a server replies; undefined for the right answer. */
type Behaviour = (body: Body, url: string) => Reply | undefined;

const right = ({ messages }: Body): string => (messages.at(-1)!.content.includes("was good") ? "positive" : "negative");

const completion = (content: string): object => ({
  id: "x",
  object: "chat.completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
  usage: { prompt_tokens: 50, completion_tokens: 5, total_tokens: 55 },
});

interface Ended extends Outcome {
  readonly sent: readonly Body[];
}

const ROWS = 60;
/** The lines of the file with the rows that a server may turn down; some of them are in each split. */
const ODD_LINES = [8, 15, 22, 29, 36, 43];
const rowOf = (line: number): string => `the ${(line - 2) * 7919} near`;
const isOdd = ({ messages }: Body, lines = ODD_LINES): boolean =>
  lines.some((line) => messages.at(-1)!.content.includes(rowOf(line)));

/** Runs a command on a server that behaves so. */
async function onServer(behaviour: Behaviour, command = "evaluate", path = "/v1"): Promise<Ended> {
  const sent: Body[] = [];
  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = JSON.parse(await text(incoming)) as Body;
    sent.push(body);
    const {
      status = 200,
      headers = {},
      body: said,
    } = behaviour(body, incoming.url ?? "") ?? { body: completion(right(body)) };
    outgoing.writeHead(status, { "content-type": "application/json", ...headers });
    outgoing.end(typeof said === "string" ? said : JSON.stringify(said));
  }
  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  await using folder = await emptyFolder();
  const rows = Array.from({ length: ROWS }, (_, i) => {
    return `${rowOf(i + 2)} ${i * 104_729} was ${i % 2 === 0 ? "good" : "bad"},${i % 2 === 0 ? "positive" : "negative"}`;
  });
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  await folder.write({
    "prompt.md": "# Task\nIs this text positive or negative?\n\n# Input\nText: {{text}}\nLabel:\n",
    "data.csv": `text,label\n${rows.join("\n")}\n`,
    "protegi.yaml": `prompt: prompt.md\ndata: data.csv\nlabel: label\nmodel: { model: "openai-compatible:m", baseURL: "${baseURL}" }\n`,
  });
  try {
    return { ...(await folder.run(command)), sent };
  } finally {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
}

const hours = (count: number): number => Date.now() + count * 3_600_000;

/** Faults that no waiting mends: how the server replies, and what a person is to read. */
const PERMANENT: Readonly<Record<string, { reply: Behaviour; says: RegExp; path?: string }>> = {
  "an error for every path without /v1": {
    path: "",
    reply: (_, url) =>
      url.startsWith("/v1/") ? undefined : { body: { error: `Unexpected endpoint or method. (POST ${url})` } },
    says: /Check the base URL \(many servers want it to end in \/v1\)/,
  },
  "a page for every path": {
    path: "",
    reply: () => ({
      headers: { "content-type": "text/html" },
      body: "<!doctype html><html><title>Chat</title></html>",
    }),
    says: /a web page[^]*Check the base URL/,
  },
  "a page with status 405": {
    reply: () => ({ status: 405, headers: { "content-type": "text/html" }, body: "<html>Not allowed</html>" }),
    says: /HTTP 405[^]*Check the base URL/,
  },
  "the state of another service": {
    reply: () => ({ body: { status: "ok" } }),
    says: /not that of a chat API[^]*Check the base URL/,
  },
  "a wrong key, in a good reply": {
    reply: () => ({ body: { error: { message: "No auth credentials found", code: 401 } } }),
    says: /the key was not accepted \(HTTP 200 with error 401\)/,
  },
  "no credit, in a good reply": {
    reply: () => ({ body: { error: { message: "Insufficient credits", code: 402 } } }),
    says: /no credit or quota left \(HTTP 200 with error 402\)/,
  },
  "a wrong key": { reply: () => ({ status: 401, body: { error: "Unauthorized" } }), says: /the key was not accepted/ },
  "no such model": { reply: () => ({ status: 404, body: { error: "model not found" } }), says: /no such model/ },
  "a spent day, with a reset in milliseconds": {
    reply: () => ({
      status: 429,
      headers: { "x-ratelimit-limit": "50", "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(hours(5)) },
      body: { error: { message: "Rate limit exceeded: free-models-per-day.", code: 429 } },
    }),
    says: /the allowance is spent until (?:\d{4}-\d\d-\d\d )?\d\d:\d\d \(in (?:5 h|4 h 59 min|5 h 1 min)\)/,
  },
  "a spent day, with a reset in seconds": {
    reply: () => ({ status: 429, headers: { "x-ratelimit-reset": String(Math.round(hours(5) / 1000)) }, body: {} }),
    says: /the allowance is spent until [\d:-]+ ?[\d:]* \(in /,
  },
  "a spent day, in a good reply": {
    reply: () => ({ body: { error: { message: "Rate limit exceeded: free-models-per-day.", code: 429 } } }),
    says: /the allowance is spent[^]*does not say when it is free again/,
  },
  "a spent day, in words": {
    reply: () => ({
      status: 429,
      body: {
        error: { message: "Rate limit reached on tokens per day (TPD): Limit 100000. Please try again in 7m12s." },
      },
    }),
    says: /the allowance is spent until [^]*\(in 8 min\)/,
  },
  "nothing but 400": {
    reply: () => ({ status: 400, body: { error: { code: "1261", message: "Prompt too long" } } }),
    says: /refused \(HTTP 400\): row [0-9a-f]{16} \(.*data\.csv:\d+\)[^]*No request like it was answered/,
  },
  "nothing but 413": {
    reply: () => ({ status: 413, body: "<html>413 Request Entity Too Large</html>" }),
    says: /HTTP 413[^]*No request like it/,
  },
  "nothing but 422": {
    reply: () => ({ status: 422, body: { detail: [{ msg: "nope" }] } }),
    says: /HTTP 422[^]*No request like it/,
  },
  "answers without choices": {
    reply: () => ({ body: { ...completion("x"), choices: [] } }),
    says: /cannot be read[^]*Check the base URL/,
  },
  "half a reply": {
    reply: () => ({ body: '{"id":"x","choices":[{"mess' }),
    says: /cannot be read[^]*Check the base URL/,
  },
  "a stream of another kind": {
    reply: () => ({ headers: { "content-type": "text/event-stream" }, body: "event: ping\ndata: {}\n\n" }),
    says: /a stream that cannot be read/,
  },
};

describe("a fault that no waiting mends", () => {
  it.each(Object.keys(PERMANENT))("%s: the run stops after three requests at most", async (name) => {
    const { reply, says, path } = PERMANENT[name]!;
    for (const command of ["evaluate", "optimize --yes"]) {
      const { code, stderr, sent } = await onServer(reply, command, path);
      expect(sent.length).toBeGreaterThan(0);
      expect(sent.length).toBeLessThanOrEqual(3);
      expect(stderr).toMatch(says);
      expect(code).toBe(1);
    }
  });
});

describe("a row that the server turns down", () => {
  it.each([
    [400, { error: { code: "1261", message: "Prompt too long" } }],
    [400, { error: "This model's maximum prompt length is 131072" }],
    [400, { code: "InvalidParameter", message: "Range of input length should be [1, 30720]" }],
    [422, { error: "Input validation error: `inputs` must have less than 4096 tokens. Given: 5000" }],
    [413, { error: { message: "Request too large for model on tokens per minute", code: "rate_limit_exceeded" } }],
    [413, "<html><head><title>413 Request Entity Too Large</title></head></html>"],
  ])("with %i %j is named and counts as wrong, and the others are answered", async (status, body) => {
    const { code, stderr, sent } = await onServer(
      (asked) => (isOdd(asked) ? { status, body } : undefined),
      "evaluate --split train",
    );
    const odd = sent.filter((one) => isOdd(one)).length;
    expect(odd).toBeGreaterThan(0);
    const named = stderr.match(
      new RegExp(`HTTP ${status}\\): row [0-9a-f]{16} \\(.*data\\.csv:(?:${ODD_LINES.join("|")})\\)\\. It counts`, "g"),
    );
    expect(named).toHaveLength(odd);
    expect(code).toBe(0);
    expect(sent.length).toBe(30);
  });

  it("is so when it comes first, too", async () => {
    let first: string | undefined;
    const { code, stderr } = await onServer(({ messages }) => {
      first ??= messages.at(-1)!.content;
      return messages.at(-1)!.content === first ? { status: 400, body: { error: "Prompt too long" } } : undefined;
    }, "evaluate --split train");
    expect(stderr).toContain("It counts as a prompt that does not fit");
    expect(code).toBe(0);
  });

  it("stops the run when a fifth of the rows are", async () => {
    const half = Array.from({ length: ROWS / 2 }, (_, i) => 2 * i + 2);
    const { code, stderr } = await onServer(
      (asked) => (isOdd(asked, half) ? { status: 400, body: { error: "Prompt too long" } } : undefined),
      "evaluate --split train",
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/1\d of \d+ requests were refused/);
  });
});

describe("a server with ways of its own", () => {
  it.each<[string, Behaviour, RegExp]>([
    [
      "no temperature of 0",
      ({ temperature }) =>
        temperature === 0
          ? { status: 422, body: { error: "Input validation error: `temperature` must be strictly positive" } }
          : undefined,
      /refuses temperature 0; it is left out \(see search\.temperature/,
    ],
    [
      "a temperature of 1 only",
      ({ temperature = 1 }) =>
        temperature === 1
          ? undefined
          : { status: 400, body: { error: { message: "only 1 is allowed for this model" } } },
      /refuses temperature 0; it is left out/,
    ],
    [
      "no JSON schema",
      ({ response_format: format }) =>
        format === undefined
          ? undefined
          : {
              status: 400,
              body: {
                object: "error",
                message:
                  "[{'loc': ('body', 'response_format', 'type'), 'msg': \"Input should be 'text' or 'json_object'\"}]",
                code: 400,
              },
            },
      /refuses responseFormat; it is left out \(see structuredOutputs\)/,
    ],
    [
      "2,048 output tokens",
      ({ max_tokens: cap }) =>
        Number(cap) > 2048
          ? {
              status: 400,
              body: {
                error: {
                  message: `max_tokens is too large: ${String(cap)}. This model supports at most 2048 completion tokens.`,
                },
              },
            }
          : undefined,
      /refuses more than 2048 output tokens; the cap is lowered \(see requests\.maxOutputTokens\)/,
    ],
  ])("%s: evaluates all rows, with one request more, and reports it once", async (_, behaviour, says) => {
    const { code, stderr, sent } = await onServer(behaviour, "evaluate --split train");
    expect(stderr).toMatch(says);
    expect(stderr.match(/refuses/g)).toHaveLength(1);
    expect(code).toBe(0);
    const rows = new Set(sent.map(({ messages }) => messages.at(-1)!.content)).size;
    expect(sent.length).toBeLessThanOrEqual(rows + 4);
  });

  it.each<[string, Behaviour]>([
    [
      "that streams unless told not to",
      (body) =>
        body["stream"] === false
          ? undefined
          : { body: `data: ${JSON.stringify(completion(right(body)))}\n\ndata: [DONE]\n\n` },
    ],
    [
      "that streams whatever it is told",
      (body) => ({
        headers: { "content-type": "text/event-stream" },
        body: [
          ": PROCESSING",
          ...right(body)
            .match(/.{1,3}/g)!
            .map(
              (content) =>
                `data: ${JSON.stringify({ id: "x", created: 1, model: "m", object: "chat.completion.chunk", choices: [{ index: 0, delta: { content }, finish_reason: null }] })}`,
            ),
          `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }], usage: { prompt_tokens: 50, completion_tokens: 5, total_tokens: 55 } })}`,
          "data: [DONE]",
          "",
        ].join("\n\n"),
      }),
    ],
    [
      "that puts a mark behind the JSON",
      (body) => ({ body: `${JSON.stringify(completion(right(body)))}\n\ndata: [DONE]\n\n` }),
    ],
  ])("%s is read", async (_, behaviour) => {
    const { code, stdout, stderr, sent } = await onServer(behaviour, "evaluate --split train --json");
    expect(stderr).not.toContain("Trying again");
    expect(code).toBe(0);
    expect(stdout).toContain('"value": 1');
    expect(sent.every((body) => body["stream"] === false)).toBe(true);
  });

  it("a short limit is waited for", async () => {
    let refused = 0;
    const { code, sent, stderr } = await onServer(
      () =>
        refused++ < 2
          ? {
              status: 429,
              headers: { "x-ratelimit-reset": "0.05" },
              body: { error: { message: "Slow down", code: 429 } },
            }
          : undefined,
      "evaluate --split train",
    );
    expect(code, stderr).toBe(0);
    expect(sent.length).toBeGreaterThan(20);
  });
});
