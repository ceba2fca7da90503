/** Rows that the optimizer model sets aside as broken instead of giving a reason for them, in whatever form it names them. */
import { isObject } from "../../values/is-object.ts";
import type { Observation } from "../../task.ts";

/** A row that was set aside, and the words of the model. */
export interface SetAside {
  readonly row: Observation["example"];
  readonly words: string;
}

const TAG = /<set[-_ ]?aside>([\s\S]*?)<\/set[-_ ]?aside>/gi;
const FIELD = /^set[-_ ]?aside$/i;
const LIST = /["']?set[-_ ]?aside["']?\s*:\s*(\[[^\]]*\])/i;
/** The rows that a text begins with: `Row 3`, `rows 2 and 5`. */
const ROWS = /^[\s*_"'“`-]{0,5}(?:rows?\s*)?((?:#?\d{1,3}(?:\s*(?:,|and|&)\s*)?)+)(?![\d%])/i;
/** An item among the reasons that is none: it begins with a row, and says that the row is broken. */
const BROKEN_ROW =
  /^[\s*_"'“`-]{0,5}rows?\s[\s\S]*(?:garbled|mis-?label|label+ed (?:by mistake|wrong|incorrect)|wrong(?:ly)? label|broken|truncated|cut off|unreadable|corrupt|incomplete|nonsens)/i;
const ABOUT_THE_PROMPT = /\b(?:prompt|section|instructions?)\b/i;

/** Takes the tags of rows set aside out of a reply: what is left of it, and what was in them or in a field of that name. */
export function takeSetAside(reply: string): { readonly rest: string; readonly setAside: readonly string[] } {
  const tagged = Array.from(reply.matchAll(TAG), ([, words = ""]) => words.trim());
  return { rest: reply.replace(TAG, ""), setAside: [...tagged, ...inField(reply)] };
}

/** What of the items is a reason, and what sets a row aside. */
export function withoutBrokenRows(items: readonly string[]): {
  readonly reasons: readonly string[];
  readonly setAside: readonly string[];
} {
  const isBroken = (item: string): boolean => BROKEN_ROW.test(item) && !ABOUT_THE_PROMPT.test(item);
  return { reasons: items.filter((item) => !isBroken(item)), setAside: items.filter(isBroken) };
}

/** The rows that were set aside, each once; what names no row that was shown is left out. */
export function rowsSetAside(
  setAside: readonly string[],
  shown: readonly Pick<Observation, "example">[],
): readonly SetAside[] {
  const found = setAside.flatMap((words) =>
    numbersIn(words).flatMap((number): SetAside[] => {
      const row = shown[number - 1]?.example;
      return row === undefined ? [] : [{ row, words }];
    }),
  );
  return [...new Map(found.toReversed().map((one) => [one.row.id, one])).values()].toReversed();
}

function numbersIn(words: string): number[] {
  return (ROWS.exec(words)?.[1]?.match(/\d+/g) ?? []).map(Number);
}

/** The field of a reply in JSON, whether the whole is sound or not. */
function inField(reply: string): string[] {
  const whole = parsed(reply.trim());
  const field = isObject(whole)
    ? Object.entries(whole).find(([key]) => FIELD.test(key))?.[1]
    : parsed(LIST.exec(reply)?.[1] ?? "");
  return Array.isArray(field) ? field.flatMap(wordsOf) : [];
}

/** `"Row 3: garbled"`, `3`, or `{ "row": 3, "why": "garbled" }`. */
function wordsOf(entry: unknown): string[] {
  if (typeof entry === "string") return [entry];
  if (typeof entry === "number") return [`Row ${entry}`];
  if (!isObject(entry)) return [];
  const { row, ...others } = entry;
  const words = Object.values(others).filter((value) => typeof value === "string");
  return [[`Row ${String(row).replace(/^rows?\s*/i, "")}`, ...words].join(": ")];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
