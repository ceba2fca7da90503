/** JSON: a list of objects, or an object that holds one under `data` or `rows`. */
import { DatasetError, type DatasetFormat, LIMITS } from "./dataset.ts";
import { JsonFault, parseJson } from "./parsing/json-text.ts";
import { datasetFrom, listIn } from "./records.ts";
import { readText } from "./parsing/text.ts";

export const json: DatasetFormat = {
  name: "JSON",
  about: "a list of objects, or one under `data` or `rows`",
  endings: [".json"],
  read: async (path) => datasetFrom(path, listIn(await readJson(path), path)),
};

/** The value of a JSON file. Throws `DatasetError`. */
export async function readJson(path: string): Promise<unknown> {
  return parse(await readText(path, LIMITS.jsonBytes), path);
}

function parse(text: string, file: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const { kind, line, column, message: got, remedy } = error;
    if (text.trim() === "")
      throw new DatasetError({ file, expected: "a list of objects", got: "an empty file", remedy: "Add rows." });
    const several = { expected: "one JSON document", got: "another one after it" };
    throw new DatasetError({
      file,
      line,
      column,
      ...(kind === "second" ? several : { expected: "valid JSON", got }),
      ...(kind === "second" ? { remedy: remedyForSeveral(text) } : remedy !== undefined && { remedy }),
    });
  }
}

function remedyForSeveral(text: string): string {
  const [first = ""] = text.trimStart().split("\n", 1);
  try {
    JSON.parse(first);
    return "These are JSON lines: name the file .jsonl.";
  } catch {
    return "Put the objects into one list: [ {...}, {...} ].";
  }
}
