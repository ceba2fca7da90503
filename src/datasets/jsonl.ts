/** JSON lines: one JSON object a line. */
import { DatasetError, type DatasetFormat, glimpse, LIMITS } from "./dataset.ts";
import { fromItems, type Item } from "./records.ts";
import { readText, tooLongLine } from "./text.ts";

export const jsonl: DatasetFormat = {
  name: "JSON lines",
  extensions: [".jsonl", ".ndjson"],
  read: async (path) => fromItems(itemsIn(await readText(path), path), path),
};

function* itemsIn(text: string, file: string): Generator<Item> {
  let line = 0;
  for (let start = 0; start < text.length;) {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    line += 1;
    if (end - start > LIMITS.rowBytes) throw tooLongLine(file, line, "Put each row on a line of its own.");
    const source = text.slice(start, end).trim();
    start = end + 1;
    if (source !== "") yield { value: parse(source, file, line), line };
  }
}

function parse(source: string, file: string, line: number): unknown {
  try {
    return JSON.parse(source);
  } catch {
    const remedy =
      line === 1 && /^[[{]$/.test(source) ? "This looks like one JSON document: name the file .json." : undefined;
    throw new DatasetError({
      file,
      line,
      expected: "one JSON object on the line",
      got: glimpse(source),
      ...(remedy === undefined ? {} : { remedy }),
    });
  }
}
