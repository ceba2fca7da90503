/** Unpacks the body of a reply: none is asked for packed, but some servers and proxies pack them all the same. */
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";

const gzip = promisify(gunzip);
const UNPACKERS: ReadonlyMap<string, typeof gzip> = new Map([
  ["gzip", gzip],
  ["x-gzip", gzip],
  ["deflate", promisify(inflate)],
  ["br", promisify(brotliDecompress)],
]);

/** Bytes of a reply, packed and unpacked: a server that never ends one cannot fill the memory. */
export const LARGEST_REPLY = 16_000_000;

/** @param packing the header `content-encoding`; what it names and nobody knows here is left as it arrived */
export async function unpack(body: Promise<Uint8Array>, packing: string): Promise<Uint8Array> {
  const bytes = await body;
  const unpacker = UNPACKERS.get(packing.trim().toLowerCase());
  // Some send the header with an empty body.
  return unpacker === undefined || bytes.length === 0 ? bytes : unpacker(bytes, { maxOutputLength: LARGEST_REPLY });
}
