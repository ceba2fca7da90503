/** Parses YAML that may mean harm: bounded in depth and in aliases, without tags of other languages, in linear time. */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
} from "yaml";

/** Tags that stand for the plain values of JSON. */
const PLAIN_TAGS: ReadonlySet<string> = new Set(
  ["map", "seq", "str", "int", "float", "bool", "null"].map((name) => `tag:yaml.org,2002:${name}`),
);

/** What is wrong with a text, and where. */
export class YamlFault extends Error {
  override name = "YamlFault";
  /** From 1, both; undefined where no place is at fault. */
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(problem: string, place?: { readonly line: number; readonly col: number }) {
    super(problem);
    this.line = place?.line;
    this.column = place?.col;
  }
}

/** A text as it was read. */
export interface YamlText {
  readonly document: Document.Parsed;
  /** Plain objects, lists, texts, numbers, booleans and null. */
  readonly value: unknown;
  /** From 1, of a position in the text. */
  lineAt(position: number): number;
}

/**
 * Reads one document.
 * @param maxAliases nodes that the aliases of one anchor may stand for, so that a small text cannot fill the memory
 * @throws YamlFault for the first thing that is wrong
 */
export function parseYaml(text: string, maxAliases: number): YamlText {
  const lines = new LineCounter();
  const document = parsed(text, lines);
  const fault = (problem: string, position: number | undefined): YamlFault =>
    new YamlFault(problem, position === undefined ? undefined : lines.linePos(position));
  const [error] = document.errors;
  if (error?.code === "RESOURCE_EXHAUSTION") throw new YamlFault("nesting too deep to read");
  // What the parser quotes may be half a key.
  if (error !== undefined) throw fault(error.message.replace(/: ".*$/s, ""), error.pos[0]);
  try {
    visit(document, {
      Node(_, node) {
        if (!isPlain(node)) throw fault("a tag that is not one of plain data", node.range?.[0]);
        const key = isMap(node) ? wrongKey(node) : undefined;
        if (key !== undefined) throw fault(key.problem, key.node?.range?.[0]);
      },
    });
    return {
      document,
      value: document.toJS({ maxAliasCount: maxAliases }),
      lineAt: (position) => lines.linePos(position).line,
    };
  } catch (caught) {
    if (caught instanceof RangeError) throw new YamlFault("nesting too deep to read");
    if (caught instanceof ReferenceError) {
      throw new YamlFault(
        caught.message.startsWith("Excessive")
          ? `aliases that stand for more than ${maxAliases} nodes`
          : caught.message,
      );
    }
    throw caught;
  }
}

/** Text of nothing but faults makes an error of each character: without their stack traces that takes a tenth of the memory. */
function parsed(text: string, lineCounter: LineCounter): Document.Parsed {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    // The parser compares every key with every other one; `wrongKey` does it in one pass.
    return parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false, logLevel: "error" });
  } finally {
    Error.stackTraceLimit = before;
  }
}

function isPlain(node: Node): boolean {
  return isAlias(node) || node.tag === undefined || PLAIN_TAGS.has(node.tag);
}

/** A key that cannot be a name, or that stands twice. */
function wrongKey({ items }: YAMLMap): { readonly problem: string; readonly node: Node | undefined } | undefined {
  const names = new Set<string>();
  for (const { key } of items) {
    if (!isScalar(key)) return { problem: "a name that is not plain text", node: isNode(key) ? key : undefined };
    const name = String(key.value);
    if (names.has(name)) return { problem: "Map keys must be unique", node: key };
    names.add(name);
  }
  return undefined;
}
