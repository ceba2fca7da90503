/** What the faults of a YAML parser mean, in plain words, and what to do about each. */
import type { ErrorCode } from "yaml";

/** A fault in words. */
export interface YamlWords {
  readonly problem: string;
  readonly remedy?: string;
}

const COLON = "Put a value that holds a colon and a space into quotes, and indent what belongs to a name.";
const QUOTES = 'Put the value into quotes: "...". Inside double quotes, write \\" for a quote.';

/** The faults that people meet; of any other, the parser's own words are shown. */
const WORDS: Readonly<Partial<Record<ErrorCode, YamlWords>>> = {
  TAB_AS_INDENT: {
    problem: "a tab at the start of the line",
    remedy: "Indent with spaces; YAML allows no tabs there.",
  },
  BLOCK_AS_IMPLICIT_KEY: { problem: "a second “name:” in one value", remedy: COLON },
  BLOCK_IN_FLOW: { problem: "indented lines inside brackets or braces", remedy: "Close the bracket or brace first." },
  BAD_SCALAR_START: { problem: "a value that begins with a character that YAML keeps for itself", remedy: QUOTES },
  BAD_DQ_ESCAPE: {
    problem: "a backslash in double quotes that means nothing",
    remedy: "Write a backslash twice, or use single quotes: 'C:\\data'.",
  },
  MULTIPLE_DOCS: {
    problem: "a second document after a line ---",
    remedy: "Keep one document; take the line --- away.",
  },
  MULTILINE_IMPLICIT_KEY: {
    problem: "a line that is neither “name: value” nor part of a value",
    remedy: "Write a space after the colon of each name.",
  },
  KEY_OVER_1024_CHARS: {
    problem: "a name of more than 1024 characters",
    remedy: "Look for a colon in a long text; put the text into quotes.",
  },
  TAG_RESOLVE_FAILED: { problem: "a tag that is not one of plain data", remedy: "Take the word after ! away." },
};

const INDENTATION: YamlWords = {
  problem: "a line that is not indented like those it belongs to",
  remedy: "Indent all names of one group by the same number of spaces.",
};

/** The words for a fault; `message` is the parser's. */
export function yamlWords(code: ErrorCode, message: string): YamlWords {
  const known = WORDS[code];
  if (known !== undefined) return known;
  const quote = /^Missing closing (["'])quote/.exec(message)?.[1];
  if (quote !== undefined)
    return {
      problem: `a text that begins with ${quote} and has no closing ${quote}`,
      remedy: `Close it with ${quote}.`,
    };
  const bracket = /must be sufficiently indented and end with an? ([\]}])/.exec(message)?.[1];
  if (bracket !== undefined)
    return { problem: `a bracket or brace that is never closed`, remedy: `Close it with ${bracket}.` };
  if (code === "BAD_INDENT" || /without - indicator|must start at the same column/.test(message)) return INDENTATION;
  if (message.endsWith("at node end"))
    return {
      problem: "more after the end of a value",
      remedy: "Put the whole value into quotes; a value may not begin with a quote or a brace and continue after it.",
    };
  if (message === "Implicit map keys need to be followed by map values")
    return { problem: "a line that is no “name: value”", remedy: "Write a colon and a space after the name." };
  if (/^Missing , (?:or : )?between flow|^Unexpected (?:double|single)-quoted-scalar token/.test(message))
    return {
      problem: "a missing comma, bracket or brace",
      remedy: "Put a comma between the items, and close what is open.",
    };
  if (code === "UNEXPECTED_TOKEN")
    return { problem: `something that does not belong here (${lowered(message)})`, remedy: QUOTES };
  return { problem: lowered(message) };
}

/** What the parser quotes may be half a key, so it is cut off. */
function lowered(message: string): string {
  const words = message.replace(/: ".*$/s, "");
  return words.charAt(0).toLowerCase() + words.slice(1);
}
