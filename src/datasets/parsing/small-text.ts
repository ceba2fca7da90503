/** Reads a text that a person wrote, such as a prompt or a config, within bounds. */
import { createReadStream } from "node:fs";
import { UsageError } from "../../core/errors.ts";
import { decodeText, EncodingFault } from "./encoding.ts";

const MOST_BYTES = 1_000_000;

/**
 * The text of a file of at most a megabyte, in UTF-8 or UTF-16, without its byte order mark. Reads a pipe too, and no more than the bound of a device that never ends.
 * @throws UsageError when it is no text; Error of the file system, or one that says that the file is too large
 */
export async function readSmallText(path: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // One byte more than is allowed, to see that it is there.
  for await (const chunk of createReadStream(path, { end: MOST_BYTES })) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
  }
  if (size > MOST_BYTES) throw new Error(`it has more than ${MOST_BYTES / 1e6} MB`);
  return decoded(Buffer.concat(chunks), path);
}

function decoded(bytes: Uint8Array, path: string): string {
  try {
    return decodeText(bytes);
  } catch (error) {
    if (!(error instanceof EncodingFault)) throw error;
    const { line, message, remedy } = error;
    throw new UsageError(
      line === undefined ? path : `${path}:${line}`,
      `expected text in UTF-8, got ${message}`,
      remedy,
    );
  }
}
