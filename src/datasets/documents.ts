/** Reads files of nested values, which are no rows of text: JSON, JSON lines and YAML. */
import { extname } from "node:path";
import { DatasetError } from "./dataset.ts";
import { json, readJson } from "./json.ts";
import { jsonl, readJsonLines } from "./jsonl.ts";
import { readYamlFile, yaml } from "./yaml.ts";

const READERS = [
  { format: json, read: readJson },
  { format: jsonl, read: readJsonLines },
  { format: yaml, read: readYamlFile },
];

/** Whether the ending of a path says that `readDocument` reads it. */
export function isDocument(path: string): boolean {
  return readerOf(path) !== undefined;
}

/**
 * The value of a file, as it is written there; of JSON lines, the list of the lines' values.
 * @throws DatasetError when the file is missing, of another format, broken, or beyond `LIMITS`
 */
export async function readDocument(path: string): Promise<unknown> {
  const reader = readerOf(path);
  if (reader !== undefined) return reader.read(path);
  const known = READERS.flatMap(({ format }) => format.endings).join(", ");
  throw new DatasetError({
    file: path,
    expected: `a file ending in one of ${known}`,
    got: extname(path) || "no ending",
  });
}

function readerOf(path: string): (typeof READERS)[number] | undefined {
  const ending = extname(path).toLowerCase();
  return READERS.find(({ format }) => format.endings.includes(ending));
}
