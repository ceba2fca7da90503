/**
 * The contract of a dataset format: one file in, rows of named text values out, or one error that
 * says where it went wrong.
 *
 * Nothing is guessed at and nothing is skipped: a file that cannot be read whole is refused. Text stays
 * as it is, numbers and booleans become text, nested values become JSON, null and NaN become "". What is no text is kept
 * next to it, as it is.
 */
import { UsageError } from "../core/errors.ts";

/** One row of a file. */
export interface RawRow {
  /** The values by column. A column that this row lacks is absent, and means "". */
  readonly fields: Readonly<Record<string, string>>;
  /** Those of them that are no text in the file, such as numbers, lists and objects of JSON, as they are there. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** The line of the file on which the row begins, from 1, where the format has lines. */
  readonly line?: number;
}

/** A file as it was read. */
export interface RawDataset {
  /** The path as it was given, for messages. */
  readonly file: string;
  /** The columns of all rows, in order of first appearance. */
  readonly columns: readonly string[];
  readonly rows: readonly RawRow[];
  /** What was not read of the file, each a sentence. */
  readonly notices?: readonly string[];
}

/** A file format. */
export interface DatasetFormat {
  /** Its name in errors. */
  readonly name: string;
  /** One line about it, for the reference of options; no full stop. */
  readonly about: string;
  /** File name endings with the dot, in lower case. */
  readonly endings: readonly string[];
  /** Reads the whole file. Throws `DatasetError`. */
  read(path: string): Promise<RawDataset>;
}

/** What a file may hold; beyond it, reading stops with an error that says so. */
export const LIMITS: {
  /** Bytes of a file. */
  readonly fileBytes: number;
  /** Bytes of a JSON file, which is read as a whole and may take twenty bytes for each. */
  readonly jsonBytes: number;
  /** Bytes of a YAML file, whose reader takes hundreds of bytes for each. */
  readonly yamlBytes: number;
  /** Rows of a file. */
  readonly rows: number;
  /** Columns of a file. */
  readonly columns: number;
  /** Characters of one value. */
  readonly valueLength: number;
  /** Bytes of one row of a CSV file, or one line of JSON lines: more is mostly a quote that is never closed. */
  readonly rowBytes: number;
} = {
  fileBytes: 200_000_000,
  jsonBytes: 50_000_000,
  yamlBytes: 2_000_000,
  rows: 1_000_000,
  columns: 10_000,
  valueLength: 1_000_000,
  rowBytes: 4_000_000,
};

export interface DatasetFault {
  readonly file: string;
  readonly line?: number;
  /** From 1; only with a line. */
  readonly column?: number;
  /** What was expected there. */
  readonly expected: string;
  /** What was there. */
  readonly got: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** A file that cannot be read as data. */
export class DatasetError extends UsageError {
  override name = "DatasetError";
  readonly file: string;
  /** From 1; undefined where no line is at fault. */
  readonly line: number | undefined;
  /** From 1; undefined where the whole line is at fault. */
  readonly column: number | undefined;
  readonly expected: string;
  readonly got: string;

  constructor({ file, line, column, expected, got, remedy }: DatasetFault) {
    const place = [file, line, column].filter((part) => part !== undefined).join(":");
    super(place, `expected ${expected}, got ${got}`, remedy);
    this.file = file;
    this.line = line;
    this.column = column;
    this.expected = expected;
    this.got = got;
  }
}

/** The place of a row, for messages: `data.csv:12`, or `data.json, row 3` where the format has no lines. */
export function placeOf(data: RawDataset, index: number): string {
  return placeAt(data.file, index, data.rows[index]?.line);
}

export function placeAt(file: string, index: number, line: number | undefined): string {
  return line === undefined ? `${file}, row ${index + 1}` : `${file}:${line}`;
}

/** The start of a text that was read instead of the right one, in quotes, for messages. */
export function glimpse(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
