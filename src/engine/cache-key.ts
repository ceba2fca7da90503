/** The name under which an answer is stored: equal for requests that must get the same answer. */
import { hash } from "node:crypto";
import type { ModelRequest, ReplyFormat } from "../core/model.ts";

/** Formats are shared by thousands of requests, so each is written out once. */
const written = new WeakMap<ReplyFormat, string>();

/**
 * The SHA-256, in hexadecimal, of everything that an answer depends on. Keys of objects are sorted, so the
 * order in which a schema was written does not matter.
 *
 * @param salt empty, or what keeps the answers of one run apart from those of others
 */
export function cacheKey(salt: string, modelId: string, request: ModelRequest): string {
  const messages = request.messages.map((message) => [message.role, message.content]);
  const head = [salt, modelId, messages, request.temperature ?? null, request.maxOutputTokens ?? null, request.sample];
  return hash("sha256", JSON.stringify(head) + formatText(request.format));
}

/** A reply format written out, the same for equal formats. */
export function formatText(format: ReplyFormat): string {
  let text = written.get(format);
  if (text === undefined) {
    text = canonical(format);
    written.set(format, text);
  }
  return text;
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
