/** Parses YAML that may mean harm: bounded in depth and in aliases, without tags of other languages, in linear time. */
import {
  type Document,
  isAlias,
  isCollection,
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
      Node(_, node, above) {
        const problem = problemOf(node, above);
        if (problem !== undefined) throw fault(problem.what, problem.at?.range?.[0]);
      },
    });
  } catch (caught) {
    throw caught instanceof RangeError ? new YamlFault("nesting too deep to read") : caught;
  }
  return { document, value: valueOf(document, maxAliases), lineAt: (position) => lines.linePos(position).line };
}

interface Problem {
  readonly what: string;
  readonly at?: Node | undefined;
}

function problemOf(node: Node, above: readonly unknown[]): Problem | undefined {
  if (isAlias(node)) {
    const within = above.some((one) => isCollection(one) && one.anchor === node.source);
    return within ? { what: "a value that contains itself", at: node } : undefined;
  }
  if (node.tag !== undefined && !PLAIN_TAGS.has(node.tag))
    return { what: "a tag that is not one of plain data", at: node };
  return isMap(node) ? wrongKey(node) : undefined;
}

/** A key that cannot be a name, or that stands twice. */
function wrongKey({ items }: YAMLMap): Problem | undefined {
  const names = new Set<string>();
  for (const { key } of items) {
    if (!isScalar(key)) return { what: "a name that is not plain text", at: isNode(key) ? key : undefined };
    const name = String(key.value);
    if (names.has(name)) return { what: "Map keys must be unique", at: key };
    names.add(name);
  }
  return undefined;
}

function valueOf(document: Document, maxAliases: number): unknown {
  try {
    return document.toJS({ maxAliasCount: maxAliases });
  } catch (caught) {
    if (caught instanceof RangeError) throw new YamlFault("nesting too deep to read");
    // This is what the package throws for aliases.
    if (!(caught instanceof ReferenceError)) throw caught;
    const tooMany = caught.message.startsWith("Excessive");
    throw new YamlFault(tooMany ? `aliases that stand for more than ${maxAliases} nodes` : caught.message);
  }
}

/** Text of nothing but faults makes an error of each character: without their stack traces that takes a tenth of the memory. */
function parsed(text: string, lineCounter: LineCounter): Document.Parsed {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    // The parser compares every key with every other one; `wrongKey` looks at each once.
    return parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false, logLevel: "error" });
  } finally {
    Error.stackTraceLimit = before;
  }
}
