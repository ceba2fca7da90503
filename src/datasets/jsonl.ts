/** JSON lines: one JSON object a line. */
import { DatasetError, type DatasetFormat, glimpse, LIMITS } from "./dataset.ts";
import { JsonFault, parseJson } from "./parsing/json-text.ts";
import { fromItems, type Item } from "./records.ts";
import { readText, tooLongLine } from "./parsing/text.ts";

export const jsonl: DatasetFormat = {
  name: "JSON lines",
  about: "one JSON object a line",
  endings: [".jsonl", ".ndjson"],
  read: async (path) => fromItems(itemsIn(await readText(path), path), path),
};

/** The values of a JSON lines file, in order. Throws `DatasetError`. */
export async function readJsonLines(path: string): Promise<unknown[]> {
  return Array.from(itemsIn(await readText(path), path), ({ value }) => value);
}

function* itemsIn(text: string, file: string): Generator<Item> {
  let line = 0;
  for (let start = 0; start < text.length;) {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    line += 1;
    if (end - start > LIMITS.rowBytes) throw tooLongLine(file, line, "Put each row on a line of its own.");
    const whole = text.slice(start, end);
    const source = whole.trim();
    const indent = whole.length - whole.trimStart().length;
    start = end + 1;
    if (source !== "") yield { value: parse(source, indent, file, line), line };
  }
}

function parse(source: string, indent: number, file: string, line: number): unknown {
  try {
    return parseJson(source, line);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const { kind, column, message, remedy } = error;
    const goesOn = kind === "end" && /^[[{]/.test(source);
    throw new DatasetError({
      file,
      line,
      column: column + indent,
      expected: "one JSON object on the line",
      ...(goesOn ? unfinished(source, line) : { got: message, ...(remedy !== undefined && { remedy }) }),
    });
  }
}

/** A value that continues below: JSON that is laid out over lines, or a line that was cut. */
function unfinished(source: string, line: number): { readonly got: string; readonly remedy: string } {
  const got = `${glimpse(source)}, which does not end on its line`;
  if (line === 1 && source.startsWith("["))
    return { got, remedy: "This looks like one JSON list: name the file .json." };
  return { got, remedy: "Write each object on one line, as `jq -c . old.json > new.jsonl` does." };
}
