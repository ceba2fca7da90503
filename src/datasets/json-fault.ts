/** Finds the first fault of a text that a JSON parser refused: a scanner without recursion, in linear time. */
import { glimpse } from "./dataset.ts";

/** The first thing that is wrong with a JSON text. */
export interface JsonProblem {
  /** `end`: the text stops too early. `second`: another value follows the first. */
  readonly kind: "end" | "second" | "other";
  /** Where it is, from 0. */
  readonly position: number;
  readonly got: string;
  readonly remedy?: string;
}

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
const WORD = /[+-]?[\p{L}\p{N}_$.+-]+/uy;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** Words of other languages, and what JSON writes for them. */
const FOREIGN: Readonly<Record<string, string>> = {
  NaN: "null",
  nan: "null",
  Infinity: "null",
  "-Infinity": "null",
  None: "null",
  undefined: "null",
  NULL: "null",
  True: "true",
  False: "false",
  TRUE: "true",
  FALSE: "false",
};

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
  const right = Object.hasOwn(FOREIGN, word) ? FOREIGN[word] : undefined;
  if (right !== undefined)
    return {
      kind: "other",
      position: at,
      got: `${word}, which JSON does not have`,
      remedy: `Write ${right} in its place${right === "null" ? "; in Python, json.dumps(..., allow_nan=False) finds such values" : ""}.`,
    };
  if (text[at] === "'" || text[at] === "“" || text[at] === "‘")
    return { kind: "other", position: at, got: `a text in ${text[at]} quotes`, remedy: 'Use double quotes: "text".' };
  return { kind: "other", position: at, got: `${shown(text, at)} where a value belongs` };
}

function wordAt(text: string, at: number): string {
  WORD.lastIndex = at;
  return WORD.exec(text.slice(0, at + 100))?.[0] ?? "";
}

function shown(text: string, at: number): string {
  const word = wordAt(text, at) || text.slice(at, at + 1);
  return glimpse(word);
}

function wrongKey(text: string, at: number): JsonProblem {
  if (text[at] === ",") return { kind: "other", position: at, got: "a comma with nothing before it" };
  return {
    kind: "other",
    position: at,
    got: `${shown(text, at)} where a name in double quotes belongs`,
    remedy: 'Write names as "name": value.',
  };
}

function wrongText(text: string, end: number): JsonProblem {
  const character = text.charAt(end);
  if (character === "\\")
    return {
      kind: "other",
      position: end,
      got: `${glimpse(text.slice(end, end + 2))} inside a text`,
      remedy: "Write a backslash twice.",
    };
  if (character === "\n" || character === "\r")
    return {
      kind: "other",
      position: end,
      got: "a line break inside a text, or a closing quote that is missing",
      remedy: "Write a line break as \\n, and close every text.",
    };
  return {
    kind: "other",
    position: end,
    got: character === "\t" ? "a tab inside a text" : `the control character ${glimpse(character)} inside a text`,
    remedy: character === "\t" ? "Write a tab as \\t." : "Take it out, or write it as \\u0000 and its like.",
  };
}

function missingComma(text: string, at: number, around: { readonly bracket: "[" | "{" }): JsonProblem {
  if (text[at] === "}" || text[at] === "]")
    return {
      kind: "other",
      position: at,
      got: `“${text[at]}” where ${around.bracket === "{" ? "an object" : "a list"} ends with “${around.bracket === "{" ? "}" : "]"}”`,
    };
  return {
    kind: "other",
    position: at,
    got: `${shown(text, at)} without a comma before it`,
    remedy: 'Put a comma between values; inside a text, write a double quote as \\".',
  };
}

function commentAt(text: string, at: number): JsonProblem | undefined {
  if (text[at] !== "#" && !(text[at] === "/" && (text[at + 1] === "/" || text[at + 1] === "*"))) return undefined;
  return {
    kind: "other",
    position: at,
    got: "a comment, which JSON does not have",
    remedy: "Take comments out, or name the file .yaml: YAML reads JSON with # comments.",
  };
}

function second(text: string, at: number): JsonProblem {
  if (/[,\]}]/.test(text.charAt(at)))
    return { kind: "other", position: at, got: `“${text[at]}” after the end of the document` };
  return commentAt(text, at) ?? { kind: "second", position: at, got: "another value after the end of the first" };
}

function tooShort(
  text: string,
  around: { readonly bracket: "[" | "{"; readonly position: number } | undefined,
): JsonProblem {
  if (around === undefined) return { kind: "end", position: text.length, got: "an empty text" };
  const what = around.bracket === "{" ? "an object" : "a list";
  return { kind: "end", position: around.position, got: `${what} that is never closed` };
}
