/** JSON: a list of objects, or an object that holds one under `data` or `rows`. */
import { DatasetError, type DatasetFormat, LIMITS } from "./dataset.ts";
import { datasetFrom, listIn } from "./records.ts";
import { readText } from "./text.ts";

export const json: DatasetFormat = {
  name: "JSON",
  extensions: [".json"],
  read: async (path) => datasetFrom(path, listIn(parse(await readText(path, LIMITS.jsonBytes), path), path)),
};

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /at position (\d+)/.exec(message)?.[1];
    const line = position === undefined ? undefined : text.slice(0, Number(position)).split("\n").length;
    throw new DatasetError({
      file,
      ...(line === undefined ? {} : { line }),
      expected: "valid JSON",
      got: message.replace(/ in JSON at position.*$/, ""),
    });
  }
}
