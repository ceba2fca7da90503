/** Reads a file, as text in UTF-8 or UTF-16 or as bytes: within bounds, or with an error that says what to do. */
import { readFile, stat } from "node:fs/promises";
import { isAbsolute, resolve } from "node:path";
import { megabytes } from "../../core/values/words.ts";
import { DatasetError, LIMITS } from "../dataset.ts";
import { decodeText, EncodingFault } from "./encoding.ts";

/** The text of a file, without its byte order mark. Throws `DatasetError`. */
export async function readText(file: string, maxBytes: number = LIMITS.fileBytes): Promise<string> {
  return decode(await readBytes(file, maxBytes), file);
}

/** The bytes of a file. Throws `DatasetError`. */
export async function readBytes(file: string, maxBytes: number = LIMITS.fileBytes): Promise<Uint8Array> {
  try {
    const found = await stat(file);
    if (!found.isFile() && !found.isDirectory()) {
      // A device may never end.
      throw new DatasetError({ file, expected: "a file", got: "a device or a pipe" });
    }
    if (found.size > maxBytes) throw tooLarge(file, found.size, maxBytes);
    return await readFile(file);
  } catch (error) {
    throw error instanceof DatasetError ? error : unreadable(file, error);
  }
}

/** Throws `DatasetError` for a line that is longer than a row may be: a reader may take many times its bytes. */
export function checkLines(text: string, file: string): void {
  for (let start = 0; text.length - start > LIMITS.rowBytes;) {
    const window = text.slice(start, start + LIMITS.rowBytes + 1);
    const end = Math.max(window.lastIndexOf("\n"), window.lastIndexOf("\r"));
    if (end === -1)
      throw tooLongLine(file, lineBreaksIn(text.slice(0, start)) + 1, "Put each row on a line of its own.");
    start += end + 1;
  }
}

/** However they are written. */
function lineBreaksIn(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === "\n" || (character === "\r" && text[i + 1] !== "\n")) count += 1;
  }
  return count;
}

export function tooLongLine(file: string, line: number, remedy: string): DatasetError {
  return new DatasetError({ file, line, expected: `at most ${LIMITS.rowBytes / 1e6} MB a row`, got: "more", remedy });
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return decodeText(bytes);
  } catch (error) {
    if (!(error instanceof EncodingFault)) throw error;
    const { line, message: got, remedy } = error;
    throw new DatasetError({ file, ...(line !== undefined && { line }), expected: "text in UTF-8", got, remedy });
  }
}

function tooLarge(file: string, size: number, maxBytes: number): DatasetError {
  return new DatasetError({
    file,
    expected: `at most ${megabytes(maxBytes)}`,
    got: megabytes(size),
    remedy: "Take a sample of the rows; a few thousand are plenty.",
  });
}

function unreadable(file: string, error: unknown): DatasetError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const got =
    code === "ENOENT"
      ? isAbsolute(file)
        ? "nothing there"
        : `nothing at ${resolve(file)}`
      : code === "EISDIR"
        ? "a folder"
        : error instanceof Error
          ? error.message
          : String(error);
  return new DatasetError({
    file,
    expected: "a file that can be read",
    got,
    remedy: "Name one that exists, and that you may read.",
  });
}
