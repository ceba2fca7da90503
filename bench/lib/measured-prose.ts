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
/** One behind a word for a bound is a limit in the code. */
const SHARES = String.raw`(?<!\b(?:[Aa]t\s+(?:least|most)|(?:[Mm]ore|[Ff]ewer|[Ll]ess)\s+than|[Uu]p\s+to|[Bb]elow|[Aa]bove|[Ff]rom)\s)(?<![\d.,–-])\d[\d.,]*%`;
const RATIOS = String.raw`\b(?:[Hh]alf|[Tt]wice|[\w.]+ times) as \w+`;
const WHOLE = String.raw`(?<![\w.,:/#-])(?:\d{1,3}(?:,\d{3})+|\d{3,}(?=\s+(?:\w+\s+)?(?:answers|calls|evaluations|requests|rows|tokens)\b))(?![\w,.:/-]*\w)`;
const PROSE = new RegExp([UNCERTAIN, DECIMALS, COUNTS, TIMES, SHARES, RATIOS, WHOLE].join("|"), "g");
/** In a table, two decimals look measured already. */
const TABLE = new RegExp([UNCERTAIN, String.raw`[+−-]?\d*\.\d{2,}|\d+\.\d+%`, COUNTS, TIMES].join("|"), "g");
/** By convention: of errors of the first kind, of one side of them, of power, of intervals. */
const LEVELS: ReadonlySet<string> = new Set(["5%", "2.5%", "80%", "95%"]);

export function unmarkedIn(page: string): Unmarked[] {
  const blank = (text: string): string => text.replaceAll(/[^\n]/g, "");
  const rest = SOURCED.reduce((text, sourced) => text.replaceAll(sourced, blank), withoutFigures(page)).replaceAll(
    NAMES,
    "",
  );
  const lines = page.split("\n");
  const texts = rest.split("\n");
  return texts.flatMap((text, i) => {
    const numbers = text.startsWith("|") ? (text.match(TABLE) ?? []) : inProse(texts, i);
    return numbers.length === 0 ? [] : [{ line: i + 1, text: lines[i]!, numbers }];
  });
}

/** Those of a line of prose; words around it may be in the lines next to it. */
function inProse(texts: readonly string[], at: number): string[] {
  const [above = "", text = "", below = ""] = [texts[at - 1], texts[at], texts[at + 1]];
  return Array.from(`${above}\n${text}\n${below}`.matchAll(PROSE))
    .filter(({ index }) => index > above.length && index <= above.length + text.length)
    .map(([number]) => number)
    .filter((number) => !LEVELS.has(number) && !isChosen(number));
}

/** Whether a whole number is one that people choose, such as 1,500 calls or 8,192 tokens. */
function isChosen(number: string): boolean {
  if (!/^[\d,]+$/.test(number)) return false;
  const value = Number(number.replaceAll(",", ""));
  return value % (value < 1000 ? 5 : 100) === 0 || Number.isInteger(Math.log2(value));
}
