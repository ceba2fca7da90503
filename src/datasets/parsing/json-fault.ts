/** Finds the first fault of a text that a JSON parser refused: a scanner without recursion, in linear time. */
import {
  commentAt,
  type JsonProblem,
  missingComma,
  second,
  shown,
  tooShort,
  wordAt,
  wrongKey,
  wrongText,
  wrongValue,
} from "./json-words.ts";

export type { JsonProblem } from "./json-words.ts";

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

const QUOTE = 34;
const BACKSLASH = 92;
/** What comes before it controls a terminal, and may not be in a text. */
const SPACE_CODE = 32;

/** What may come next: the scanner's state. */
type Next = "value" | "first-item" | "item" | "first-key" | "key" | "colon" | "after";

/** Undefined when the text is JSON after all. */
export function findJsonFault(text: string): JsonProblem | undefined {
  const open: { readonly bracket: "[" | "{"; readonly position: number }[] = [];
  let next: Next = "value";
  let at = 0;
  let comma = 0;
  const skip = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : -1;
  };
  for (;;) {
    at = skip(SPACE);
    const character = text[at];
    const around = open.at(-1);
    if (next === "after" && around === undefined) return character === undefined ? undefined : second(text, at);
    if (character === undefined) return tooShort(text, around);
    const comment = commentAt(text, at);
    if (comment !== undefined) return comment;
    const closes = character === (around?.bracket === "{" ? "}" : "]") && around !== undefined;
    if (closes && next !== "colon" && next !== "value") {
      if (next === "item" || next === "key")
        return {
          kind: "other",
          position: comma,
          got: `a comma before “${character}”`,
          remedy: "Take the last comma away.",
        };
      open.pop();
      next = "after";
      at += 1;
    } else if (next === "after") {
      if (character !== ",") return missingComma(text, at, around!);
      comma = at;
      next = around!.bracket === "{" ? "key" : "item";
      at += 1;
    } else if (next === "colon") {
      if (character !== ":") return { kind: "other", position: at, got: `${shown(text, at)} where a colon belongs` };
      next = "value";
      at += 1;
    } else if (next === "key" || next === "first-key") {
      if (character !== '"') return wrongKey(text, at);
      const end = endOfText(text, at);
      if (typeof end !== "number") return end;
      next = "colon";
      at = end;
    } else if (character === "{" || character === "[") {
      open.push({ bracket: character, position: at });
      next = character === "{" ? "first-key" : "first-item";
      at += 1;
    } else {
      const end = endOfPlain(text, at);
      if (typeof end !== "number") return end;
      next = "after";
      at = end;
    }
  }
}

/** The end of a text in quotes that begins at a place, or what is wrong with it. */
function endOfText(text: string, start: number): number | JsonProblem {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code < SPACE_CODE) return wrongText(text, at);
    if (code !== BACKSLASH) continue;
    ESCAPE.lastIndex = at;
    if (!ESCAPE.test(text)) return wrongText(text, at);
    at += 1;
  }
  return { kind: "end", position: start, got: "a text whose closing quote is missing" };
}

/** The end of a text, number, true, false or null, or what is wrong with it. */
function endOfPlain(text: string, at: number): number | JsonProblem {
  if (text[at] === '"') return endOfText(text, at);
  NUMBER.lastIndex = at;
  if (NUMBER.test(text)) return NUMBER.lastIndex;
  const word = wordAt(text, at);
  if (word === "true" || word === "false" || word === "null") return at + word.length;
  return wrongValue(text, at, word);
}
