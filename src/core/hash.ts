/** Content hashes: the names of prompts and rows, and the seeds of random streams. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** The first `length` hexadecimal digits of the SHA-256 of `text`. */
export function digest(text: string, length: number): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, length);
}

/** The first `count` 32-bit words of the SHA-256 of `text`, as signed integers. */
export function words(text: string, count: number): number[] {
  const bytes = sha256(utf8ToBytes(text));
  return Array.from(
    { length: count },
    (_, i) => (bytes[4 * i]! << 24) | (bytes[4 * i + 1]! << 16) | (bytes[4 * i + 2]! << 8) | bytes[4 * i + 3]!,
  );
}
