/** Excel workbooks: the rows of the first sheet, under the names of its first row. */
import { DatasetError, type DatasetFormat, LIMITS, type RawDataset } from "./dataset.ts";
import { fromItems, tooManyRows, type Item } from "./records.ts";
import { readBytes } from "./parsing/text.ts";

export const xlsx: DatasetFormat = {
  name: "Excel",
  about: "the first sheet of a workbook, with the names of its columns in the first row",
  endings: [".xlsx"],
  read: readXlsx,
};

async function readXlsx(path: string): Promise<RawDataset> {
  const bytes = await readBytes(path);
  // Loaded here, since most people read other formats.
  const { default: readSheets } = await import("read-excel-file/node");
  const sheets = await readSheets(Buffer.from(bytes)).catch((error: unknown) => {
    throw new DatasetError({
      file: path,
      expected: "an Excel workbook (.xlsx)",
      got: `one that cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      remedy: "Save the sheet as CSV in UTF-8.",
    });
  });
  const [first, ...others] = sheets;
  const rows = (first?.data ?? []) as unknown[][];
  if (rows.length - 1 > LIMITS.rows) throw tooManyRows({ file: path });
  const names = (rows[0] ?? []).map((name) => (name === null ? "" : textOf(name)));
  const twice = names.find((name, i) => name !== "" && names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new DatasetError({ file: path, line: 1, expected: "columns with different names", got: `“${twice}” twice` });
  const read = fromItems(itemsOf(rows, names), path);
  if (others.length === 0) return read;
  return { ...read, notices: [`${path}: only the first of ${sheets.length} sheets is read, “${first!.sheet}”.`] };
}

/** Rows under the first; those that are empty say nothing. */
function* itemsOf(rows: readonly (readonly unknown[])[], names: readonly string[]): Generator<Item> {
  for (const [index, cells] of rows.entries()) {
    if (index === 0 || cells.every((cell) => cell === null)) continue;
    const entries = cells.flatMap((cell, i): [string, unknown][] =>
      names[i] === undefined || names[i] === "" ? [] : [[names[i], cell instanceof Date ? cell.toISOString() : cell]],
    );
    yield { value: Object.fromEntries(entries), line: index + 1 };
  }
}

function textOf(cell: unknown): string {
  return cell instanceof Date ? cell.toISOString() : String(cell as string | number | boolean).trim();
}
