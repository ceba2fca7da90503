/**
 * A server of one simulated model that speaks the chat API of OpenAI, and keeps count: which requests came,
 * which were answered, and how often. It takes a request apart to the last field and turns down what it does not know.
 * On order it refuses, fails, hangs, cuts and resets.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { z } from "zod";
import type { Fault } from "../../bench/fault-server.ts";
import { faultOf } from "../../bench/lib/fault-of.ts";
import type { Model, ModelRequest } from "../../src/core/model.ts";
import { digest } from "../../src/core/values/hash.ts";

const choiceSchema = z.strictObject({
  type: z.literal("object"),
  properties: z.strictObject({ answer: z.strictObject({ type: z.literal("string"), enum: z.array(z.string()) }) }),
  required: z.tuple([z.literal("answer")]),
  additionalProperties: z.literal(false),
});

const bodySchema = z.strictObject({
  model: z.string(),
  stream: z.literal(false),
  messages: z.array(z.strictObject({ role: z.enum(["system", "user", "assistant"]), content: z.string() })).min(1),
  temperature: z.number(),
  max_tokens: z.int(),
  seed: z.int(),
  response_format: z.strictObject({
    type: z.literal("json_schema"),
    json_schema: z.strictObject({
      name: z.string(),
      strict: z.literal(true),
      schema: z.record(z.string(), z.unknown()),
    }),
  }),
});

export interface ModelServer {
  readonly baseURL: string;
  /** How often each request was answered, by the SHA-256 of its body. */
  readonly answered: ReadonlyMap<string, number>;
  /** Values of headers that came. */
  readonly headers: ReadonlySet<string>;
  /** Tries that met a fault. */
  readonly faults: number;
  /** Resolves when no client is connected any more, and what they had asked for has come to its end. */
  idle(): Promise<void>;
  /** From now on `onAnswer` is told how many answers there were since. */
  watch(onAnswer: (count: number) => void): void;
  /** Calls once, at so many moments from now: a request came, was answered, or met a fault. */
  at(moment: number, then: () => void): void;
  /** Forgets what was answered, and who watches. */
  forget(): void;
  close(): Promise<void>;
}

/** Seconds of `retry-after` with a 429. */
const RETRY_AFTER = 0.02;

/** @param shares of tries that meet a fault, from 0 to 1 in all */
export async function startModelServer(
  model: Model,
  shares: Partial<Record<Fault, number>> = {},
): Promise<ModelServer> {
  let answered = new Map<string, number>();
  const visits = new Map<string, number>();
  const headers = new Set<string>();
  let faults = 0;
  let count = 0;
  let onAnswer: (count: number) => void = () => {};
  let moments = Infinity;
  let onMoment = (): void => {};

  function moment(): void {
    if (--moments === 0) onMoment();
  }

  /** Refuses, fails, hangs, or breaks off the reply. */
  function fail(fault: Fault, incoming: IncomingMessage, outgoing: ServerResponse): void {
    faults += 1;
    moment();
    if (fault === "hang") return;
    if (fault === "reset") return void incoming.socket.resetAndDestroy();
    const said = JSON.stringify({ error: { message: `This is the fault ${fault}.` } });
    if (fault === "cut") {
      outgoing.writeHead(200, { "content-type": "application/json", "content-length": 1000 });
      outgoing.write(said, () => incoming.socket.destroy());
    } else if (fault === "tooMany") outgoing.writeHead(429, { "retry-after": String(RETRY_AFTER) }).end(said);
    else outgoing.writeHead(500).end(said);
  }

  async function respond(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await text(incoming);
    moment();
    const visit = visits.get(body) ?? 0;
    visits.set(body, visit + 1);
    const fault = faultOf(shares, body, visit);
    if (fault !== undefined) return fail(fault, incoming, outgoing);
    const {
      messages,
      temperature,
      max_tokens: maxOutputTokens,
      seed: sample,
      response_format: format,
    } = bodySchema.parse(JSON.parse(body));
    const { name, schema } = format.json_schema;
    const choice = name === "answer" ? choiceSchema.parse(schema) : undefined;
    const request: ModelRequest = {
      messages,
      temperature,
      maxOutputTokens,
      sample,
      format:
        choice === undefined
          ? { kind: "json", name, schema }
          : { kind: "choice", choices: choice.properties.answer.enum },
    };
    const answer = await model.generate(request);
    const content = choice === undefined ? answer.text : JSON.stringify({ answer: answer.text });
    const { input, output } = answer.usage;
    const reply = {
      id: `chatcmpl-${digest(body, 12)}`,
      object: "chat.completion",
      created: 0,
      model: "reviews",
      choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: answer.finish }],
      usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
    };
    // Nobody is there any more: no answer.
    if (outgoing.destroyed) return;
    outgoing.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(reply));
    const key = createHash("sha256").update(body).digest("hex");
    answered.set(key, (answered.get(key) ?? 0) + 1);
    onAnswer(++count);
    moment();
  }

  const open = new Set<Promise<unknown>>();
  const server = createServer((incoming, outgoing) => {
    for (const value of Object.values(incoming.headers)) headers.add(String(value));
    const ended = respond(incoming, outgoing).catch((error: unknown) => {
      // A client that was killed leaves half a request behind.
      if (outgoing.destroyed) return;
      const said = JSON.stringify({ error: { message: String(error) } });
      outgoing.writeHead(400, { "content-type": "application/json" }).end(said);
    });
    const done = ended.finally(() => open.delete(done));
    open.add(done);
  });
  server.on("connection", (socket) => {
    const closed: Promise<unknown> = new Promise((resolve) => socket.once("close", resolve)).finally(() =>
      open.delete(closed),
    );
    open.add(closed);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    get answered() {
      return answered;
    },
    headers,
    async idle() {
      while (open.size > 0) await Promise.all(open);
    },
    get faults() {
      return faults;
    },
    watch(then) {
      count = 0;
      onAnswer = then;
    },
    at(number, then) {
      moments = number;
      onMoment = then;
    },
    forget() {
      answered = new Map();
      onAnswer = () => {};
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
