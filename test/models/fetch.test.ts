/** The pooled fetch: few sockets, kept open, and no redirects. */
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { pooledFetch } from "../../src/models/hosted/fetch.ts";

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

  it.each([
    ["gzip", gzipSync("“me”")],
    ["br", brotliCompressSync("“me”")],
    ["deflate", deflateSync("“me”")],
    ["identity", Buffer.from("“me”")],
  ])("unpacks what nobody asked to be packed: %s", async (packing, body) => {
    await using server = await serve((_, response) => response.setHeader("content-encoding", packing).end(body));
    const pool = pooledFetch();
    expect(await (await pool.fetch(server.url, post("x"))).text()).toBe("“me”");
    await pool.close();
  });

  it.each([
    ["what is not packed as it says", Buffer.from("plain")],
    ["what is cut off", gzipSync("a".repeat(1000)).subarray(0, 20)],
    ["more than it reads of a reply, packed small", gzipSync(Buffer.alloc(20_000_000))],
  ])("fails at %s", async (_, body) => {
    await using server = await serve((_, response) => response.setHeader("content-encoding", "gzip").end(body));
    const pool = pooledFetch();
    await expect((await pool.fetch(server.url, post("x"))).text()).rejects.toThrow();
    await pool.close();
  });

  it("fails the call, and nothing else, at a status that no reply may have", async () => {
    await using server = await serve(({ socket }) => socket.end("HTTP/1.1 999 Odd\r\ncontent-length: 2\r\n\r\n{}"));
    const pool = pooledFetch();
    await expect(pool.fetch(server.url, post("x"))).rejects.toThrow("status");
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
