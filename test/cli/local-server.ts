/** A server on this machine that counts what it is asked. */
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

export interface LocalServer {
  readonly baseURL: string;
  /** Requests so far. */
  readonly calls: number;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function localServer(answer: RequestListener): Promise<LocalServer> {
  let calls = 0;
  const server = createServer((request, response) => {
    calls += 1;
    answer(request, response);
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

/** A server that answers nothing of use. */
export function brokenServer(): Promise<LocalServer> {
  return localServer((_, response) => response.writeHead(500).end());
}
