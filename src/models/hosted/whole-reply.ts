/** Asks servers not to stream, and puts the reply of one that streams all the same together. */
import { isRecord, parse } from "./instead.ts";

/** Requests of chat APIs that know the field; Gemini streams at another address. */
const CHAT = '"messages":';
const FIELD = '"stream":';

/**
 * The body of a request, with `"stream": false` where it says nothing of it: some servers stream by default.
 * Quotes inside JSON strings are escaped, so neither name can be found in a prompt.
 */
export function unstreamed(body: string): string {
  if (!body.startsWith("{") || !body.includes(CHAT) || body.includes(FIELD)) return body;
  return `{${FIELD}false,${body.slice(1)}`;
}

const [BRACE, BRACKET, END, END_LIST] = [0x7b, 0x5b, 0x7d, 0x5d];

/** The bytes of a reply as one JSON text: events are put together, and what is behind the JSON is taken off. */
export function inOneText(bytes: Uint8Array): Uint8Array {
  const [first, last] = [bytes.find((byte) => byte > 0x20), bytes.findLast((byte) => byte > 0x20)];
  if (first === BRACE && last === END) return bytes;
  if (first === BRACKET && last === END_LIST) return bytes;
  const text = new TextDecoder().decode(bytes).trim();
  const whole = first === BRACE ? withoutTail(text) : joined(text);
  return whole === undefined ? bytes : new TextEncoder().encode(whole);
}

/** Some servers put `data: [DONE]` behind the JSON. */
function withoutTail(text: string): string | undefined {
  const end = text.search(/\s*data: ?\[DONE\]\s*$/);
  return end === -1 ? undefined : text.slice(0, end);
}

/** The answer in a stream of OpenAI's chunks; undefined when it is none. */
function joined(text: string): string | undefined {
  const data = text
    .split(/\r?\n/)
    .filter((line) => line.startsWith("data:"))
    .map((line) => parse(line.slice(5)))
    .filter(isRecord);
  const [whole] = data.filter((chunk) => "error" in chunk || hasMessage(chunk));
  if (whole !== undefined) return JSON.stringify(whole);
  const choices = data.map(choiceOf).filter(isRecord);
  if (choices.length === 0) return undefined;
  const deltas = choices.map((choice) => choice["delta"]).filter(isRecord);
  const texts = (field: string): string =>
    deltas.map((delta) => (typeof delta[field] === "string" ? delta[field] : "")).join("");
  const reasoning = texts("reasoning_content");
  const message = {
    role: "assistant",
    content: texts("content"),
    ...(reasoning !== "" && { reasoning_content: reasoning }),
  };
  const { id, created, model } = data[0]!;
  const usage = data.findLast((chunk) => isRecord(chunk["usage"]))?.["usage"];
  const finish = choices.findLast((choice) => typeof choice["finish_reason"] === "string")?.["finish_reason"];
  return JSON.stringify({
    id,
    object: "chat.completion",
    created,
    model,
    choices: [{ index: 0, message, finish_reason: finish ?? null }],
    ...(usage !== undefined && { usage }),
  });
}

function choiceOf(chunk: Record<string, unknown>): unknown {
  return Array.isArray(chunk["choices"]) ? chunk["choices"][0] : undefined;
}

function hasMessage(chunk: Record<string, unknown>): boolean {
  const choice = choiceOf(chunk);
  return isRecord(choice) && isRecord(choice["message"]);
}
