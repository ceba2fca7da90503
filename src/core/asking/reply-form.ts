/** How the optimizer model is to reply: in the words of the request, and by a schema where the model can be restricted to one. */
import type { JsonSchema, ReplyFormat } from "../model.ts";

/** What is asked for. */
export type ReplyKind = "reasons" | "sections";

/** Names that say what the list holds: a small model goes by them. */
const NAMES: Readonly<Record<ReplyKind, { readonly list: string; readonly one: string }>> = {
  reasons: { list: "reasons", one: "reason" },
  sections: { list: "versions", one: "version" },
};

/** The end of a request: how to reply. Next to reasons, rows may be set aside; N is no number, since an example would be copied. */
export function replyWords(kind: ReplyKind, json: boolean): string {
  const { list, one } = NAMES[kind];
  const aside = kind === "reasons" ? "Row N: what is wrong with it" : undefined;
  if (json) {
    const more = aside === undefined ? "" : `, "set_aside": ["${aside}"]`;
    return `Reply with JSON of this shape and nothing else: {"${list}": ["..."]${more}}`;
  }
  const more = aside === undefined ? "" : `, each row that you set aside as <set-aside>${aside}</set-aside>`;
  return `Write each ${one} between <item> and </item>${more}, and nothing else.`;
}

/**
 * What the reply is restricted to: as many versions as are asked for; reasons at least one, and at most as many. A provider
 * that takes no bounds is sent them as words by its client, or the reply comes as text.
 */
export function replyFormat(kind: ReplyKind, count: number, json: boolean): ReplyFormat {
  if (!json) return { kind: "text" };
  const { list } = NAMES[kind];
  const texts = { type: "array", items: { type: "string" } };
  const bounds = { minItems: kind === "sections" ? count : 1, maxItems: count };
  const properties = { [list]: { ...texts, ...bounds }, ...(kind === "reasons" && { set_aside: texts }) };
  const schema: JsonSchema = {
    type: "object",
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
  return { kind: "json", name: list, schema };
}
