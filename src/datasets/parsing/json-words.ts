/** The words for what is wrong with a JSON text, and what to do about each. */
import { glimpse } from "../dataset.ts";

/** The first thing that is wrong with a JSON text. */
export interface JsonProblem {
  /** `end`: the text stops too early. `second`: another value follows the first. */
  readonly kind: "end" | "second" | "other";
  /** Where it is, from 0. */
  readonly position: number;
  readonly got: string;
  readonly remedy?: string;
}

const WORD = /[+-]?[\p{L}\p{N}_$.+-]+/uy;

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

/** A value that is none. */
export function wrongValue(text: string, at: number, word: string): JsonProblem {
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

/** The letters, digits and signs from a place on, at most a hundred. */
export function wordAt(text: string, at: number): string {
  WORD.lastIndex = at;
  return WORD.exec(text.slice(0, at + 100))?.[0] ?? "";
}

/** What begins at a place, in quotes. */
export function shown(text: string, at: number): string {
  const word = wordAt(text, at) || text.slice(at, at + 1);
  return glimpse(word);
}

/** Something in the place of a name. */
export function wrongKey(text: string, at: number): JsonProblem {
  if (text[at] === ",") return { kind: "other", position: at, got: "a comma with nothing before it" };
  return {
    kind: "other",
    position: at,
    got: `${shown(text, at)} where a name in double quotes belongs`,
    remedy: 'Write names as "name": value.',
  };
}

/** A character that may not be inside a text. */
export function wrongText(text: string, end: number): JsonProblem {
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

/** Something behind a value that is neither a comma nor the end of what is open. */
export function missingComma(text: string, at: number, around: { readonly bracket: "[" | "{" }): JsonProblem {
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

/** A comment that begins at a place; undefined where none does. */
export function commentAt(text: string, at: number): JsonProblem | undefined {
  if (text[at] !== "#" && !(text[at] === "/" && (text[at + 1] === "/" || text[at + 1] === "*"))) return undefined;
  return {
    kind: "other",
    position: at,
    got: "a comment, which JSON does not have",
    remedy: "Take comments out, or name the file .yaml: YAML reads JSON with # comments.",
  };
}

/** More behind the end of the document. */
export function second(text: string, at: number): JsonProblem {
  if (/[,\]}]/.test(text.charAt(at)))
    return { kind: "other", position: at, got: `“${text[at]}” after the end of the document` };
  return commentAt(text, at) ?? { kind: "second", position: at, got: "another value after the end of the first" };
}

/** The end of the text inside of what is open. */
export function tooShort(
  text: string,
  around: { readonly bracket: "[" | "{"; readonly position: number } | undefined,
): JsonProblem {
  if (around === undefined) return { kind: "end", position: text.length, got: "an empty text" };
  const what = around.bracket === "{" ? "an object" : "a list";
  return { kind: "end", position: around.position, got: `${what} that is never closed` };
}
