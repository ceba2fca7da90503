/** The variables of a test as rows of text: files are read, lists make one row for each value, objects become dotted names. */
import { relative, isAbsolute, resolve } from "node:path";
import { fillTemplate, placeholdersIn } from "../../core/prompt/template.ts";
import { isDocument, readDocument, readSmallText } from "../../datasets/index.ts";
import { filesOf, notFollowed, pathIn, type Place } from "./files.ts";
import { isObject } from "../../core/values/is-object.ts";
import { isText } from "./values.ts";

export type Row = Readonly<Record<string, string>>;

/** Why a test cannot be rows. */
export type NoRow = "a variable names a file that is not read" | "its lists make more than 1000 rows";

/** Most rows that the lists of one test may make. */
const MOST_ROWS = 1000;

/** Most levels of an object that become names. */
const MOST_LEVELS = 5;

/**
 * @param fromTable whether values are data, which name no file and hold no template
 * @returns one row for each combination of the values of lists, as promptfoo asks them
 */
export async function rowsOf(
  vars: Readonly<Record<string, unknown>>,
  fromTable: boolean,
  place: Place,
): Promise<readonly Row[] | NoRow> {
  let rows: [string, string][][] = [[]];
  for (const [name, value] of Object.entries(vars)) {
    const values = fromTable ? [String(value)] : await valuesOf(value, place);
    if (values === undefined) return "a variable names a file that is not read";
    if (rows.length * values.length > MOST_ROWS) return "its lists make more than 1000 rows";
    rows = rows.flatMap((row) => values.map((one): [string, string][] => [...row, ...named(name, one, 0)]));
  }
  const plain = rows.map((row): Row => Object.fromEntries(row));
  return fromTable ? plain : plain.map(filledFromEachOther);
}

/** The values of a variable, one or several; undefined when it names a file that is not read. */
async function valuesOf(value: unknown, place: Place): Promise<readonly unknown[] | undefined> {
  if (Array.isArray(value)) {
    const parts = await Promise.all(
      value.map((one) => (Array.isArray(one) ? [JSON.stringify(one)] : valuesOf(one, place))),
    );
    return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
  }
  if (typeof value !== "string" || !value.startsWith("file://")) return [value];
  if (!isTextFile(value) || notFollowed(value) !== undefined) return undefined;
  const files = await filesOf(value, place, "vars");
  // What a variable names goes to a model, so it must lie next to the config.
  if (files.some((file) => !isWithin(file, place.folder))) return undefined;
  return Promise.all(
    files.map(async (file) => (isDocument(file) ? textOf(await readDocument(file)) : readSmallText(file))),
  );
}

function isTextFile(reference: string): boolean {
  return isDocument(pathIn(reference)) || /\.(?:txt|md|markdown|html?|xml|csv|tsv|log|eml)$/i.test(reference);
}

function isWithin(file: string, folder: string): boolean {
  const way = relative(resolve(folder), file);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}

function textOf(value: unknown): string {
  return isText(value) ? String(value) : (JSON.stringify(value) ?? "");
}

/** The columns of a variable: an object has one for each of its members, `{{user.name}}`. */
function named(name: string, value: unknown, level: number): [string, string][] {
  if (!isObject(value) || level === MOST_LEVELS) return [[name, value === null ? "" : textOf(value)]];
  return Object.entries(value).flatMap(([key, inner]) => named(`${name}.${key}`, inner, level + 1));
}

/** Values that name other variables of the test, and nothing else in braces, are filled from them, once. */
function filledFromEachOther(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const names = placeholdersIn(value);
      const known = names.length > 0 && names.every((one) => one !== name && Object.hasOwn(row, one));
      return [name, known ? fillTemplate(value, row) : value];
    }),
  );
}
