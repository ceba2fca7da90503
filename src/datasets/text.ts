/** Reads a text file: within bounds, as UTF-8 or UTF-16, or with an error that says what to do. */
import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { DatasetError, LIMITS } from "./dataset.ts";

/** The text of a file, without its byte order mark. Throws `DatasetError`. */
export async function readText(file: string, maxBytes: number = LIMITS.fileBytes): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > maxBytes) throw tooLarge(file, size, maxBytes);
    return decode(await readFile(file), file);
  } catch (error) {
    throw error instanceof DatasetError ? error : unreadable(file, error);
  }
}

function decode(bytes: Uint8Array, file: string): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new DatasetError({
      file,
      expected: "text in UTF-8",
      got: "bytes that are not",
      remedy: "Save the file as UTF-8; spreadsheet programs call it “CSV UTF-8”.",
    });
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

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}

function unreadable(file: string, error: unknown): DatasetError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const got =
    code === "ENOENT"
      ? `nothing at ${resolve(file)}`
      : code === "EISDIR"
        ? "a folder"
        : error instanceof Error
          ? error.message
          : String(error);
  return new DatasetError({ file, expected: "a file that can be read", got });
}
