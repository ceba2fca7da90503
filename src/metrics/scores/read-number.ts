/** Reads the number that an answer gives. */
import type { Reading } from "./judge.ts";

/** Signs of a currency or an amount before a number, and units behind it. */
const SIGNS = "[$€£¥₹≈~]";
/** A number, with what may separate its thousands. */
const numberWith = (separators: string): string =>
  String.raw`[-+−]?(?:\d{1,3}(?:[${separators}]\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?|[-+−]?\.\d+`;
const THOUSANDS = String.raw`,'’\u00a0\u202f`;
/** Alone, a number may have plain spaces too; in running text, two numbers may be next to each other. */
const WHOLE = new RegExp(
  String.raw`^${SIGNS}?\s*(${numberWith(`${THOUSANDS} `)})\s*(?:%|${SIGNS}|[\p{L}°][\p{L}²³/°.]{0,12})?\s*\.?$`,
  "u",
);
const EACH = new RegExp(String.raw`(?<![\p{L}\p{N}.,])(?:${numberWith(THOUSANDS)})(?![\p{L}\p{N}]*\p{N})`, "gu");

/** Marks behind which the final answer is, the surest first. */
const FINAL: readonly RegExp[] = [
  /####\s*(.+)/g,
  /\\boxed\{([^{}]*)\}/g,
  /(?:final answer|answer)\s*(?:is|:|=)\s*:?\s*(.+)/gi,
];

/**
 * The number of an answer: the whole text with its currency or unit; else what is behind the last mark of a final answer
 * (`####` as in GSM8K, arXiv 2110.14168; `\boxed{}`; "the answer is"), of a sum there what it comes to; else the last number.
 * Undefined where there is none.
 */
export function numberIn(text: string): Reading<number> | undefined {
  const plain = text.replace(/[*_`]+/g, "").trim();
  const whole = WHOLE.exec(plain)?.[1];
  if (whole !== undefined) return { value: valueOf(whole), reading: "strict" };
  const marked = FINAL.map((mark) => Array.from(plain.matchAll(mark), ([, behind]) => behind).at(-1)).find(
    (behind) => behind !== undefined && numbersIn(behind).length > 0,
  );
  const found = marked === undefined ? numbersIn(plain).at(-1) : firstOf(marked);
  return found === undefined ? undefined : { value: valueOf(found), reading: "tolerant" };
}

/** The first number of the last side of an equation; a sentence without one is its only side. */
function firstOf(text: string): string | undefined {
  return text
    .split("=")
    .map(numbersIn)
    .findLast((side) => side.length > 0)?.[0];
}

function numbersIn(text: string): readonly string[] {
  return text.match(EACH) ?? [];
}

function valueOf(number: string): number {
  return Number(number.replace(/[,'’\u00a0\u202f ]/g, "").replace("−", "-"));
}
