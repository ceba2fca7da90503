/** How the optimizer model is to reply: in the words of the request, and by a schema where the model can be restricted to one. */
import type { JsonSchema, ReplyFormat } from "../model.ts";

/** What is asked for. */
export type ReplyKind = "reasons" | "sections";

/** Names that say what the list holds: a small model goes by them. */
const NAMES: Readonly<Record<ReplyKind, { readonly list: string; readonly one: string }>> = {
  reasons: { list: "reasons", one: "reason" },
  sections: { list: "versions", one: "version" },
};

/** The end of a request: how to reply. */
export function replyWords(kind: ReplyKind, json: boolean): string {
  const { list, one } = NAMES[kind];
  return json
    ? `Reply with JSON of this shape and nothing else: {"${list}": ["..."]}`
    : `Write each ${one} between <item> and </item>, and nothing else.`;
}

/** What the reply is restricted to. */
export function replyFormat(kind: ReplyKind, json: boolean): ReplyFormat {
  const { list } = NAMES[kind];
  return json ? { kind: "json", name: list, schema: schemaOf(list) } : { kind: "text" };
}

/**
 * At least one item: every provider takes this bound, or is sent it as words. There is no upper bound: some refuse one, and a
 * model that is cut there writes the rest into its last item.
 */
function schemaOf(list: string): JsonSchema {
  return {
    type: "object",
    properties: { [list]: { type: "array", items: { type: "string" }, minItems: 1 } },
    required: [list],
    additionalProperties: false,
  };
}
