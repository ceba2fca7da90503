/** What kind of task right answers are from, by how they look: the first of a list of signs that fits them. */
import { combined } from "../../core/values/combined-labels.ts";
import { isObject } from "../../core/values/is-object.ts";
import { count } from "../../core/values/words.ts";
import { numberIn } from "../../metrics/scores/index.ts";
import type { TaskKindName } from "../index.ts";
import { howMany, looksLikeLabels, median, type Values } from "./values.ts";

/** A guess, and the reason for it as part of a sentence: "all right answers are numbers". */
export interface GuessedKind {
  readonly kind: TaskKindName;
  readonly why: string;
}

/** Different whole numbers that are codes of classes, at most, and the rows that each needs on average. */
const MOST_CODES = 10;
const ROWS_EACH = 5;
/** Rows on average in which a label of several must be, and characters of such a value. */
const PART_ROWS = 3;
const SEVERAL_LENGTH = 80;
/** Characters of a short answer. */
const SHORT = 60;
/** The share of values that must look like code. */
const CODE_SHARE = 0.8;

const CODE =
  /^(?:```|#!|#include\b|def |class |import |from \w+ import |function\b|const |let |async |public |SELECT\b)/i;
const CODE_SIGNS = /[;{}()=*]/;

/** A sign: the kind and the reason where these values show it. */
type Sign = (values: Values) => GuessedKind | undefined;

const SIGNS: readonly Sign[] = [json, letters, numbers, code, severalLabels, labels];

/** The kind of task by its right answers. */
export function guessedKind(values: Values): GuessedKind {
  for (const sign of values.filled.length === 0 ? [] : SIGNS) {
    const guess = sign(values);
    if (guess !== undefined) return guess;
  }
  const length = median(values.filled.map(({ length }) => length));
  const shown = `${count(values.distinct.length)} of ${count(values.filled.length)} right answers are different`;
  return length <= SHORT
    ? { kind: "qa", why: `${shown}, and most have at most ${SHORT} characters` }
    : { kind: "text", why: `${shown}, and most have more than ${SHORT} characters` };
}

function json({ filled }: Values): GuessedKind | undefined {
  const parsed = filled.map(parsedJson);
  if (parsed.every(isCall)) return { kind: "tool", why: "all right answers are JSON with a name and arguments" };
  if (parsed.every(isObject)) return { kind: "extraction", why: "all right answers are JSON objects" };
  const lists = parsed.filter(Array.isArray);
  if (lists.length < parsed.length) return undefined;
  const items: unknown[] = lists.flat();
  if (!items.every((item) => typeof item === "string"))
    return { kind: "extraction", why: "all right answers are JSON lists" };
  if (neverMix(lists))
    return { kind: "qa", why: "all right answers are lists whose texts are in no other list, of which any will do" };
  return items.length >= PART_ROWS * new Set(items).size
    ? { kind: "multi-label", why: "all right answers are lists whose items repeat" }
    : { kind: "qa", why: "all right answers are lists of texts that hardly repeat, of which any will do" };
}

/** Whether each list has several texts that no different list has: names of one thing. Labels are mixed, or alone at times. */
function neverMix(lists: readonly (readonly unknown[])[]): boolean {
  const different = [...new Map(lists.map((list) => [JSON.stringify(list), list])).values()];
  const items = different.flat();
  return different.every(({ length }) => length > 1) && new Set(items).size === items.length;
}

function letters({ filled, distinct }: Values): GuessedKind | undefined {
  const isLetters = filled.every((value) => /^[A-H]$/.test(value)) && distinct.includes("A") && distinct.length > 1;
  return isLetters ? { kind: "choice", why: "all right answers are single letters from A on" } : undefined;
}

function numbers({ filled, distinct }: Values): GuessedKind | undefined {
  const isNumber = (value: string): boolean =>
    numberIn(value)?.reading === "strict" || /####\s*[-\d]/.test(value.slice(-SHORT));
  if (!filled.every(isNumber)) return undefined;
  const areCodes =
    distinct.length <= MOST_CODES &&
    filled.length >= ROWS_EACH * distinct.length &&
    distinct.every((value) => /^-?\d+$/.test(value));
  return areCodes
    ? {
        kind: "classification",
        why: `all right answers are one of ${count(distinct.length)} whole numbers, which repeat`,
      }
    : { kind: "numeric", why: "all right answers are numbers" };
}

function code({ filled }: Values): GuessedKind | undefined {
  const found = filled.filter((value) => CODE.test(value) && CODE_SIGNS.test(value));
  return found.length >= CODE_SHARE * filled.length
    ? { kind: "code", why: "most right answers look like code" }
    : undefined;
}

function severalLabels({ filled, distinct }: Values): GuessedKind | undefined {
  const parts = filled.flatMap((value) => value.split(/[,;|]/));
  const several = combined(distinct).filter((value) => /[,;|]/.test(value));
  const isSet =
    several.length > 0 &&
    parts.length >= PART_ROWS * new Set(parts.map((part) => part.trim())).size &&
    distinct.every((value) => value.length <= SEVERAL_LENGTH);
  return isSet ? { kind: "multi-label", why: "right answers hold several labels in one value" } : undefined;
}

function labels(values: Values): GuessedKind | undefined {
  if (!looksLikeLabels(values)) return undefined;
  return {
    kind: "classification",
    why: `the right answers have ${howMany(values)}`,
  };
}

function parsedJson(text: string): unknown {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isCall(value: unknown): boolean {
  return isObject(value) && typeof value["name"] === "string" && "arguments" in value;
}
