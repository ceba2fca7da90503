/** Comma-separated values (RFC 4180, leniently): a header line, then one row a record. Also tab-separated. */
import { type CsvError, parse } from "csv-parse/sync";
import { checkedHeader, guessDelimiter, headerNotices, ordinal, separatorLine } from "./csv-header.ts";
import { DatasetError, type DatasetFormat, glimpse, LIMITS, type RawDataset, type RawRow } from "./dataset.ts";
import { tooLong, tooManyRows } from "./records.ts";
import { checkLines, readText, tooLongLine } from "./parsing/text.ts";

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
  const places = [...lost].toSorted((a, b) => a - b).map(ordinal);
  const notices = [
    ...(lost.size === 0
      ? []
      : [
          `Columns with values and no name are left out (the ${places.join(", ")} of ${file}): name them in the header line to use them.`,
        ]),
    ...headerNotices(columns, rows, file),
  ];
  return { file, columns, rows, ...(notices.length > 0 && { notices }) };
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
