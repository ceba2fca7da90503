/** Columns inside columns: `item.text` is the field `text` of the objects in the column `item`, `turns.-1.content` of their last turn. */
import { isObject } from "../../core/values/is-object.ts";
import type { RawDataset, RawRow } from "../dataset.ts";
import { textOf } from "../records.ts";

/**
 * The rows with a column for each of these names that is none itself, and begins with the name of one that holds objects or lists.
 * A row without such a field has nothing there.
 */
export function withPaths(data: RawDataset, names: readonly string[]): RawDataset {
  const paths = [...new Set(names)].flatMap((name) => {
    if (data.columns.includes(name)) return [];
    const column = data.columns.find((one) => name.startsWith(`${one}.`));
    return column === undefined ? [] : [{ name, column, keys: name.slice(column.length + 1).split(".") }];
  });
  if (paths.length === 0) return data;
  const found = new Set<string>();
  const rows = data.rows.map((row): RawRow => {
    const fields: Record<string, string> = { ...row.fields };
    const values: Record<string, unknown> = { ...row.values };
    for (const { name, column, keys } of paths) {
      const value = keys.reduce(fieldOf, valueOf(row, column));
      if (value === undefined) continue;
      found.add(name);
      fields[name] = textOf(value);
      if (typeof value !== "string") values[name] = value;
    }
    return { ...row, fields, ...(Object.keys(values).length > 0 && { values }) };
  });
  // A name that no row has is no column, so that the message on it is the usual one.
  return { ...data, columns: [...data.columns, ...found], rows };
}

/** The value of a column, of text as the JSON that it may be. */
function valueOf({ fields, values }: RawRow, column: string): unknown {
  if (values !== undefined && Object.hasOwn(values, column)) return values[column];
  const text = fields[column];
  if (text === undefined || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A field of an object, or an item of a list by its number; from the end where it is negative. */
function fieldOf(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return /^-?\d+$/.test(key) ? (value.at(Number(key)) as unknown) : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
