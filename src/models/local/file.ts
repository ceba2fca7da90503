/** Finds the file of a local model and looks at it before llama.cpp does, whose own messages say little. */
import { open, type FileHandle } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { UsageError } from "../../core/errors.ts";
import { KNOWN_MODELS, type KnownModel, knownModel } from "./known.ts";
import type { LlamaPackage } from "./package.ts";

/** Bytes at either end of a file that distinguish it from others. */
const ENDS = 2 ** 20;

export interface ModelFile {
  readonly path: string;
  /** Eight hexadecimal digits of a hash of its size and both its ends. */
  readonly fingerprint: string;
}

/**
 * The file that `name` stands for: a known name, `hf:org/repo:quant`, or a path. Fetches nothing.
 * @param where put before messages, such as `model local:smollm2`
 * @throws UsageError when there is no such file, or it is no GGUF file
 */
export async function findModelFile(
  where: string,
  name: string,
  dir: string,
  llama: Pick<LlamaPackage, "resolveModelFile">,
): Promise<ModelFile> {
  const known = knownModel(name);
  if (known !== undefined)
    return look(where, join(dir, known.file), `Fetch it: protegi models pull ${known.name}`, known);
  const pull = `Fetch it: protegi models pull ${name}`;
  if (!name.startsWith("hf:")) {
    const names = KNOWN_MODELS.map((model) => model.name).join(", ");
    return look(where, resolve(name), `Give the path of a .gguf file, hf:org/repo:quant, or a known name (${names}).`);
  }
  const path = await llama
    .resolveModelFile(name, { directory: dir, download: false, cli: false })
    .catch((error: unknown) => {
      if (error instanceof UsageError) throw error;
      throw new UsageError(where, `${name} is not in ${dir}`, pull);
    });
  return look(where, path, pull);
}

async function look(where: string, path: string, remedy: string, known?: KnownModel): Promise<ModelFile> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    const problem = error.code === "ENOENT" ? "there is no such file" : `it cannot be read (${error.code})`;
    throw new UsageError(where, `${path}: ${problem}`, remedy);
  });
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw new UsageError(where, `${path}: expected a GGUF file, got a folder`, remedy);
    const magic = (await read(file, 0, 4)).toString("latin1");
    if (magic !== "GGUF") throw new UsageError(where, `${path}: expected a GGUF file, got ${kindOf(magic)}`, remedy);
    if (known !== undefined && stat.size !== known.bytes) {
      const problem = `${path}: expected ${known.bytes} bytes, got ${stat.size}`;
      throw new UsageError(where, problem, `Remove it and fetch it again: protegi models pull ${known.name}`);
    }
    const hash = createHash("sha256").update(String(stat.size));
    for (const at of [0, Math.max(0, stat.size - ENDS)]) hash.update(await read(file, at, ENDS));
    return { path, fingerprint: hash.digest("hex").slice(0, 8) };
  } finally {
    await file.close();
  }
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** What a file seems to be, from its first four bytes. */
function kindOf(magic: string): string {
  if (magic === "") return "an empty file";
  if (magic.startsWith("PK")) return "a zip archive";
  if (magic.startsWith("\x1f\x8b")) return "a gzip archive";
  if (/^<(?:!|ht)/i.test(magic)) return "a web page";
  if (magic === "vers") return "a pointer of Git LFS, not the file it points to";
  return `a file that begins with ${JSON.stringify(magic)}`;
}
