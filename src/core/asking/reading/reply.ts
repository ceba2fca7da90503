/**
 * Reads the optimizer model's reply: JSON where it was restricted to it, tags, lists, tables or fences otherwise.
 * What is cut off or has no marks is dropped, never guessed at.
 */
import type { ModelAnswer } from "../../model.ts";
import { cleanReply } from "../../replies/clean.ts";
import { refuses } from "../../replies/unread.ts";
import { announces } from "./announced.ts";
import { type Expected, fromFences, fromTags } from "./reply-marks.ts";
import { breaksOff, fromJson } from "./reply-json.ts";
import { fromHeadings, fromList, fromTable } from "./reply-lists.ts";

/** Why no item of a reply can be taken. `thinking`: the thinking used up the output tokens. */
export type Dropped = "truncated" | "thinking" | "refused" | "empty" | "too long" | "unreadable";

const DROPPED: Readonly<Record<string, string>> = {
  truncated: "cut off at the cap on output tokens. Raise requests.maxOutputTokens.",
  thinking: "the thinking used up all output tokens. Raise requests.maxOutputTokens, or have the model think less.",
} satisfies Partial<Record<Dropped, string>>;

/** Why a reply was dropped, as the end of a sentence, and what to do about it where that is known. */
export function droppedWords(reason: string): string {
  return DROPPED[reason] ?? `${reason}.`;
}

/** The items of a reply, trimmed, without empty ones; or why none can be taken. */
export type Reply = { readonly items: readonly string[] } | { readonly dropped: Dropped };

/** Characters of a reply: no model writes as many, a server may. */
const LONGEST = 1_000_000;

/** Our tags as a chat page would write them. */
const ESCAPED_TAG = /&lt;item&gt;/i;

function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

/** One fence around the whole reply. */
const OUTER_FENCE = /^```[^\n`]{0,20}\n([^`]*)\n```$/;

/** The ways in which items are written, in the order in which they are tried. */
const FORMS: readonly ((text: string, expected: Expected) => readonly string[] | undefined)[] = [
  fromJson,
  fromTags,
  listed(fromHeadings),
  listed(fromList),
  listed(fromTable),
  fromFences,
];

/** Reads a reply. A truncated one is dropped whole: its last item may be half a prompt. */
export function readReply(answer: ModelAnswer, expected: Expected = { kind: "reasons" }): Reply {
  if (answer.finish === "refusal") return { dropped: "refused" };
  if (answer.finish === "overflow") return { dropped: "truncated" };
  if (answer.text.length > LONGEST) return { dropped: "too long" };
  const cleaned = cleanReply(answer.text, "optimizer");
  const text = ESCAPED_TAG.test(cleaned.text) ? unescaped(cleaned.text.trim()) : cleaned.text.trim();
  if (answer.finish === "length") {
    const thought = cleaned.thought || answer.usage.reasoning > 0 || answer.usage.output > 0;
    return { dropped: text === "" && thought ? "thinking" : "truncated" };
  }
  if (text === "") return { dropped: "empty" };
  const found = itemsIn(expected.kind === "reasons" ? (OUTER_FENCE.exec(text)?.[1] ?? text) : text, expected);
  if (found === undefined) return { dropped: refuses(text) ? "refused" : "unreadable" };
  const items = found.filter(
    (item) => !/^\s*(?:\.{3}|…)?\s*$/.test(item) && !(announces(item) && /[:：!]\W*$/u.test(item)),
  );
  if (items.length === 0) return { dropped: "empty" };
  const whole = items.filter((item) => !breaksOff(item)).map((item) => item.trim());
  return whole.length > 0 ? { items: withoutNumbers(withoutQuotes(whole)) } : { dropped: "truncated" };
}

/** Without the quotation marks around every one of several items. */
function withoutQuotes(items: readonly string[]): readonly string[] {
  const quoted = items.length > 1 && items.every((item) => /^"[^"]+"$/.test(item));
  return quoted ? items.map((item) => item.slice(1, -1)) : items;
}

/** Without the numbers in front of items that are counted from 1 on. */
function withoutNumbers(items: readonly string[]): readonly string[] {
  const counted = items.length > 1 && items.every((item, i) => new RegExp(`^${i + 1}[.)]\\s`).test(item));
  return counted ? items.map((item) => item.replace(/^\d+[.)]\s+/, "")) : items;
}

function itemsIn(text: string, expected: Expected): readonly string[] | undefined {
  for (const form of FORMS) {
    const found = form(text, expected);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A list as items, unless it may be a section of several lines. */
function listed(read: (text: string) => readonly string[] | undefined): (typeof FORMS)[number] {
  return (text, { kind, count }) => {
    const found = read(text);
    const fits = kind === "reasons" || count === undefined || found?.length === count;
    return fits ? found : undefined;
  };
}
