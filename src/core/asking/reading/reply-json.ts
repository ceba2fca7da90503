/** Reads items out of JSON, or what is almost JSON: line breaks in strings, trailing commas, objects, another key, text around it. */
import { jsonrepair } from "jsonrepair";
import { isObject } from "../../values/is-object.ts";
import type { Expected } from "./reply-marks.ts";

/** Keys that an item, or the list of items, is written under. */
const KEY =
  /^(?:(?:new|improved|revised|updated|rewritten|better|optimi[sz]ed|final)[ _-]?)?(?:items?|reasons?|sections?|prompts?|versions?|instructions?|paraphrases?|rewrites?|gradients?|feedback|texts?|contents?|critiques?|issues?|problems?|explanations?|descriptions?|suggestions?|variants?|variables?|outputs?|answers?|results?|candidates?|values?|tasks?)[ _-]?\d*$/i;
type Kind = Expected["kind"];

/** Keys that name what is not asked for. */
const OTHER_KIND: Readonly<Record<Kind, RegExp>> = {
  sections: /reason|gradient|feedback|critique|issue|problem|explanation|description|suggestion/i,
  reasons: /prompt|section|version|instruction|paraphrase|rewrite|suggestion|variant|task/i,
};
/** Names of a list that is empty where it is empty: those that a request gives, and the one of the tags. */
const LISTS: readonly string[] = ["items", "reasons", "versions"];
/** Where JSON may begin. */
const BEGINS = [
  /\{\s{0,9}["'“”]?(?:items|reasons|versions)["'“”]?\s{0,9}:/i,
  /\{\s{0,9}["'“”]\w/,
  /\[\s{0,9}["'“”]/,
  /\[\s{0,9}\{/,
] as const;
const FENCED = /```(?:jsonc?|JSON)?[ \t]*\n([\s\S]*?)\n[ \t]*```/;
/** Longest text that is repaired, in characters. */
const MENDED = 30_000;

/** The items; undefined when the text is no JSON that holds any. */
export function fromJson(text: string, { kind }: Pick<Expected, "kind">): readonly string[] | undefined {
  const whole = attempt(JSON.parse, text);
  if (whole !== undefined) return itemsOf(whole, kind, 0);
  const spans = [text, FENCED.exec(text)?.[1], ...BEGINS.map((begin) => from(text, begin))];
  const inner = BEGINS.map((begin) => balanced(text, begin));
  return firstItems(JSON.parse, spans, kind) ?? firstItems(mend, spans, kind) ?? firstItems(JSON.parse, inner, kind);
}

function firstItems(
  parse: (text: string) => unknown,
  candidates: readonly (string | undefined)[],
  kind: Kind,
): readonly string[] | undefined {
  for (const candidate of new Set(candidates)) {
    const items = candidate === undefined || candidate === "" ? undefined : itemsOf(attempt(parse, candidate), kind, 0);
    if (items !== undefined) return items;
  }
  return undefined;
}

/** From where JSON may begin to the last bracket that may end it. */
function from(text: string, begin: RegExp): string | undefined {
  const start = text.search(begin);
  if (start === -1) return undefined;
  const end = text.lastIndexOf(text[start] === "{" ? "}" : "]");
  return end > start ? text.slice(start, end + 1) : undefined;
}

/** From where JSON may begin to the bracket that closes it. */
function balanced(text: string, begin: RegExp): string | undefined {
  const start = text.search(begin);
  let depth = 0;
  let quoted = false;
  for (let i = start; i >= 0 && i < text.length; i++) {
    const character = text[i]!;
    if (quoted && character === "\\") i += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "{" || character === "[")) depth += 1;
    else if (!quoted && (character === "}" || character === "]") && --depth === 0) return text.slice(start, i + 1);
  }
  return undefined;
}

function attempt(parse: (text: string) => unknown, text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** Repairs what is whole: what lacks its end was cut off. */
function mend(text: string): unknown {
  const whole = (text.startsWith("{") && text.endsWith("}")) || (text.startsWith("[") && text.endsWith("]"));
  const begins = BEGINS.some((begin) => text.search(begin) === 0);
  return whole && begins && text.length <= MENDED ? JSON.parse(jsonrepair(text)) : undefined;
}

function itemsOf(value: unknown, kind: Kind, depth: number): readonly string[] | undefined {
  if (depth > 3) return undefined;
  // JSON in a string of JSON.
  if (typeof value === "string") return depth === 0 && /^\s*[{[]/.test(value) ? fromJson(value, { kind }) : undefined;
  if (Array.isArray(value)) {
    const items = value.map((item) => (typeof item === "string" ? item : itemOf(item, kind)));
    return items.every((item) => item !== undefined) ? items : itemsInOnly(value, kind, depth);
  }
  if (!isObject(value)) return undefined;
  // No model means that key: it is a trap.
  const entries = Object.entries(value).filter(([key]) => key !== "__proto__");
  const called = entries.find(
    ([key, inner]) => /^(?:arguments|parameters|properties|input)$/.test(key) && isObject(inner),
  );
  if (called !== undefined) return itemsOf(called[1], kind, depth + 1);
  const list =
    LISTS.map((name) => entries.find(([key]) => key === name)).find((entry) => entry !== undefined) ??
    (entries.length === 1 ? entries[0] : onlyList(entries));
  if (
    list !== undefined &&
    (Array.isArray(list[1]) || (isObject(list[1]) && (KEY.test(list[0]) || hasList(list[1]))))
  ) {
    const empty = Array.isArray(list[1]) && list[1].length === 0;
    return empty && !LISTS.includes(list[0]) ? undefined : (itemsOf(list[1], kind, depth + 1) ?? texts(entries, kind));
  }
  return texts(entries, kind);
}

function hasList(value: object): boolean {
  return LISTS.some((name) => name in value);
}

/** `[{"items": [...]}]`. */
function itemsInOnly(value: readonly unknown[], kind: Kind, depth: number): readonly string[] | undefined {
  return value.length === 1 ? itemsOf(value[0], kind, depth + 1) : undefined;
}

function onlyList(entries: readonly [string, unknown][]): [string, unknown] | undefined {
  const lists = entries.filter(([key, value]) => Array.isArray(value) && KEY.test(key));
  return lists.length === 1 ? lists[0] : undefined;
}

/** All texts under keys that differ by a number alone; of texts under different keys, the one that the item is. */
function texts(entries: readonly [string, unknown][], kind: Kind): readonly string[] | undefined {
  const named = entries.filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === "string" && (KEY.test(entry[0]) || /^\d{1,3}$/.test(entry[0])),
  );
  const stems = new Set(named.map(([key]) => key.toLowerCase().replace(/[ _-]?\d+$/, "")));
  if (stems.size === 1 && named.length === entries.length) return named.map(([, text]) => text);
  const chosen = choose(named, kind);
  return chosen === undefined ? undefined : [chosen];
}

/** The text of an item that is a list of one, or an object: its only text, or the one whose key says that it is the item. */
function itemOf(value: unknown, kind: Kind): string | undefined {
  if (Array.isArray(value)) return value.length === 1 && typeof value[0] === "string" ? value[0] : undefined;
  if (!isObject(value)) return undefined;
  const all = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return (
    choose(
      all.filter(([key]) => KEY.test(key)),
      kind,
    ) ?? (all.length === 1 ? all[0]![1] : undefined)
  );
}

/** Of texts under names of items, the one that is asked for: a reason next to a section is about it, and the other way round. */
function choose(named: readonly [string, string][], kind: Kind): string | undefined {
  const other = OTHER_KIND[kind];
  const own = named.filter(([key]) => !other.test(key));
  return (own[0] ?? (named.length === 1 ? named[0] : undefined))?.[1];
}

/** Whether a text breaks off: held JSON ends where a small model wants to write a quotation mark. */
export function breaksOff(item: string): boolean {
  return /[^\s.!?:;)\]}"'”’`。！？] $/u.test(item) && item.trim().split(/\s+/, 6).length === 6;
}
