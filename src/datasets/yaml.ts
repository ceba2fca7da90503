/** YAML: a list of mappings, or a mapping that holds one under `data` or `rows`. */
import { type Document, isMap, isNode, isSeq, type ParsedNode } from "yaml";
import { DatasetError, type DatasetFormat, LIMITS } from "./dataset.ts";
import { fromItems, listIn } from "./records.ts";
import { readText } from "./parsing/text.ts";
import { parseYaml, YamlFault, type YamlText } from "./parsing/yaml-text.ts";

/** Nodes that the aliases of one anchor may stand for. */
const MAX_ALIASES = 1000;

export const yaml: DatasetFormat = {
  name: "YAML",
  about: "a list of mappings, or one under `data` or `rows`",
  endings: [".yaml", ".yml"],
  read: async (path) => {
    const { document, value, lineAt } = parsed(await readText(path, LIMITS.yamlBytes), path);
    const starts = startsOfRows(document);
    const rows = listIn(value, path);
    return fromItems(
      rows.map((row, i) => (starts[i] === undefined ? { value: row } : { value: row, line: lineAt(starts[i]) })),
      path,
    );
  },
};

/** The value of a YAML file. Throws `DatasetError`. */
export async function readYamlFile(path: string): Promise<unknown> {
  return parsed(await readText(path, LIMITS.yamlBytes), path).value;
}

function parsed(text: string, file: string): YamlText {
  try {
    return parseYaml(text, MAX_ALIASES);
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    const { line, column, message: got, remedy } = error;
    throw new DatasetError({
      file,
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
      expected: "valid YAML",
      got,
      ...(remedy !== undefined && { remedy }),
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
