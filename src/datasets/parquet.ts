/** Parquet files, such as data sets of the Hugging Face hub; class labels of a data set become their names. */
import { isObject } from "../core/values/is-object.ts";
import { DatasetError, type DatasetFormat, LIMITS, type RawDataset } from "./dataset.ts";
import { fromItems, tooManyRows, type Item } from "./records.ts";
import { readBytes } from "./parsing/text.ts";

export const parquet: DatasetFormat = {
  name: "Parquet",
  about: "columns of values, as the Hugging Face hub has them",
  endings: [".parquet"],
  read: readParquet,
};

async function readParquet(path: string): Promise<RawDataset> {
  const bytes = await readBytes(path);
  // Loaded here, since most people read other formats.
  const [{ parquetMetadata, parquetReadObjects }, { compressors }] = await Promise.all([
    import("hyparquet"),
    import("hyparquet-compressors"),
  ]);
  try {
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const metadata = parquetMetadata(file);
    if (metadata.num_rows > LIMITS.rows) throw tooManyRows({ file: path });
    const names = classNames(metadata.key_value_metadata ?? []);
    const rows = await parquetReadObjects({ file, metadata, compressors });
    return fromItems(itemsOf(rows, names), path);
  } catch (error) {
    if (error instanceof DatasetError) throw error;
    throw new DatasetError({
      file: path,
      expected: "a Parquet file",
      got: `one that cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      remedy: "Write it again, or save the rows as JSON lines.",
    });
  }
}

function* itemsOf(
  rows: readonly Record<string, unknown>[],
  names: ReadonlyMap<string, readonly string[]>,
): Generator<Item> {
  for (const row of rows)
    yield {
      value: Object.fromEntries(
        Object.entries(row).map(([column, value]) => [column, named(plain(value), names.get(column))]),
      ),
    };
}

/** A value as JSON has it: whole numbers of 64 bits and dates are written out. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plain);
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
  return value;
}

function named(value: unknown, names: readonly string[] | undefined): unknown {
  if (names === undefined) return value;
  // The hub writes -1 for a row without a label.
  return typeof value === "number" ? (names[value] ?? null) : value;
}

/** The names of class labels by column, as the library `datasets` writes them into the file. */
function classNames(
  metadata: readonly { readonly key: string; readonly value?: string }[],
): Map<string, readonly string[]> {
  const written = metadata.find(({ key }) => key === "huggingface")?.value;
  const found = new Map<string, readonly string[]>();
  try {
    const { info } = JSON.parse(written ?? "{}") as { info?: { features?: Record<string, unknown> } };
    for (const [column, feature] of Object.entries(info?.features ?? {}))
      if (isObject(feature) && feature["_type"] === "ClassLabel" && Array.isArray(feature["names"]))
        found.set(column, feature["names"].map(String));
  } catch {
    // What another tool wrote under this key says nothing of labels.
  }
  return found;
}
