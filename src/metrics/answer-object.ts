/** Finds the JSON object that an answer is or holds, and in it the value that answers. */
import { jsonrepair } from "jsonrepair";
import { isObject } from "../core/values/is-object.ts";

const KEYS = [
  "label",
  "answer",
  "final_answer",
  "class",
  "category",
  "classification",
  "prediction",
  "sentiment",
  "verdict",
  "output",
  "result",
];

/** Keys under which a call of a tool has its arguments. */
const CALL_KEYS = ["arguments", "parameters", "input"];

/** Longest text that is repaired when it is almost JSON, in characters. */
const MENDED = 5000;

/**
 * The value of the field that answers, as text; `answer` is undefined when no field does, or its value is no single one.
 * Returns undefined when the text holds no JSON object.
 */
export function objectIn(text: string): { readonly answer: string | undefined } | undefined {
  const start = text.indexOf("{");
  const end = text.lastIndexOf("}");
  if (start === -1 || end < start) return undefined;
  const source = text.slice(start, end + 1);
  const object = objectOf(source, JSON.parse) ?? (source.length > MENDED ? undefined : objectOf(source, mend));
  if (object !== undefined) return { answer: answerOf(object, 0) };
  // Several objects answer where they agree.
  const each = Array.from(source.matchAll(/\{[^{}]*\}/g), ([one]) => objectOf(one, JSON.parse)).filter(isObject);
  if (each.length < 2) return undefined;
  const [answer, ...others] = new Set(each.map((one) => answerOf(one, 0)));
  return { answer: others.length > 0 ? undefined : answer };
}

function answerOf(object: Readonly<Record<string, unknown>>, depth: number): string | undefined {
  const entries = Object.entries(object);
  const entry =
    KEYS.flatMap((key) => entries.filter(([name]) => name.toLowerCase().replace(/[\s-]+/g, "_") === key))[0] ??
    (entries.length === 1 ? entries[0] : undefined);
  const value: unknown = Array.isArray(entry?.[1]) && entry[1].length === 1 ? entry[1][0] : entry?.[1];
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  const nested = isObject(value) ? value : CALL_KEYS.map((key) => object[key]).find(isObject);
  return nested !== undefined && depth < 3 ? answerOf(nested, depth + 1) : undefined;
}

function objectOf(source: string, parse: (text: string) => unknown): Record<string, unknown> | undefined {
  try {
    const value = parse(source);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function mend(source: string): unknown {
  return /^\{\s*["'“\w]/u.test(source) && source.includes(":") ? JSON.parse(jsonrepair(source)) : undefined;
}
