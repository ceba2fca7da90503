/** A server that speaks one provider's interface, turns down any field it does not know, and keeps what it was sent. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { text } from "node:stream/consumers";
import type { Reply, Wire } from "./wires/wire.ts";

export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

/** What the server does with a call: reply, say nothing, cut the connection at once, or in the middle of a reply. */
export type Behaviour = Reply | "silence" | "reset" | "cut";

export interface StubServer {
  readonly host: string;
  readonly received: readonly Received[];
  /** What the next calls get, one each; the last one again and again. Given what was asked, as text. */
  does(...behaviours: (Behaviour | ((asked: string) => Behaviour))[]): void;
  /** Resolves when the next call has come. */
  nextCall(): Promise<void>;
  /** Resolves when the client has closed the connection of the last call. */
  hungUp(): Promise<void>;
  /** Fails when a call had a field that the interface does not know. */
  [Symbol.asyncDispose](): Promise<void>;
}

export async function stubServer(wire: Wire): Promise<StubServer> {
  const received: Received[] = [];
  const violations: string[] = [];
  const calls = new EventTarget();
  let behaviours: (Behaviour | ((asked: string) => Behaviour))[] = [wire.answer("spam")];
  let hungUp: Promise<unknown> = Promise.resolve();

  const server = createServer((request, response) => void handle(request, response));
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    hungUp = once(response, "close");
    const asked = await text(request);
    const body: unknown = JSON.parse(asked);
    received.push({ path: request.url ?? "", headers: request.headers, body });
    calls.dispatchEvent(new Event("call"));
    const checked = wire.request.safeParse(body);
    if (!checked.success) {
      violations.push(checked.error.message);
      return send(response, wire.error(400, `not part of this interface: ${checked.error.message}`));
    }
    const next = behaviours.length > 1 ? behaviours.shift()! : behaviours[0]!;
    const behaviour = typeof next === "function" ? next(asked) : next;
    if (behaviour === "reset") return void request.socket.resetAndDestroy();
    if (behaviour === "cut") {
      response.writeHead(200, { "content-type": "application/json", "content-length": "500" });
      return void response.write('{"id":"half a rep', () => (request.socket as Socket).destroy());
    }
    if (behaviour !== "silence") send(response, behaviour);
  }
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    does: (...next) => void (behaviours = next),
    nextCall: async () => void (await once(calls, "call")),
    hungUp: async () => void (await hungUp),
    async [Symbol.asyncDispose]() {
      if (server.listening) {
        server.close();
        server.closeAllConnections();
        await once(server, "close");
      }
      if (violations.length > 0)
        throw new Error(`${wire.provider} was sent what it does not know: ${violations.join("; ")}`);
    },
  };
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: Reply): void {
  const content = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(content);
}
