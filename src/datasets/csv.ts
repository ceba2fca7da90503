/** Comma-separated values (RFC 4180, leniently): a header line, then one row a record. Also tab-separated. */
import { type CsvError, parse } from "csv-parse/sync";
import { columnName } from "../core/template.ts";
import { DatasetError, type DatasetFormat, glimpse, LIMITS, type RawDataset, type RawRow } from "./dataset.ts";
import { tooLong, tooManyColumns, tooManyRows } from "./records.ts";
import { checkLines, readText, tooLongLine } from "./text.ts";

/** The delimiter is what a first line such as `sep=;` says, or whichever of comma, semicolon, tab and | the header line has most of. */
export const csv: DatasetFormat = {
  name: "CSV",
  about: "comma-separated values",
  endings: [".csv"],
  read: async (path) => {
    const text = await readText(path);
    checkLines(text, path);
    const { named, rest } = separatorLine(text);
    return parseDelimited(rest, named ?? guessDelimiter(rest), path, named === undefined ? 0 : 1);
  },
};

export const tsv: DatasetFormat = {
  name: "TSV",
  about: "tab-separated values",
  endings: [".tsv", ".tab"],
  read: async (path) => {
    const text = await readText(path);
    checkLines(text, path);
    const { named, rest } = separatorLine(text);
    return parseDelimited(rest, named ?? "\t", path, named === undefined ? 0 : 1);
  },
};

/** Spreadsheet programs write a first line `sep=;`, bare or in quotes, to name the delimiter; it is no row. */
function separatorLine(text: string): { readonly named: string | undefined; readonly rest: string } {
  const found = /^(?:sep=([^\r\n"])|"sep=([^\r\n"])")[ \t;,]*(?:\r\n|\n|\r)/i.exec(text);
  return found === null
    ? { named: undefined, rest: text }
    : { named: found[1] ?? found[2], rest: text.slice(found[0].length) };
}

function guessDelimiter(text: string): string {
  const header = /^\s*(.*)/.exec(text)![1]!.replace(/"[^"]*"/g, "");
  const counts = [",", ";", "\t", "|"].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counts.reduce((most, next) => (next.count > most.count ? next : most)).delimiter;
}

/** @param above lines of the file above the text */
function parseDelimited(text: string, delimiter: string, file: string, above: number): RawDataset {
  const rows: RawRow[] = [];
  let header: string[] | undefined;
  let nameless: number[] = [];
  const lost = new Set<number>();
  let next = 1 + above;
  let overcounted = 0;
  const take = (record: string[], reached: number): null => {
    const { breaks, pairs } = lineBreaks(record);
    const line = above + reached - overcounted - breaks;
    overcounted += pairs;
    next = above + reached - overcounted + 1;
    if (header === undefined) {
      header = checkedHeader(record, file, line);
      // The first one is the row number that data frames write.
      nameless = [...header.keys()].filter((i) => i > 0 && header![i] === "");
    } else if (rows.length === LIMITS.rows) throw tooManyRows({ file, line });
    else {
      rows.push({ fields: fieldsOf(record, header, { file, line }, delimiter), line });
      for (const i of nameless) if (record[i]!.trim() !== "") lost.add(i);
    }
    return null;
  };
  try {
    parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: LIMITS.rowBytes,
      on_record: (record: string[], context) => take(record, context.lines),
    });
  } catch (error) {
    throw error instanceof DatasetError ? error : syntaxError(error as CsvError, file, next);
  }
  if (header === undefined)
    throw new DatasetError({
      file,
      expected: "a header line with the names of the columns",
      got: "an empty file",
      remedy: "Add a header line and rows, or name another file.",
    });
  const columns = header.filter((name) => name !== "");
  if (lost.size === 0) return { file, columns, rows };
  const places = [...lost].toSorted((a, b) => a - b).map(ordinal);
  const notice = `Columns with values and no name are left out (the ${places.join(", ")} of ${file}): name them in the header line to use them.`;
  return { file, columns, rows, notices: [notice] };
}

/** The parser counts a Windows line break inside quotes as two lines; `pairs` are to be taken off again. */
function lineBreaks(record: readonly string[]): { breaks: number; pairs: number } {
  let breaks = 0;
  let pairs = 0;
  for (const value of record) {
    if (!value.includes("\n") && !value.includes("\r")) continue;
    breaks += value.match(/[\r\n]/g)!.length;
    pairs += value.split("\r\n").length - 1;
  }
  return { breaks, pairs };
}

function checkedHeader(record: readonly string[], file: string, line: number): string[] {
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

function ordinal(index: number): string {
  const number = index + 1;
  const teen = number % 100 > 10 && number % 100 < 14;
  return `${number}${(teen ? undefined : ["th", "st", "nd", "rd"][number % 10]) ?? "th"}`;
}

/** Columns without a name, such as the row numbers that data frames write, are left out: no prompt can name them. */
function fieldsOf(
  record: readonly string[],
  header: readonly string[],
  place: { readonly file: string; readonly line: number },
  delimiter: string,
): Record<string, string> {
  if (record.length !== header.length) throw ragged(record, header, place, delimiter);
  const entries: [string, string][] = [];
  for (const [i, name] of header.entries()) {
    const value = record[i]!;
    if (value.length > LIMITS.valueLength) throw tooLong(place, name, value.length);
    if (name !== "") entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}

function ragged(
  record: readonly string[],
  header: readonly string[],
  place: { readonly file: string; readonly line: number },
  delimiter: string,
): DatasetError {
  const shown = delimiter === "\t" ? "a tab" : `“${delimiter}”`;
  return new DatasetError({
    ...place,
    expected: `${header.length} values, as in the header (${glimpse(header.join(", "))})`,
    got: `${record.length}`,
    remedy: `Put values with ${shown} or a line break in double quotes.`,
  });
}

function syntaxError(error: CsvError, file: string, line: number): DatasetError {
  if (error.code === "CSV_QUOTE_NOT_CLOSED") {
    return new DatasetError({
      file,
      line,
      expected: "a closing double quote",
      got: "the end of the file",
      remedy: 'Close the value, or write a quote inside quotes as "".',
    });
  }
  if (error.code === "CSV_MAX_RECORD_SIZE")
    return tooLongLine(file, line, "Look for a double quote that is never closed.");
  return new DatasetError({ file, line, expected: "a row", got: error.message });
}
