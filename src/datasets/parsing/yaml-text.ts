/** Parses YAML that may mean harm: bounded in depth and in aliases, without tags of other languages, in linear time. */
import { UsageError } from "../../core/errors.ts";
import { JsonFault, parseJson } from "./json-text.ts";
import { yamlWords, type YamlWords } from "./yaml-faults.ts";
import { problemOf } from "./yaml-nodes.ts";
import { type Document, LineCounter, parseDocument, visit } from "yaml";

/** Nodes that the aliases of one anchor may stand for, in what a person writes: a config, a prompt. */
const MAX_ALIASES = 100;

/** What is wrong with a text, and where. */
export class YamlFault extends Error {
  override name = "YamlFault";
  /** From 1, both; undefined where no place is at fault. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** What to do about it. */
  readonly remedy: string | undefined;

  constructor(problem: string, place?: { readonly line: number; readonly col: number }, remedy?: string) {
    super(problem);
    this.remedy = remedy;
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
  const fault = ({ problem, remedy }: YamlWords, position: number | undefined): YamlFault =>
    new YamlFault(problem, position === undefined ? undefined : lines.linePos(position), remedy);
  const [error] = document.errors;
  if (error?.code === "RESOURCE_EXHAUSTION") throw new YamlFault("nesting too deep to read");
  if (error !== undefined) {
    const open = error.message.startsWith("Missing closing") ? lastQuoted(document) : undefined;
    const at = open ?? error.pos[0];
    const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at + 1);
    // Whatever else the parser makes of it, a tab in the indentation is the cause.
    throw fault(yamlWords(/^ *\t/.test(line) ? "TAB_AS_INDENT" : error.code, error.message), at);
  }
  try {
    visit(document, {
      Node(_, node, above) {
        const problem = problemOf(node, above, (position) => lines.linePos(position).line);
        if (problem !== undefined) throw fault(problem, problem.at?.range?.[0]);
      },
    });
  } catch (caught) {
    throw caught instanceof RangeError ? new YamlFault("nesting too deep to read") : caught;
  }
  return { document, value: valueOf(document, maxAliases), lineAt: (position) => lines.linePos(position).line };
}

/** Where the last text in quotes begins: the one that the end of the file leaves open. */
function lastQuoted(document: Document): number | undefined {
  let start: number | undefined;
  visit(document, {
    Scalar(_, { type, range }) {
      if (type?.startsWith("QUOTE_") === true) start = range?.[0];
    },
  });
  return start;
}

/**
 * Reads one document of a config; of JSON too, which is a part of YAML.
 * @param path what messages call the text; a name that ends in .json has the faults of JSON
 * @param maxAliases nodes that the aliases of one anchor may stand for; default 100
 * @throws UsageError with path, line and column of the first thing that is wrong
 */
export function readYaml(text: string, path: string, maxAliases: number = MAX_ALIASES): YamlText {
  try {
    return parseYaml(text, maxAliases);
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    const isJson = /\.json$/i.test(path);
    const fault = (isJson && jsonFaultOf(text)) || error;
    const { line, column, message, remedy } = fault;
    const place = line === undefined ? path : `${path}:${line}:${column}`;
    const problem = fault === error && isJson ? "this cannot be read" : `this is not valid ${isJson ? "JSON" : "YAML"}`;
    throw new UsageError(place, `${problem}: ${message}`, remedy);
  }
}

/** Why a text is no JSON; undefined where it is. */
function jsonFaultOf(text: string): JsonFault | undefined {
  try {
    parseJson(text);
    return undefined;
  } catch (error) {
    if (error instanceof JsonFault) return error;
    throw error;
  }
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
    return parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false, merge: true, logLevel: "error" });
  } finally {
    Error.stackTraceLimit = before;
  }
}
