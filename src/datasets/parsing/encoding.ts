/** Turns the bytes of a file into text: UTF-8, or UTF-16 with and without a byte order mark; other encodings are named. */

/** Bytes that are no text, and what to do about them. */
export class EncodingFault extends Error {
  override name = "EncodingFault";
  readonly remedy: string;
  /** The line of the first wrong byte, from 1; undefined where the whole file is something else. */
  readonly line: number | undefined;

  /** @param got what the bytes are */
  constructor(got: string, remedy: string, line?: number) {
    super(got);
    this.remedy = remedy;
    this.line = line;
  }
}

/** The text of a file, without its byte order mark. Throws `EncodingFault`. */
export function decodeText(bytes: Uint8Array): string {
  const container = CONTAINERS.find(({ start }) => start.every((byte, i) => bytes[i] === byte));
  if (container !== undefined) throw new EncodingFault(container.got, container.remedy);
  try {
    // Tools that mark a file that has a mark leave a second one.
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes).replace(/^\ufeff+/, "");
  } catch {
    throw notUtf8(bytes);
  }
}

const SAVE_AS_TEXT =
  "Save it as CSV in UTF-8 in the program that made it; a workbook is also read where its name ends in .xlsx.";

/** Files whose first bytes say that they are no text. */
const CONTAINERS: readonly { readonly start: readonly number[]; readonly got: string; readonly remedy: string }[] = [
  { start: [0x50, 0x4b, 0x03, 0x04], got: "a zip archive or an Excel workbook", remedy: SAVE_AS_TEXT },
  { start: [0xd0, 0xcf, 0x11, 0xe0], got: "an old Excel workbook", remedy: SAVE_AS_TEXT },
  { start: [0x1f, 0x8b], got: "a gzip archive", remedy: "Unpack it first, as `gunzip` does." },
  { start: [0x50, 0x41, 0x52, 0x31], got: "a Parquet file", remedy: "Let its name end in .parquet." },
  { start: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], got: "a SQLite database", remedy: "Export the table as CSV first." },
];

function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return withoutMark(bytes) ?? "utf-8";
}

/** Bytes that are looked at to find UTF-16 without a mark. */
const SAMPLE = 65_536;
/** Least share of zero bytes in UTF-16: one line break or comma in a hundred characters of any script. */
const LEAST_ZEROS = 0.005;

/** UTF-16 writes line breaks, commas and Latin letters with a zero byte, always on the same side of the character. */
function withoutMark(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const zeros = [0, 0];
  const sample = bytes.subarray(0, SAMPLE);
  for (const [i, byte] of sample.entries()) if (byte === 0) zeros[i % 2]! += 1;
  const [even, odd] = zeros as [number, number];
  if (bytes.length % 2 !== 0 || Math.max(even, odd) < Math.max(2, sample.length * LEAST_ZEROS)) return undefined;
  return even === 0 ? "utf-16le" : odd === 0 ? "utf-16be" : undefined;
}

/** Characters around the first wrong byte that a message shows. */
const SHOWN = 12;

function notUtf8(bytes: Uint8Array): EncodingFault {
  const at = firstWrongByte(bytes);
  const around = bytes.subarray(Math.max(0, at - SHOWN), at + SHOWN);
  // Every byte is a character there, so this cannot fail; whether it is right, only a reader can see.
  const word = new TextDecoder("windows-1252").decode(around);
  const shown = word.split(/[\r\n]/).find((part) => /[\u0080-\uffff]/.test(part)) ?? word;
  const hex = bytes[at]!.toString(16).toUpperCase().padStart(2, "0");
  const line = bytes.subarray(0, at).reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 1);
  return new EncodingFault(
    `the byte ${hex}, which UTF-8 does not allow there; in Windows-1252 (Latin-1) it reads “${shown.trim()}”`,
    "Save the file as UTF-8; spreadsheet programs call it “CSV UTF-8”. Or: iconv -f WINDOWS-1252 -t UTF-8 old > new",
    line,
  );
}

/** Where the first character begins that is not UTF-8; the last byte where only the rarest rules are broken. */
function firstWrongByte(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at]!;
    const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    for (let i = 1; i < length; i++) if ((bytes[at + i] ?? 0) >> 6 !== 2) return at;
    if (length === 0) return at;
    at += length;
  }
  return bytes.length - 1;
}
