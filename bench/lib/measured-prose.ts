/** Numbers of a page that look measured, and that no mark says the source of. */
import { withoutFigures } from "./doc-figures.ts";

/** A line of a page with such numbers. */
export interface Unmarked {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly numbers: readonly string[];
}

/** What is compared with its source elsewhere, or is an example: blocks of code, inline code, and marked tables. */
const SOURCED = [
  /<!-- bench \S+ \S+ -->\n[\s\S]*?<!-- end -->/g,
  /<!-- (\S+) -->\n[\s\S]*?<!-- end of \1 -->/g,
  /^ *```[\s\S]*?^ *```$/gm,
  /(?<=\n\n)(?: {4}.*\n+)+/g,
  /`[^`\n]*`/g,
  /<!--[\s\S]*?-->/g,
];

/** Numbers that are names: of papers on arXiv, of versions. */
const NAMES = /\b\d{4}\.\d{5}\b|\b\d+\.\d+\.\d+\b/g;

const DECIMALS = String.raw`[+−-]?\d*\.\d{3,}`;
const UNCERTAIN = String.raw`(?:[+−-]?[\d.,]+%? )?±\d*\.?\d+|\[[+−-]?\d*\.?\d+%?, [+−-]?\d*\.?\d+%?\]`;
const COUNTS = String.raw`\b\d[\d,]* of (?:the |all |its )?\d[\d,]*\b`;
const TIMES = String.raw`\b\d[\d.,]* (?:ms|s|(?:processor )?seconds?|minutes?)\b`;
const PROSE = new RegExp([UNCERTAIN, DECIMALS, COUNTS, TIMES].join("|"), "g");
/** In a table, two decimals look measured already. */
const TABLE = new RegExp([UNCERTAIN, String.raw`[+−-]?\d*\.\d{2,}|\d+\.\d+%`, COUNTS, TIMES].join("|"), "g");

export function unmarkedIn(page: string): Unmarked[] {
  const blank = (text: string): string => text.replaceAll(/[^\n]/g, "");
  const rest = SOURCED.reduce((text, sourced) => text.replaceAll(sourced, blank), withoutFigures(page)).replaceAll(
    NAMES,
    "",
  );
  const lines = page.split("\n");
  return rest.split("\n").flatMap((text, i) => {
    const numbers = text.match(text.startsWith("|") ? TABLE : PROSE) ?? [];
    return numbers.length === 0 ? [] : [{ line: i + 1, text: lines[i]!, numbers }];
  });
}
