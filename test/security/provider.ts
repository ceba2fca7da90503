/** A server with the chat API of OpenAI, on this machine: answers by what it is asked, and keeps what it was sent. */
import { isRequest } from "../core/toy.ts";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface Asked {
  /** The contents of all messages. */
  readonly content: string;
  /** Whether it is a request to the optimizer model. */
  readonly optimizer: boolean;
  readonly headers: IncomingHttpHeaders;
  readonly url: string;
}

export interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The reply as it goes over the wire, in the place of an answer. */
  readonly body?: string;
  /** The answer's text. */
  readonly content?: string;
}

export interface Provider {
  readonly baseURL: string;
  readonly asked: readonly Asked[];
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startProvider(say: (asked: Asked) => Said): Promise<Provider> {
  const asked: Asked[] = [];
  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { messages } = JSON.parse(await text(incoming)) as { messages: { content: string }[] };
    const content = messages.map((message) => message.content).join("\n");
    const one = {
      content,
      optimizer: isRequest(content),
      headers: incoming.headers,
      url: incoming.url ?? "",
    };
    asked.push(one);
    const { status = 200, headers = {}, body, content: said = "" } = say(one);
    outgoing.writeHead(status, { "content-type": "application/json", ...headers });
    outgoing.end(body ?? completion(said));
  }
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function completion(content: string): string {
  return JSON.stringify({
    id: "1",
    object: "chat.completion",
    created: 0,
    model: "any",
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage: { prompt_tokens: 9, completion_tokens: 9, total_tokens: 18 },
  });
}
