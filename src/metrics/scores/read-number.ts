/** Reads the number that an answer gives. */
import type { Reading } from "./judge.ts";

/** Signs of a currency or an amount before a number, and units behind it. */
const SIGNS = "[$€£¥₹≈~]";
const NUMBER = String.raw`[-+−]?(?:\d{1,3}(?:[,'’\u00a0\u202f ]\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?|[-+−]?\.\d+`;
const WHOLE = new RegExp(String.raw`^${SIGNS}?\s*(${NUMBER})\s*(?:%|${SIGNS}|[\p{L}°][\p{L}²³/°.]{0,12})?\s*\.?$`, "u");
const EACH = new RegExp(String.raw`(?<![\p{L}\p{N}.,])(?:${NUMBER})(?![\p{L}\p{N}]*\p{N})`, "gu");

/** Marks behind which the final answer is, the surest first. */
const FINAL: readonly RegExp[] = [
  /####\s*(.+)/g,
  /\\boxed\{([^{}]*)\}/g,
  /(?:final answer|answer|result|total)\s*(?:is|:|=)\s*\**\s*:?\s*(.+)/gi,
];

/**
 * The number of an answer: the whole text with its currency or unit; else what is behind the last mark of a final answer
 * (`####` as in GSM8K, arXiv 2110.14168; `\boxed{}`; "the answer is"); else the last number. Undefined where there is none.
 */
export function numberIn(text: string): Reading<number> | undefined {
  const plain = text.replace(/[*_`]+/g, "").trim();
  const whole = WHOLE.exec(plain)?.[1];
  if (whole !== undefined) return { value: valueOf(whole), reading: "strict" };
  const marked = FINAL.map((mark) => Array.from(plain.matchAll(mark), ([, behind]) => behind).at(-1)).find(
    (behind) => behind !== undefined && numbersIn(behind).length > 0,
  );
  const found = marked === undefined ? numbersIn(plain).at(-1) : numbersIn(marked)[0];
  return found === undefined ? undefined : { value: valueOf(found), reading: "tolerant" };
}

function numbersIn(text: string): readonly string[] {
  return text.match(EACH) ?? [];
}

function valueOf(number: string): number {
  return Number(number.replace(/[,'’\u00a0\u202f ]/g, "").replace("−", "-"));
}
