/** Reads labelled data from files: the table of formats, and the way in. */
import { extname } from "node:path";
import { UsageError } from "../core/errors.ts";
import { asOwn } from "../core/own-code/own-object.ts";
import { csv, tsv } from "./csv.ts";
import { DatasetError, type DatasetFormat, type RawDataset } from "./dataset.ts";
import { json } from "./json.ts";
import { jsonl } from "./jsonl.ts";
import { parquet } from "./parquet.ts";
import { xlsx } from "./xlsx.ts";
import { yaml } from "./yaml.ts";

export { LABEL_COLUMNS } from "./examples/columns.ts";
export { DatasetError, type DatasetFormat, LIMITS, placeOf, type RawDataset, type RawRow } from "./dataset.ts";
export { type ExampleOptions, type Examples, toExamples } from "./examples/examples.ts";
export type { MarkColumns } from "./examples/marks.ts";
export { labelCounts } from "./examples/notices.ts";
export { isDocument, readDocument } from "./documents.ts";
export { datasetFrom } from "./records.ts";
export { readSmallText } from "./parsing/small-text.ts";
export { readYaml, type YamlText } from "./parsing/yaml-text.ts";

/** Every format that `readDataset` knows. */
export const FORMATS: readonly DatasetFormat[] = [csv, tsv, jsonl, json, yaml, parquet, xlsx];

/** The endings of file names that are known, such as `csv, tsv`. */
function endingsOf(formats: readonly DatasetFormat[]): string {
  return formats.flatMap(({ endings }) => endings).join(", ");
}

/**
 * Reads a file of data; the ending of its name says the format.
 * @param options.formats further formats; one with an ending of ours is read in its place
 * @throws DatasetError when the file is missing, of an unknown format, broken, or beyond `LIMITS`
 */
export async function readDataset(
  path: string,
  { formats = [] }: { readonly formats?: readonly DatasetFormat[] } = {},
): Promise<RawDataset> {
  if (!Array.isArray(formats))
    throw new UsageError("formats", `expected a list of dataset formats, got ${String(formats)}`);
  for (const own of formats) asFormat(own);
  const ending = extname(path).toLowerCase();
  const format = [...formats, ...FORMATS].find(({ endings }) => endings.includes(ending));
  if (format === undefined) {
    throw new DatasetError({
      file: path,
      expected: `a file ending in one of ${endingsOf([...FORMATS, ...formats])}`,
      got: ending === "" ? "no ending" : ending,
      remedy: /^\.(?:xls|ods|numbers|gsheet)$/.test(ending)
        ? "Save the sheet as CSV in UTF-8."
        : "Save the rows in one of these formats, and name that file.",
    });
  }
  const read: unknown = await format.read(path);
  return asOwn<RawDataset>(read, path, `rows from the dataset format ${format.name}`, {
    columns: "a list",
    rows: "a list",
  });
}

function asFormat(value: unknown): DatasetFormat {
  return asOwn<DatasetFormat>(value, "formats", "a dataset format", {
    name: "text",
    endings: "a list",
    read: "a function",
  });
}
