/** Restricts replies of a local model to their format by a grammar, and reports when a reply is complete. */
import { z } from "zod";
import type { JsonSchema, ReplyFormat } from "../../core/model.ts";
import type { Grammar, Llama } from "./package.ts";

export interface Hold {
  readonly grammar: Grammar;
  /** The reply, once what was generated so far leaves no other; undefined until then. */
  complete(text: string): string | undefined;
  /** What is wrong with a reply in spite of the grammar: it knows no bounds of numbers and no patterns. */
  fault(reply: string): string | undefined;
}

/** Makes each hold once: formats are shared by thousands of requests. Undefined for plain text. */
export function holder(llama: Llama): (format: ReplyFormat) => Promise<Hold | undefined> {
  const made = new WeakMap<ReplyFormat, Promise<Hold>>();
  return async (format) => {
    if (format.kind === "text") return undefined;
    let hold = made.get(format);
    if (hold === undefined) {
      hold = format.kind === "choice" ? choiceHold(llama, format.choices) : jsonHold(llama, format.schema);
      made.set(format, hold);
    }
    return hold;
  };
}

async function choiceHold(llama: Llama, given: readonly string[]): Promise<Hold> {
  const choices = [...new Set(given)];
  const grammar = await llama.createGrammar({ grammar: `root ::= ${choices.map(literal).join(" | ")}` });
  return {
    grammar,
    // "positive" is certain from its first token on, unless there is "positively" too.
    complete: (text) => {
      const left = choices.filter((choice) => choice.startsWith(text));
      return left.length === 1 ? left[0] : undefined;
    },
    fault: () => undefined,
  };
}

/** A string of GBNF, llama.cpp's language of grammars. */
function literal(text: string): string {
  const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return `"${text.replace(/["\\]/g, "\\$&").replace(/[\n\r\t]/g, (mark) => escapes[mark]!)}"`;
}

async function jsonHold(llama: Llama, schema: JsonSchema): Promise<Hold> {
  const grammar = await llama.createGrammarForJsonSchema(withOneOf(schema));
  const validator = toValidator(schema);
  return {
    grammar,
    // The grammar would go on with line ends; a number may go on until one comes.
    complete: (text) => (/[}\]"\n]$/.test(text) && isJson(text) ? text.trim() : undefined),
    fault: (reply) => {
      if (!isJson(reply)) return undefined;
      const result = validator?.safeParse(JSON.parse(reply));
      return result === undefined || result.success ? undefined : z.prettifyError(result.error);
    },
  };
}

/** The grammar maker passes `anyOf` over and takes `oneOf` for it. */
function withOneOf(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withOneOf);
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key === "anyOf" && Array.isArray(value) ? "oneOf" : key,
      withOneOf(value),
    ]),
  );
}

/** Undefined for a schema with what zod does not know. */
function toValidator(schema: JsonSchema): z.ZodType | undefined {
  try {
    return z.fromJSONSchema(schema);
  } catch {
    return undefined;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
