/** Parses JSON, and finds where a text stops being JSON and why, in words that a person can act on. */
import { findJsonFault, type JsonProblem } from "./json-fault.ts";

/** What is wrong with a text that should be JSON, and where. */
export class JsonFault extends Error {
  override name = "JsonFault";
  /** Which kind of fault it is, where readers treat one in their own way. */
  readonly kind: JsonProblem["kind"];
  /** From 1, both. */
  readonly line: number;
  readonly column: number;
  /** What to do about it. */
  readonly remedy: string | undefined;

  constructor({ kind, got, remedy }: JsonProblem, line: number, column: number) {
    super(got);
    this.kind = kind;
    this.line = line;
    this.column = column;
    this.remedy = remedy;
  }
}

/**
 * The value of a JSON text.
 * @param firstLine the line of the file on which the text begins, from 1
 * @throws JsonFault for the first thing that is wrong
 */
export function parseJson(text: string, firstLine = 1): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const problem = findJsonFault(text) ?? {
      kind: "other" as const,
      position: 0,
      got: error instanceof Error ? error.message : String(error),
    };
    const { line, column } = placeIn(text, problem.position);
    throw new JsonFault(problem, firstLine + line - 1, column);
  }
}

function placeIn(text: string, position: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < position; at = text.indexOf("\n", at + 1)) {
    line += 1;
    start = at + 1;
  }
  return { line, column: position - start + 1 };
}
