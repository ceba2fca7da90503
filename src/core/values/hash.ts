/** Content hashes: the names of prompts and rows, and the seeds of random streams. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** The first `length` hexadecimal digits of the SHA-256 of `text`. */
export function digest(text: string, length: number): string {
  return bytesToHex(hashOf(text).subarray(0, (length + 1) >>> 1)).slice(0, length);
}

/** The first `count` 32-bit words of the SHA-256 of `text`, as signed integers. */
export function words(text: string, count: number): number[] {
  const bytes = hashOf(text);
  const found: number[] = [];
  for (let i = 0; i < 4 * count; i += 4)
    found.push((bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!);
  return found;
}

// Rows come by the hundred thousand, and setting a hash up takes longer than hashing one: all is set up once.
const blank = sha256.create();
const hasher = sha256.create();
const hashed = new Uint8Array(hasher.outputLen);
let ascii = new Uint8Array(1024);

/** Holds until the next call. */
function hashOf(text: string): Uint8Array {
  blank._cloneInto(hasher).update(bytesOf(text)).digestInto(hashed);
  return hashed;
}

/** UTF-8; holds until the next call. */
function bytesOf(text: string): Uint8Array {
  if (text.length > ascii.length) ascii = new Uint8Array(2 * text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return utf8ToBytes(text);
    ascii[i] = code;
  }
  return ascii.subarray(0, text.length);
}
