/** A server that answers nothing of use, and counts what it is asked. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface CountingServer {
  readonly baseURL: string;
  readonly calls: number;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function countingServer(): Promise<CountingServer> {
  let calls = 0;
  const server = createServer((_, response) => {
    calls += 1;
    response.writeHead(500).end();
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
