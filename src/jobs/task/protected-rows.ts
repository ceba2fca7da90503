/** Which rows are protected: those that a column marks, or that a list names. */
import { UsageError } from "../../core/errors.ts";
import type { Example } from "../../core/example.ts";
import { nearestIs } from "../../core/values/near-name.ts";
import { oneLine } from "../../core/values/words.ts";

/** A column that marks protected rows, or a list of ids of rows. */
export type ProtectOption = string | readonly (string | number)[];

/** How a column marks a row, and how it does not, in lower case. */
const YES: readonly string[] = ["true", "yes", "1"];
const NO: readonly string[] = ["", "false", "no", "0", "null"];

/**
 * Tells protected rows from others.
 * @param idColumn the column by which the data names its rows
 * @throws UsageError when there is no such column or row, or nobody can tell whether a row is marked
 */
export function protectedBy(
  option: ProtectOption | undefined,
  rows: readonly Example[],
  idColumn: string | undefined,
  placeOf: (id: string) => string | undefined,
): (example: Example) => boolean {
  if (option === undefined) return () => false;
  const ids = typeof option === "string" ? markedIn(option, rows, placeOf) : namedIn(option, rows, idColumn);
  return ({ id }) => ids.has(id);
}

function markedIn(
  column: string,
  rows: readonly Example[],
  placeOf: (id: string) => string | undefined,
): ReadonlySet<string> {
  const columns = [...new Set(rows.flatMap(({ fields }) => Object.keys(fields)))];
  if (!columns.includes(column))
    throw new UsageError(
      "protect",
      `there is no column “${column}”${nearestIs(column, columns)}`,
      `Columns: ${columns.join(", ")}. For rows by their ids, give a list.`,
    );
  const marked = rows.filter(({ id, fields }) => {
    const written = fields[column] ?? "";
    const value = written.trim().toLowerCase();
    if (YES.includes(value) || NO.includes(value)) return YES.includes(value);
    throw new UsageError(
      placeOf(id) ?? "protect",
      `expected ${YES.join(", ")} or ${NO.filter((one) => one !== "").join(", ")} in the column ${column}, got “${oneLine(written, 40)}”`,
    );
  });
  if (marked.length === 0)
    throw new UsageError("protect", `the column ${column} marks no row`, "Mark rows with true, or leave protect out.");
  return new Set(marked.map(({ id }) => id));
}

function namedIn(
  names: readonly (string | number)[],
  rows: readonly Example[],
  idColumn: string | undefined,
): ReadonlySet<string> {
  const byName = new Map(rows.map(({ id, fields }) => [idColumn === undefined ? id : (fields[idColumn] ?? id), id]));
  const ids = new Set(rows.map(({ id }) => id));
  return new Set(
    names.map(String).map((name) => {
      const found = byName.get(name) ?? (ids.has(name) ? name : undefined);
      if (found !== undefined) return found;
      throw new UsageError(
        "protect",
        `there is no row “${name}”${nearestIs(name, byName.keys())}`,
        idColumn === undefined
          ? "No column names the rows: give the data an id column, or name a column that marks the protected rows."
          : `Rows are named by the column ${idColumn}. A row that repeats another one, or has no right answer, is left out.`,
      );
    }),
  );
}
