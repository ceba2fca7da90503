/** YAML: a list of mappings, or a mapping that holds one under `data` or `rows`. */
import { type Document, isMap, isNode, isSeq, LineCounter, type ParsedNode, parseDocument } from "yaml";
import { DatasetError, type DatasetFormat, LIMITS } from "./dataset.ts";
import { fromItems, listIn } from "./records.ts";
import { readText } from "./text.ts";

/** Nodes that the aliases of one anchor may stand for, so that a small file cannot fill the memory. */
const MAX_ALIASES = 1000;

export const yaml: DatasetFormat = {
  name: "YAML",
  extensions: [".yaml", ".yml"],
  read: async (path) => {
    const lines = new LineCounter();
    const document = parseDocument(await readText(path, LIMITS.yamlBytes), { lineCounter: lines, prettyErrors: false });
    const error = document.errors[0];
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      throw new DatasetError({ file: path, line, expected: "valid YAML", got: `at column ${col}: ${error.message}` });
    }
    const starts = startsOfRows(document);
    const rows = listIn(plain(document, path), path);
    return fromItems(
      rows.map((value, i) => (starts[i] === undefined ? { value } : { value, line: lines.linePos(starts[i]).line })),
      path,
    );
  },
};

function plain(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    throw new DatasetError({
      file,
      expected: `aliases that stand for at most ${MAX_ALIASES} nodes`,
      got,
      remedy: "Write the values out.",
    });
  }
}

/** Where in the text each row starts, as far as the list of rows is found where `listIn` finds it. */
function startsOfRows(document: Document.Parsed): (number | undefined)[] {
  const root = document.contents;
  const list = isMap<ParsedNode>(root)
    ? [root.get("data", true), root.get("rows", true)].find((node) => isSeq(node))
    : root;
  if (!isSeq<ParsedNode>(list)) return [];
  return list.items.map((item) => (isNode(item) ? item.range?.[0] : undefined));
}
