/** The first lines of a CSV file: the delimiter, and the names of the columns. */
import { columnName } from "../core/prompt/template.ts";
import { DatasetError, glimpse, LIMITS, type RawRow } from "./dataset.ts";
import { tooManyColumns } from "./records.ts";

/** Spreadsheet programs write a first line `sep=;`, bare or in quotes, to name the delimiter; it is no row. */
export function separatorLine(text: string): { readonly named: string | undefined; readonly rest: string } {
  const found = /^(?:sep=([^\r\n"])|"sep=([^\r\n"])")[ \t;,]*(?:\r\n|\n|\r)/i.exec(text);
  return found === null
    ? { named: undefined, rest: text }
    : { named: found[1] ?? found[2], rest: text.slice(found[0].length) };
}

/** The delimiter that the header line has most of, outside quotes. */
export function guessDelimiter(text: string): string {
  const header = /^\s*(.*)/.exec(text)![1]!.replace(/"[^"]*"/g, "");
  const counts = [",", ";", "\t", "|"].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counts.reduce((most, next) => (next.count > most.count ? next : most)).delimiter;
}

/**
 * The names of the columns, each on one line; "" for a column without one.
 * @throws DatasetError when there is none, too many, or one twice
 */
export function checkedHeader(record: readonly string[], file: string, line: number): string[] {
  // Forms write whole questions, over several lines.
  const header = record.map((name) =>
    columnName(name)
      .trim()
      .replace(/\s*[\r\n]+\s*/g, " "),
  );
  if (header.length > LIMITS.columns) throw tooManyColumns({ file, line }, header.length);
  const places = new Map<string, number>();
  for (const [i, name] of header.entries()) {
    const first = places.get(name);
    if (first !== undefined)
      throw new DatasetError({
        file,
        line,
        expected: "a different name for each column",
        got: `two columns named ${glimpse(name)}, the ${ordinal(first)} and the ${ordinal(i)}`,
        remedy: "Rename one of them in this line; forms that ask one question twice write it twice.",
      });
    if (name !== "") places.set(name, i);
  }
  if (header.every((name) => name === ""))
    throw new DatasetError({
      file,
      line,
      expected: "the names of the columns",
      got: "an empty header line",
      remedy: "Write a name for each column into the first line.",
    });
  return header;
}

/** `1st` for 0, and so on. */
export function ordinal(index: number): string {
  const number = index + 1;
  const teen = number % 100 > 10 && number % 100 < 14;
  return `${number}${(teen ? undefined : ["th", "st", "nd", "rd"][number % 10]) ?? "th"}`;
}

/** Rows that have a column's name as their value from which on the name seems to be a value, too. */
const REPEATS = 2;

/** What a person should know of a header that seems to be a row, since a column's name is a value that repeats in it. */
export function headerNotices(columns: readonly string[], rows: readonly RawRow[], file: string): string[] {
  const name = columns.find((column) => {
    let found = 0;
    return rows.some(({ fields }) => fields[column] === column && ++found >= REPEATS);
  });
  if (name === undefined) return [];
  return [
    `The first line of ${file} seems to be a row: ${glimpse(name)} is a value of that column, too. The line must name the columns.`,
  ];
}
