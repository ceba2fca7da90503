/** A server of chat completions on this machine, whose answers a function writes. */
import type { IncomingMessage } from "node:http";
import { localServer, type LocalServer } from "./local-server.ts";

/** The message that answers, and why it ended; a text alone ended by itself. */
export type ChatReply = string | { readonly message: object; readonly finish: "stop" | "length" };

/** @param answer writes the reply to the text of all messages of a request */
export function chatServer(answer: (asked: string) => ChatReply): Promise<LocalServer> {
  return localServer((request, response) => {
    void asked(request).then((text) => {
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
}

async function asked(request: IncomingMessage): Promise<string> {
  let raw = "";
  for await (const part of request) raw += String(part);
  const { messages } = JSON.parse(raw) as { messages: { content: string | { text: string }[] }[] };
  return messages
    .map(({ content }) => (typeof content === "string" ? content : content.map(({ text }) => text).join("")))
    .join("\n");
}
