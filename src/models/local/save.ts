/** Writes a model file as it arrives, and counts and hashes every byte, so that only the right file ever gets its name. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import type { KnownModel } from "./known.ts";

/** Why one source of a file was of no use. Another one may do. */
export class SourceError extends Error {
  override name = "SourceError";
}

/**
 * Writes what arrives to `path`, which must not be the file's final name.
 * @param report called with how many bytes have arrived, about a hundred times
 * @throws SourceError when size or SHA-256 are not those of the known file
 */
export async function saveChecked(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  known: KnownModel,
  report: (received: number) => void,
): Promise<void> {
  const hash = createHash("sha256");
  const step = known.bytes / 100;
  let received = 0;
  let told = 0;
  const file = await open(path, "w");
  try {
    for await (const chunk of chunks) {
      received += chunk.length;
      if (received > known.bytes) throw new SourceError(`expected ${known.bytes} bytes, got more`);
      hash.update(chunk);
      await file.writeFile(chunk);
      if (received - told >= step || received === known.bytes) report((told = received));
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (received < known.bytes) throw new SourceError(`expected ${known.bytes} bytes, got ${received}`);
  const sum = hash.digest("hex");
  if (sum !== known.sha256) throw new SourceError(`expected SHA-256 ${known.sha256}, got ${sum}; it is another file`);
}

/** Bytes of a file; undefined when there is none. */
export async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}

/** SHA-256 of a file, in hexadecimal. */
export async function sumOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
