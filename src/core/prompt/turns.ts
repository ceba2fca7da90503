/** The turns of a chat as data and files of other tools hold them: a list of messages with a role and a content. */
import { isObject } from "../values/is-object.ts";
import type { Message } from "../model.ts";

/** Roles by the names that tools give them: OpenAI's `developer` is its newer name for `system`. */
const ROLES: Readonly<Record<string, Message["role"]>> = {
  system: "system",
  developer: "system",
  user: "user",
  assistant: "assistant",
};

/**
 * The turns in a value: a list of `{ role, content }`, or an object that holds one under `messages`; also as the text of such
 * JSON. A content may be a list of texts, as OpenAI writes them: `[{ type: "text", text }]`. Undefined for anything else, such as
 * calls of tools and pictures.
 */
export function turnsIn(value: unknown): readonly Message[] | undefined {
  const read = typeof value === "string" ? parsed(value) : value;
  const list = isObject(read) ? read["messages"] : read;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const turns = list.map(turnIn);
  return turns.every((turn) => turn !== undefined) ? turns : undefined;
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function turnIn(value: unknown): Message | undefined {
  if (!isObject(value)) return undefined;
  const { role, content } = value;
  const known = typeof role === "string" && Object.hasOwn(ROLES, role) ? ROLES[role] : undefined;
  const text = Array.isArray(content) ? textsIn(content) : content;
  return known === undefined || typeof text !== "string" ? undefined : { role: known, content: text };
}

function textsIn(parts: readonly unknown[]): string | undefined {
  const texts = parts.map((part) => (isObject(part) && part["type"] === "text" ? part["text"] : undefined));
  return texts.every((text) => typeof text === "string") ? texts.join("\n") : undefined;
}
