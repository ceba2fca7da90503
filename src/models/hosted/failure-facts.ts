/** Reads what is known of a failed try out of whatever a provider or its client library threw. */
import { insteadOfAnswer, type Instead, isRecord, parse } from "./instead.ts";

export interface Facts {
  /** Name of the error class, such as `AI_APICallError`. */
  readonly name: string;
  /** HTTP status, or the one that an error inside a good reply states; undefined when there was no reply. */
  readonly status: number | undefined;
  /** What a reply with a good HTTP status held in place of an answer; undefined for every other failure. */
  readonly instead: Instead | undefined;
  /** The provider's own words where there are any, else the error's. */
  readonly said: string;
  /** Whether they are the provider's. */
  readonly byProvider: boolean;
  /** The provider's codes, types and names of parameters, in one line. */
  readonly labels: string;
  /** Fields of the reply that state a time, with their names. */
  readonly times: readonly (readonly [string, string])[];
  /** Of the reply, and those that its body quotes; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** System error codes of the error and its causes, such as `ECONNRESET`. */
  readonly codes: readonly string[];
  /** Where the request went, without path and query. */
  readonly origin: string | undefined;
}

/** Characters of a provider's words that are read. */
const LONGEST = 20_000;

/** Reads the AI SDK's errors, those of other HTTP clients by the same field names, and plain errors. */
export function readFacts(error: unknown): Facts {
  const chain = causes(error);
  const outer = chain[0] ?? {};
  const http = chain.map((link) => link["statusCode"] ?? link["status"]).find((value) => typeof value === "number");
  const body = chain.map((link) => link["responseBody"]).find((value) => typeof value === "string");
  const reply = body === undefined ? (outer["data"] ?? outer["error"]) : (parse(body) ?? plain(body));
  const url = chain.map((link) => link["url"]).find((value) => typeof value === "string");
  const own = words(reply);
  const found: Found = { labels: [], times: [], headers: {} };
  collect(reply, found);
  const instead = http !== undefined && http >= 200 && http < 300 ? insteadOfAnswer(body) : undefined;
  return {
    name: typeof outer["name"] === "string" ? outer["name"] : "",
    status: instead?.status ?? http,
    instead,
    said: (own ?? chain.map((link) => link["message"]).find(isWords) ?? (isWords(error) ? error : "")).slice(
      0,
      LONGEST,
    ),
    byProvider: own !== undefined,
    labels: found.labels.join(" ").slice(0, LONGEST),
    times: found.times,
    headers: { ...readHeaders(found.headers), ...readHeaders(outer["responseHeaders"] ?? outer["headers"]) },
    codes: chain.map((link) => link["code"]).filter((code) => typeof code === "string"),
    origin: url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined,
  };
}

/** The error and its causes, outermost first; what an AggregateError holds counts as its causes. */
function causes(error: unknown): Record<string, unknown>[] {
  const chain: Record<string, unknown>[] = [];
  const waiting: unknown[] = [error];
  while (waiting.length > 0 && chain.length < 10) {
    const link = waiting.shift();
    if (!isRecord(link) || chain.includes(link)) continue;
    chain.push(link);
    waiting.push(link["cause"], ...(Array.isArray(link["errors"]) ? link["errors"] : []));
  }
  return chain;
}

/** How deep a reply is looked into, and how many labels are taken: no provider's goes further, a hostile one may. */
const DEEPEST = 12;
const MOST_LABELS = 100;

/** The message in a reply: providers put it under different names, some as JSON in a string. */
function words(value: unknown, depth = 0): string | undefined {
  if (depth > DEEPEST) return undefined;
  const inner = (part: unknown): string | undefined => words(part, depth + 1);
  if (typeof value === "string")
    return inner(/^\s*[{[]/.test(value) ? parse(value) : undefined) ?? (isWords(value) ? value : undefined);
  if (Array.isArray(value)) return value.map(inner).find((text) => text !== undefined);
  if (!isRecord(value)) return undefined;
  const text =
    inner(value["message"]) ??
    inner(value["error"]) ??
    inner(value["detail"]) ??
    inner(value["msg"]) ??
    statusWords(value, inner);
  const raw = isRecord(value["metadata"]) ? inner(value["metadata"]["raw"]) : undefined;
  return raw === undefined ? text : `${text ?? ""} ${raw}`.trim();
}

/** MiniMax states its failures under "base_resp". */
function statusWords(
  { base_resp: status }: Record<string, unknown>,
  inner: (part: unknown) => string | undefined,
): string | undefined {
  return isRecord(status) && status["status_code"] !== 0 ? inner(status["status_msg"]) : undefined;
}

interface Found {
  readonly labels: string[];
  readonly times: (readonly [string, string])[];
  headers: Record<string, unknown>;
}

const LABELS = ["code", "type", "status", "reason", "param", "error_code", "quotaId"];
const TIMES = /^(?:retry_?(?:after|delay|in)|resets?_?(?:at|in|time|after)?)(?:_?(?:ms|millis\w*|s|sec\w*))?$/i;
const HOLDERS = ["error", "message", "detail", "details", "violations", "loc", "metadata", "raw"];

/** Only these fields, so that a prompt echoed in the reply is not taken for the provider's words. */
function collect(value: unknown, found: Found, depth = 0): void {
  if (depth > DEEPEST || found.labels.length > MOST_LABELS) return;
  if (Array.isArray(value)) for (const item of value) collect(item, found, depth + 1);
  else if (typeof value === "string" && /^\s*[{[]/.test(value)) collect(parse(value), found, depth + 1);
  else if (isRecord(value)) {
    for (const [key, label] of Object.entries(value)) {
      if (typeof label !== "string" && typeof label !== "number") continue;
      if (LABELS.includes(key)) found.labels.push(String(label));
      else if (TIMES.test(key) && found.times.length < MOST_LABELS) found.times.push([key, String(label)]);
    }
    if (isRecord(value["headers"]) && depth > 0) found.headers = value["headers"];
    for (const key of HOLDERS) collect(value[key], found, depth + 1);
    if (Array.isArray(value["loc"])) found.labels.push(value["loc"].join("."));
  }
}

function readHeaders(headers: unknown): Record<string, string> {
  const entries = headers instanceof Headers ? [...headers] : isRecord(headers) ? Object.entries(headers) : [];
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** The text of a reply that is no JSON; of a page, its title. */
function plain(body: string): string {
  return /<title[^<>]*>([^<]*)<\/title>/i.exec(body)?.[1] ?? body.replace(/<[^<>]*>/g, " ");
}

function isWords(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}
