/** Makes the ModelError of a failed try: its kind, how long to wait, and a message that says what to do. */
import { ModelError, type ModelErrorKind } from "../../core/errors.ts";
import { type Facts, readFacts } from "./failure-facts.ts";
import { failureKind } from "./failure-kind.ts";
import { freeAgain, type Limit, readLimit } from "./allowance.ts";
import type { Instead } from "./instead.ts";

/** Who failed, as far as its error messages need to know. */
export interface Source {
  /** The model's id. */
  readonly id: string;
  /** The environment variable that holds the key. */
  readonly keyName?: string;
  /** Takes keys out of a text. */
  readonly redact: (text: string) => string;
  /** Whether this model has answered before: then what is no answer is an exception, otherwise the address is wrong. */
  readonly hasAnswered?: () => boolean;
}

/** Characters of the provider's own words that are shown. */
const SHOWN = 500;

const WHAT: Readonly<Record<ModelErrorKind, string>> = {
  "rate-limit": "too many requests",
  overloaded: "the provider is overloaded",
  timeout: "no answer in time",
  network: "no connection",
  server: "the call failed",
  malformed: "the reply cannot be read",
  auth: "the key was not accepted",
  "unknown-model": "no such model",
  quota: "the account has no credit or quota left",
  "bad-request": "the request was refused",
  aborted: "stopped",
};

/** What a server sends in the place of answers, when it is no chat API. */
const NO_API: Readonly<Partial<Record<Instead["what"], string>>> = {
  page: "the reply is a web page, not an answer",
  stream: 'the reply is a stream that cannot be read, although the request says "stream": false',
  error: "the reply is an error, not an answer",
  other: "the reply is not that of a chat API",
};
const CHECK_ADDRESS = "Check the base URL (many servers want it to end in /v1).";

const REMEDY: Readonly<Partial<Record<ModelErrorKind, string>>> = {
  auth: "Check the key and what it may do.",
  "unknown-model": "Check the name of the model, and the base URL if you set one (many servers want it to end in /v1).",
  quota: "Add credit or raise the limit at the provider, or choose another model.",
  network: "Check that the server runs and can be reached from here.",
};

/** What a failed try comes to: an error to throw, or, where the prompt itself was turned down, how the answer ends. */
export function readFailure(error: unknown, source: Source): ModelError | "overflow" | "refusal" {
  if (ModelError.isInstance(error)) return error;
  const facts = readFacts(error);
  const sorted = failureKind(facts);
  if (sorted === "overflow" || sorted === "refusal") return sorted;
  const now = Date.now();
  const limit = readLimit(facts, now);
  const noApi = sorted === "malformed" && source.hasAnswered?.() !== true && NO_API[facts.instead?.what ?? "broken"];
  const kind = limit.spent ? "quota" : typeof noApi === "string" ? "bad-request" : sorted;
  const freeAt = limit.spent && limit.wait !== undefined ? now + 1000 * limit.wait : undefined;
  const words = wordsFor(kind, limit, freeAt, noApi || undefined, source);
  return new ModelError(kind, message(words, kind, facts, source), {
    ...(facts.status !== undefined && { status: facts.status }),
    ...(limit.wait !== undefined && { retryAfter: limit.wait }),
    ...(freeAt !== undefined && { freeAt }),
    ...(error instanceof Error && { cause: cleaned(error, source.redact) }),
  });
}

/** @throws ModelError when the caller stopped the call. */
export function throwIfAborted(signal: AbortSignal | undefined, id: string): void {
  if (signal?.aborted === true) throw new ModelError("aborted", `${id}: ${WHAT.aborted}`);
}

interface Words {
  readonly what: string;
  readonly remedy: string | undefined;
}

function wordsFor(
  kind: ModelErrorKind,
  { spent }: Limit,
  freeAt: number | undefined,
  noApi: string | undefined,
  { keyName }: Source,
): Words {
  if (noApi !== undefined) return { what: noApi, remedy: CHECK_ADDRESS };
  if (spent) {
    const when = freeAt === undefined ? "The provider does not say when it is free again." : undefined;
    return {
      what: freeAt === undefined ? "the allowance is spent" : `the allowance is spent until ${freeAgain(freeAt)}`,
      remedy: [when, "Start again then, or choose another model or a higher allowance."]
        .filter((part) => part !== undefined)
        .join(" "),
    };
  }
  const key = kind === "auth" && keyName !== undefined ? `Set ${keyName} to a key that may use this model.` : undefined;
  return { what: WHAT[kind], remedy: key ?? REMEDY[kind] };
}

/** The status of a failed try; where an error inside a good reply states it, both. */
function statusOf({ status, instead }: Facts): string | undefined {
  if (instead?.status !== undefined) return `HTTP 200 with error ${instead.status}`;
  return status === undefined ? undefined : `HTTP ${status}`;
}

/** Statuses of a server that does not take POST requests at this address. */
const WRONG_ADDRESS: ReadonlySet<number | undefined> = new Set([301, 302, 303, 307, 308, 405, 410]);

function message({ what, remedy }: Words, kind: ModelErrorKind, facts: Facts, { id, redact }: Source): string {
  const place = kind === "network" && facts.origin !== undefined ? ` to ${facts.origin}` : "";
  const detail = [statusOf(facts), facts.codes[0]].filter((part) => part !== undefined);
  const head = `${id}: ${what}${place}${detail.length === 0 ? "" : ` (${detail.join(", ")})`}`;
  const said = redact(facts.said).replace(/\s+/g, " ").trim();
  const shown = said.length > SHOWN ? `${said.slice(0, SHOWN)}...` : said;
  const wayOut = remedy ?? (WRONG_ADDRESS.has(facts.status) ? CHECK_ADDRESS : undefined);
  const speaker = facts.byProvider ? "The provider says: " : "";
  return [head, shown === "" ? undefined : `${speaker}${shown}`, wayOut]
    .filter((part) => part !== undefined)
    .join("\n  ");
}

/** A cause to look into: name, message and stack only, as the rest may hold headers and the whole request. */
function cleaned(error: Error, redact: (text: string) => string): Error {
  const cause = new Error(redact(error.message));
  cause.name = error.name;
  if (error.stack !== undefined) cause.stack = redact(error.stack);
  return cause;
}
