/** A server of chat completions on this machine, whose answers a function writes. */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** The message that answers, and why it ended; a text alone ended by itself. */
export type ChatReply = string | { readonly message: object; readonly finish: "stop" | "length" };

export interface ChatServer {
  readonly baseURL: string;
  /** Requests so far. */
  readonly calls: number;
  [Symbol.asyncDispose](): Promise<void>;
}

/** @param answer writes the reply to the text of all messages of a request */
export async function chatServer(answer: (asked: string) => ChatReply): Promise<ChatServer> {
  let calls = 0;
  const server = createServer((request, response) => {
    void asked(request).then((text) => {
      calls += 1;
      const reply = answer(text);
      const { message, finish } = typeof reply === "string" ? { message: { content: reply }, finish: "stop" } : reply;
      response.writeHead(200, { "content-type": "application/json" }).end(
        JSON.stringify({
          id: "x",
          object: "chat.completion",
          created: 1,
          model: "m",
          choices: [{ index: 0, message: { role: "assistant", ...message }, finish_reason: finish }],
          usage: { prompt_tokens: 50, completion_tokens: 5, total_tokens: 55 },
        }),
      );
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    get calls() {
      return calls;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function asked(request: IncomingMessage): Promise<string> {
  let raw = "";
  for await (const part of request) raw += String(part);
  const { messages } = JSON.parse(raw) as { messages: { content: string | { text: string }[] }[] };
  return messages
    .map(({ content }) => (typeof content === "string" ? content : content.map(({ text }) => text).join("")))
    .join("\n");
}
