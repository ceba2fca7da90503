/** Makes the ModelError of a failed try: its kind, how long to wait, and a message that says what to do. */
import { ModelError, type ModelErrorKind } from "../../core/errors.ts";
import { type Facts, readFacts } from "./failure-facts.ts";
import { failureKind } from "./failure-kind.ts";
import { retryAfter, seconds } from "./retry-after.ts";

/** Who failed, as far as its error messages need to know. */
export interface Source {
  /** The model's id. */
  readonly id: string;
  /** The environment variable that holds the key. */
  readonly keyName?: string;
  /** Takes keys out of a text. */
  readonly redact: (text: string) => string;
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
  "bad-request": "the request was turned down",
  aborted: "stopped",
};

const REMEDY: Readonly<Partial<Record<ModelErrorKind, string>>> = {
  auth: "Check the key and what it may do.",
  "unknown-model": "Check the name of the model, and the base URL if you set one (many servers want it to end in /v1).",
  quota: "Add credit or raise the limit at the provider, or choose another model.",
  network: "Check that the server runs and can be reached from here.",
};

/** What a failed try comes to: an error to throw, or, where the prompt itself was turned down, how the answer ends. */
export function readFailure(error: unknown, source: Source): ModelError | "overflow" | "refusal" {
  if (error instanceof ModelError) return error;
  const facts = readFacts(error);
  const kind = failureKind(facts);
  if (kind === "overflow" || kind === "refusal") return kind;
  const wait = retryAfter(facts.headers, facts.status) ?? delayIn(facts);
  return new ModelError(kind, message(kind, facts, source), {
    ...(facts.status !== undefined && { status: facts.status }),
    ...(wait !== undefined && { retryAfter: wait }),
    ...(error instanceof Error && { cause: cleaned(error, source.redact) }),
  });
}

/** @throws ModelError when the caller stopped the call. */
export function throwIfAborted(signal: AbortSignal | undefined, id: string): void {
  if (signal?.aborted === true) throw new ModelError("aborted", `${id}: ${WHAT.aborted}`);
}

function message(kind: ModelErrorKind, facts: Facts, { id, keyName, redact }: Source): string {
  const place = kind === "network" && facts.origin !== undefined ? ` to ${facts.origin}` : "";
  const detail = [facts.status === undefined ? undefined : `HTTP ${facts.status}`, facts.codes[0]].filter(
    (part) => part !== undefined,
  );
  const head = `${id}: ${WHAT[kind]}${place}${detail.length === 0 ? "" : ` (${detail.join(", ")})`}`;
  const said = redact(facts.said).replace(/\s+/g, " ").trim();
  const shown = said.length > SHOWN ? `${said.slice(0, SHOWN)}...` : said;
  const remedy =
    kind === "auth" && keyName !== undefined ? `Set ${keyName} to a key that may use this model.` : REMEDY[kind];
  const speaker = facts.byProvider ? "The provider says: " : "";
  return [head, shown === "" ? undefined : `${speaker}${shown}`, remedy]
    .filter((part) => part !== undefined)
    .join("\n  ");
}

/** Gemini names the wait in the body. */
function delayIn(facts: Facts): number | undefined {
  return facts.labels
    .split(" ")
    .map(seconds)
    .find((wait) => wait !== undefined);
}

/** A cause to look into: name, message and stack only, as the rest may hold headers and the whole request. */
function cleaned(error: Error, redact: (text: string) => string): Error {
  const cause = new Error(redact(error.message));
  cause.name = error.name;
  if (error.stack !== undefined) cause.stack = redact(error.stack);
  return cause;
}
