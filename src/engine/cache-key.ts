/** The name under which an answer is stored: equal for requests that must get the same answer. */
import { hash } from "node:crypto";
import type { Message, ModelRequest, ReplyFormat } from "../core/model.ts";

/** Formats are shared by thousands of requests, so each is written out once. */
const written = new WeakMap<ReplyFormat, string>();

/**
 * The SHA-256, in hexadecimal, of everything that an answer depends on. Keys of objects are sorted, so the
 * order in which a schema was written does not matter.
 *
 * @param salt empty, or what keeps the answers of one run apart from those of others
 */
export function cacheKey(salt: string, modelId: string, request: ModelRequest): string {
  const head = [
    salt,
    modelId,
    contentsOf(request.messages),
    request.temperature ?? null,
    request.maxOutputTokens ?? null,
    request.sample,
  ];
  const { format, calibratedBy } = request;
  const empty = calibratedBy === undefined ? "" : JSON.stringify(calibratedBy.map(contentsOf));
  return hash("sha256", JSON.stringify(head) + formatText(format) + empty);
}

function contentsOf(messages: readonly Message[]): readonly (readonly [role: string, content: string])[] {
  return messages.map(({ role, content }) => [role, content]);
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
