/** Reads the JSON that an answer gives. */
import { jsonrepair } from "jsonrepair";
import type { Reading } from "./judge.ts";

/** Longest text that is repaired when it is almost JSON, in characters. */
const MENDED = 20_000;

/** What opens a value with parts, and what closes it. */
const CLOSES: Readonly<Record<string, string>> = { "{": "}", "[": "]" };

/**
 * The object or list of an answer: the whole text; else what a code fence holds; else the longest stretch from an opening to a closing
 * bracket; each as it is, or with the usual slips repaired. Undefined where there is none.
 */
export function jsonIn(text: string): Reading<unknown> | undefined {
  const whole = parsed(text.trim());
  if (whole !== undefined) return { value: whole, reading: "strict" };
  const fenced = Array.from(text.matchAll(/```[\w-]*\n([\s\S]*?)```/g), ([, inside]) => inside!.trim());
  const found = [...fenced.toReversed(), ...stretches(text)];
  for (const read of [parsed, mended])
    for (const source of found) {
      const value = read(source);
      if (value !== undefined) return { value, reading: "tolerant" };
    }
  return undefined;
}

/** From the first opening bracket to the last closing one of its sort, for each sort; the one that begins first is first. */
function stretches(text: string): string[] {
  return Object.entries(CLOSES)
    .map(([open, close]) => ({ start: text.indexOf(open), end: text.lastIndexOf(close) }))
    .filter(({ start, end }) => start !== -1 && end > start)
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end }) => text.slice(start, end + 1));
}

function parsed(text: string): unknown {
  if (!(text[0]! in CLOSES)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function mended(text: string): unknown {
  if (text.length > MENDED) return undefined;
  try {
    return parsed(jsonrepair(text));
  } catch {
    return undefined;
  }
}
