/** The pooled fetch: few sockets, kept open, and no redirects. */
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { pooledFetch } from "../../src/models/fetch.ts";

async function serve(listener: RequestListener) {
  const sockets = new Set<unknown>();
  const server = createServer(listener).on("connection", (socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const post = (body: string): RequestInit => ({ method: "POST", headers: { "content-type": "text/plain" }, body });

describe("pooledFetch", () => {
  it("hands over status, headers, path and body", async () => {
    await using server = await serve((request, response) => {
      response.writeHead(418, { "x-asked": `${request.method} ${request.url}`, "set-cookie": ["a=1", "b=2"] });
      request.pipe(response);
    });
    const pool = pooledFetch();
    const response = await pool.fetch(`${server.url}/a%20b?c=1`, post("“me”"));
    expect(response.status).toBe(418);
    expect(response.ok).toBe(false);
    expect(response.headers.get("x-asked")).toBe("POST /a%20b?c=1");
    expect(response.headers.getSetCookie().join("; ")).toContain("b=2");
    expect(await response.text()).toBe("“me”");
    await pool.close();
  });

  it("keeps sockets for the next call, and opens no more than it may", async () => {
    await using server = await serve((_, response) => response.end("ok"));
    const pool = pooledFetch(3);
    for (let round = 0; round < 3; round++) {
      const calls = Array.from({ length: 12 }, async () => (await pool.fetch(server.url, post("x"))).text());
      expect(new Set(await Promise.all(calls))).toEqual(new Set(["ok"]));
    }
    expect(server.sockets.size).toBe(3);
    await pool.close();
  });

  it("follows no redirect, so that keys go nowhere else", async () => {
    await using server = await serve((_, response) =>
      response.writeHead(307, { location: "http://127.0.0.1:1/" }).end(),
    );
    const pool = pooledFetch();
    expect((await pool.fetch(server.url, post("x"))).status).toBe(307);
    await pool.close();
  });

  it("fails calls in flight when it is closed, and later ones", async () => {
    let arrived = (): void => {};
    const call = new Promise<void>((resolve) => (arrived = resolve));
    await using server = await serve(() => arrived());
    const pool = pooledFetch();
    const inFlight = pool.fetch(server.url, post("x")).then(
      () => "answered",
      () => "failed",
    );
    await call;
    await pool.close();
    expect(await inFlight).toBe("failed");
    await expect(pool.fetch(server.url, post("x"))).rejects.toThrow();
  });
});
