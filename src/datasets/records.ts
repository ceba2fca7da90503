/** Turns objects, from a file or from code, into rows of text. */
import { columnName } from "../core/prompt/template.ts";
import { DatasetError, glimpse, LIMITS, type RawDataset, type RawRow } from "./dataset.ts";

export interface Item {
  readonly value: unknown;
  readonly line?: number;
}

/**
 * Rows from objects, such as the examples given to `optimize`.
 * @param file what messages call the place they come from
 * @param records one object for each row; its keys are the columns
 */
export function datasetFrom(file: string, records: readonly unknown[]): RawDataset {
  return fromItems(itemsOf(records), file);
}

function* itemsOf(records: readonly unknown[]): Generator<Item> {
  for (const value of records) yield { value };
}

/** Turns items that know their lines into rows. Throws `DatasetError`. */
export function fromItems(items: Iterable<Item>, file: string): RawDataset {
  const columns = new Set<string>();
  const names = new Map<string, string>();
  const nameOf = (column: string): string => {
    const name = names.get(column) ?? columnName(column);
    // Of a file with ever new names, the limit on columns is what ends it.
    if (names.size < LIMITS.columns) names.set(column, name);
    return name;
  };
  const rows: RawRow[] = [];
  for (const { value, line } of items) {
    const place = line === undefined ? { file: `${file}, row ${rows.length + 1}` } : { file, line };
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new DatasetError({
        ...place,
        expected: "an object with a value for each column",
        got: Array.isArray(value) ? "a list" : glimpse(textOf(value)),
        remedy: 'Write each row as {"text": "...", "label": "..."}.',
      });
    }
    const names = Object.keys(value).length;
    if (names > LIMITS.columns) throw tooManyColumns(place, names);
    if (rows.length === LIMITS.rows) throw tooManyRows(place);
    const fields = Object.fromEntries(
      Object.entries(value).map(([column, cell]) => [nameOf(column), checkedText(column, cell, place)]),
    );
    for (const column of Object.keys(fields)) columns.add(column);
    if (columns.size > LIMITS.columns) throw tooManyColumns(place, columns.size);
    const others = Object.entries(value).filter(([, cell]) => typeof cell !== "string" && cell !== undefined);
    const values = Object.fromEntries(others.map(([column, cell]) => [nameOf(column), cell as unknown]));
    rows.push({ fields, ...(others.length > 0 && { values }), ...(line !== undefined && { line }) });
  }
  return { file, columns: [...columns], rows };
}

/** The list of rows in a JSON or YAML document: the document itself, or what is under `data` or `rows`. */
export function listIn(document: unknown, file: string): readonly unknown[] {
  if (Array.isArray(document)) return document;
  if (typeof document === "object" && document !== null) {
    if ("data" in document && Array.isArray(document.data)) return document.data;
    if ("rows" in document && Array.isArray(document.rows)) return document.rows;
  }
  const got =
    typeof document === "object" && document !== null
      ? `an object with the keys ${glimpse(Object.keys(document).join(", "))}`
      : glimpse(textOf(document));
  throw new DatasetError({
    file,
    expected: "a list of objects, or one under “data” or “rows”",
    got,
    remedy: "Write the rows as such a list.",
  });
}

export function tooManyColumns(place: { readonly file: string; readonly line?: number }, count: number): DatasetError {
  return new DatasetError({
    ...place,
    expected: `at most ${LIMITS.columns} columns`,
    got: String(count),
    remedy: "Keep the columns that the prompt names, and the label.",
  });
}

export function tooManyRows(place: { readonly file: string; readonly line?: number }): DatasetError {
  return new DatasetError({
    ...place,
    expected: `at most ${LIMITS.rows} rows`,
    got: "more",
    remedy: "Take a sample of the rows; a few thousand are plenty.",
  });
}

export function tooLong(
  place: { readonly file: string; readonly line?: number },
  column: string,
  length: number,
): DatasetError {
  return new DatasetError({
    ...place,
    expected: `at most ${LIMITS.valueLength} characters in the column “${column}”`,
    got: String(length),
    remedy: "Shorten the value; no model reads that much.",
  });
}

function checkedText(column: string, value: unknown, place: { readonly file: string; readonly line?: number }): string {
  let text: string;
  try {
    text = textOf(value);
  } catch {
    throw new DatasetError({
      ...place,
      expected: `a plain value in the column “${column}”`,
      got: "one that contains itself, or grows without bound",
    });
  }
  if (text.length > LIMITS.valueLength) throw tooLong(place, column, text.length);
  return text;
}

/** A value as text; nothing for what is missing. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  // What data frames hold for a missing value.
  if (value === null || value === undefined || Number.isNaN(value)) return "";
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  return JSON.stringify(value) ?? "";
}
