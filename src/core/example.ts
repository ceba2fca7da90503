/** A labelled row, and the stable name it goes by. */
import { digest } from "./values/hash.ts";

/** One labelled row. */
export interface Example {
  /** Derived from the row's content, never from its position, so that adding a row renames no other. */
  readonly id: string;
  /** The columns a prompt may name as `{{column}}`. */
  readonly fields: Readonly<Record<string, string>>;
  /** The right answer, as the task understands it. */
  readonly expected: unknown;
  /** The columns that the data has as more than text, such as numbers and objects of JSON, as they are there; absent for none. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** What the row belongs to, such as a customer or a document: rows of one cluster are no independent evidence. Absent for a row of its own. */
  readonly cluster?: string;
  /** How much the row counts, above 0; default 1. */
  readonly weight?: number;
  /** Words on what is wrong or wanted in this row, for the optimizer model alone. */
  readonly feedback?: string;
}

/** How much a row counts. */
export function weightOf({ weight = 1 }: Pick<Example, "weight">): number {
  return weight;
}

/** The id of a row: 16 hexadecimal digits of the SHA-256 of its fields and its answer. */
export function exampleId(fields: Readonly<Record<string, string>>, expected: unknown): string {
  const columns = Object.keys(fields).sort();
  return digest(JSON.stringify([columns.map((column) => [column, fields[column]]), expected ?? null]), 16);
}

/** A row as a person recognizes it, in a line: the columns that the prompt names, or all of them where it names none. */
export function rowText({ fields }: Example, columns: readonly string[] = []): string {
  const texts = columns.length === 0 ? Object.values(fields) : columns.map((column) => fields[column] ?? "");
  return texts.filter((text) => text.trim() !== "").join(" | ");
}

/** A right answer, or an answer as it was read, as text: strings as they are, anything else as JSON. */
export function shown(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? String(value));
}

/** An order of rows that does not depend on the order in which they were given. */
export function byId(a: Example, b: Example): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
