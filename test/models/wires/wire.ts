/** What the tests need to know of one provider's HTTP interface. */
import type { z } from "zod";
import type { ModelSettings } from "../../../src/models/settings.ts";

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is when it is text, else as JSON. */
  readonly body: unknown;
}

export interface Expected {
  readonly path: string;
  /** The header that carries the key, with its value. */
  readonly auth: readonly [string, string];
  readonly body: unknown;
}

export interface Wire {
  readonly provider: string;
  /** `provider:name`, as in the config. */
  readonly model: string;
  /** The model's id; default: as in the config. */
  readonly id: (host: string) => string;
  /** The base URL under the server's. */
  readonly base: string;
  readonly settings?: Partial<ModelSettings>;
  /** The environment variable of the key. */
  readonly keyName?: string;
  /** Every field of the API that may be sent; nothing else passes. */
  readonly request: z.ZodType;
  /** A good reply. */
  readonly answer: (text: string, finish?: "stop" | "length") => Reply;
  readonly usage: { input: number; output: number; cachedInput: number; reasoning: number };
  /** An error as this provider words it. */
  readonly error: (status: number, message: string, code?: string) => Reply;
  readonly refusals: Readonly<Record<string, Reply>>;
  readonly overflows: Readonly<Record<string, Reply>>;
  /** Replies with status 200 that cannot be read. */
  readonly malformed: Readonly<Record<string, unknown>>;
  /** What a request with all settings is to look like on the wire, by its format. */
  readonly expected: (format: "text" | "choice" | "json") => Expected;
  /** Settings that the provider has no name for. */
  readonly unsupported: readonly string[];
}

export const KEY = "planted-Key-4242-value";

/** The request that `expected` describes. */
export const MESSAGES = [
  { role: "system", content: "Be terse." },
  { role: "user", content: "Spam? “Win!”" },
  { role: "assistant", content: "spam" },
  { role: "user", content: "Spam? Hello." },
] as const;

export const CHOICE_SCHEMA = {
  type: "object",
  properties: { answer: { type: "string", enum: ["spam", "no spam"] } },
  required: ["answer"],
  additionalProperties: false,
} as const;

export const ITEMS_SCHEMA = {
  type: "object",
  properties: { items: { type: "array", items: { type: "string" } } },
  required: ["items"],
  additionalProperties: false,
} as const;

export function schemaOf<T>(
  format: "text" | "choice" | "json",
  text: T,
): T | typeof CHOICE_SCHEMA | typeof ITEMS_SCHEMA {
  if (format === "text") return text;
  return format === "choice" ? CHOICE_SCHEMA : ITEMS_SCHEMA;
}
