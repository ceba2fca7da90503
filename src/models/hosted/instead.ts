/** Reads a reply with a good HTTP status that is no answer: an error inside it, a page, a stream, something else. */

/** What such a reply is. */
export interface Instead {
  /**
   * `error`: an error object · `page`: HTML · `stream`: a stream of events · `other`: JSON that no chat API sends ·
   * `broken`: an answer that is cut off or lacks a part, so another try may bring a whole one.
   */
  readonly what: "error" | "page" | "stream" | "other" | "broken";
  /** The status that the error states. */
  readonly status?: number;
}

/** Status by the names that providers give to kinds of errors. */
const STATUS_OF: readonly (readonly [RegExp, number])[] = [
  [/insufficient_quota|payment|billing|insufficient_(?:balance|credits?)/i, 402],
  [/rate_?limit|too_?many_?requests|resource_?exhausted|throttl/i, 429],
  [/overloaded|unavailable/i, 503],
  [/authentication|unauthenticated|unauthori[sz]ed|invalid_(?:api_)?key/i, 401],
  [/permission|forbidden|access_?denied/i, 403],
  [/not_?found/i, 404],
  [/timeout|deadline/i, 504],
  [/invalid_?(?:request|argument|parameter)|bad_?request|validation/i, 400],
  [/server_error|api_error|internal/i, 500],
];

/** Fields of answers in the chat APIs that are spoken here; a reply with one of them is meant as an answer. */
const OF_ANSWERS = ["choices", "content", "candidates", "done", "role", "usage", "promptFeedback"];

export function insteadOfAnswer(body: string | undefined): Instead {
  const text = (body ?? "").trim();
  if (text === "") return { what: "broken" };
  if (/^(?:data|event|id|retry)?:/.test(text)) return { what: "stream" };
  if (/^<(?:!doctype|html|head|body|\?xml)/i.test(text)) return { what: "page" };
  const reply = parse(text);
  if (reply === undefined) return { what: "broken" };
  if (!isRecord(reply)) return { what: "other" };
  const error = errorIn(reply);
  if (error !== undefined) {
    const status = statusIn(error) ?? statusIn(reply);
    return { what: "error", ...(status !== undefined && { status }) };
  }
  return { what: OF_ANSWERS.some((field) => field in reply) || isRecord(reply["message"]) ? "broken" : "other" };
}

/** The error in a reply, or in its first choice; undefined when it holds none. */
export function errorIn(reply: unknown): unknown {
  if (!isRecord(reply)) return undefined;
  const choice: unknown = Array.isArray(reply["choices"]) ? reply["choices"][0] : undefined;
  for (const holder of [reply, choice]) {
    const error = isRecord(holder) ? holder["error"] : undefined;
    if (isRecord(error) || (typeof error === "string" && error.trim() !== "")) return error;
  }
  const isError = reply["object"] === "error" || reply["type"] === "error" || reply["success"] === false;
  const named = ["code", "status", "statusCode", "status_code"].some((field) => failing(reply[field]) !== undefined);
  return isError || named || Array.isArray(reply["errors"]) || "detail" in reply ? reply : undefined;
}

const STATUS_FIELDS = ["status", "code", "statusCode", "status_code", "http_status", "error_code"];

function statusIn(error: unknown): number | undefined {
  if (!isRecord(error)) return undefined;
  for (const field of STATUS_FIELDS) {
    const status = failing(error[field]);
    if (status !== undefined) return status;
  }
  const names = [error["code"], error["type"], error["status"]].filter((name) => typeof name === "string");
  return STATUS_OF.find(([name]) => names.some((one) => name.test(one)))?.[1];
}

/** An HTTP status that says that something failed. */
function failing(value: unknown): number | undefined {
  const status = typeof value === "string" && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === "number" && status >= 400 && status <= 599 ? status : undefined;
}

/** The JSON in a text; undefined when it is none. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
