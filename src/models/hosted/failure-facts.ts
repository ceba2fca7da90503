/** Reads what is known of a failed try out of whatever a provider or its client library threw. */

export interface Facts {
  /** Name of the error class, such as `AI_APICallError`. */
  readonly name: string;
  /** HTTP status; undefined when no reply came. */
  readonly status: number | undefined;
  /** The provider's own words where there are any, else the error's. */
  readonly said: string;
  /** Whether they are the provider's. */
  readonly byProvider: boolean;
  /** The provider's codes, types and names of parameters, in one line. */
  readonly labels: string;
  /** Of the reply, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** System error codes of the error and its causes, such as `ECONNRESET`. */
  readonly codes: readonly string[];
  /** Where the request went, without path and query. */
  readonly origin: string | undefined;
}

/** Reads the AI SDK's errors, those of other HTTP clients by the same field names, and plain errors. */
export function readFacts(error: unknown): Facts {
  const chain = causes(error);
  const outer = chain[0] ?? {};
  const status = chain.map((link) => link["statusCode"] ?? link["status"]).find((value) => typeof value === "number");
  const body = chain.map((link) => link["responseBody"]).find((value) => typeof value === "string");
  const reply = body === undefined ? (outer["data"] ?? outer["error"]) : (parse(body) ?? plain(body));
  const url = chain.map((link) => link["url"]).find((value) => typeof value === "string");
  const own = words(reply);
  const labels: string[] = [];
  collectLabels(reply, labels);
  return {
    name: typeof outer["name"] === "string" ? outer["name"] : "",
    status,
    said: own ?? chain.map((link) => link["message"]).find(isWords) ?? (isWords(error) ? error : ""),
    byProvider: own !== undefined,
    labels: labels.join(" "),
    headers: readHeaders(outer["responseHeaders"] ?? outer["headers"]),
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
  const text = inner(value["message"]) ?? inner(value["error"]) ?? inner(value["detail"]) ?? inner(value["msg"]);
  const raw = isRecord(value["metadata"]) ? inner(value["metadata"]["raw"]) : undefined;
  return raw === undefined ? text : `${text ?? ""} ${raw}`.trim();
}

const LABELS = ["code", "type", "status", "reason", "param", "error_code", "quotaId", "retryDelay"];
const HOLDERS = ["error", "message", "detail", "details", "violations", "loc"];

/** Only these fields, so that a prompt echoed in the reply is not taken for the provider's words. */
function collectLabels(value: unknown, labels: string[], depth = 0): void {
  if (depth > DEEPEST || labels.length > MOST_LABELS) return;
  if (Array.isArray(value)) for (const item of value) collectLabels(item, labels, depth + 1);
  else if (typeof value === "string" && /^\s*[{[]/.test(value)) collectLabels(parse(value), labels, depth + 1);
  else if (isRecord(value)) {
    for (const key of LABELS)
      if (typeof value[key] === "string" || typeof value[key] === "number") labels.push(String(value[key]));
    for (const key of HOLDERS) collectLabels(value[key], labels, depth + 1);
    if (Array.isArray(value["loc"])) labels.push(value["loc"].join("."));
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isWords(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
