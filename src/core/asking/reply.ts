/**
 * Reads the optimizer model's reply: JSON where it was held to it, tagged items or a list otherwise.
 * What is cut off or has no marks is dropped, never guessed at.
 */
import type { JsonSchema, ModelAnswer } from "../model.ts";

/** The schema that optimizer replies are held to. */
export const ITEMS_SCHEMA: JsonSchema = {
  type: "object",
  properties: { items: { type: "array", items: { type: "string" } } },
  required: ["items"],
  additionalProperties: false,
};

/** The items of a reply, trimmed, without empty ones; or why none can be taken. */
export type Reply =
  | { readonly items: readonly string[] }
  | { readonly dropped: "truncated" | "refused" | "empty" | "too long" | "unreadable" };

/** Characters of a reply: no model writes as many, a server may. */
const LONGEST = 1_000_000;

/** Reads a reply. A truncated one is dropped whole: its last item may be half a prompt. */
export function readReply(answer: ModelAnswer): Reply {
  if (answer.finish === "length" || answer.finish === "overflow") return { dropped: "truncated" };
  if (answer.finish === "refusal") return { dropped: "refused" };
  const text = answer.text.trim();
  if (text === "") return { dropped: "empty" };
  if (text.length > LONGEST) return { dropped: "too long" };
  const found = fromJson(text) ?? fromTags(text) ?? fromList(text);
  if (found === undefined) return { dropped: "unreadable" };
  const items = found.map((item) => item.trim()).filter((item) => item !== "");
  return items.length === 0 ? { dropped: "empty" } : { items };
}

function fromJson(text: string): string[] | undefined {
  const fenced = text.startsWith("```") && text.endsWith("```") ? text.slice(text.indexOf("\n") + 1, -3) : undefined;
  const braces = text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1);
  for (const candidate of [text, fenced, braces]) {
    if (candidate === undefined || candidate === "") continue;
    const value = parse(candidate);
    if (isStrings(value)) return value;
    if (typeof value === "object" && value !== null && "items" in value && isStrings(value.items)) return value.items;
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** `<item>...</item>`; an item without its end tag reaches to the next start tag, the last to the end. */
function fromTags(text: string): string[] | undefined {
  const starts = text.split(/<item>/i).slice(1);
  if (starts.length === 0) return undefined;
  return starts.map((piece) => piece.split(/<\/item>/i)[0]!);
}

/** A numbered or bulleted list in which every line of text is an item. */
function fromList(text: string): string[] | undefined {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const items = lines.map((line) => /^\s*(?:\d+[.)]|[-*•])(?=\s)(.*)$/s.exec(line)?.[1]);
  return items.every((item) => item !== undefined) ? items : undefined;
}
