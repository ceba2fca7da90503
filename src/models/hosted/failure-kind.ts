/** Sorts a failed try: which kind of error it is, or that the prompt itself is what the provider turned down. */
import type { ModelErrorKind } from "../../core/errors.ts";
import type { Facts } from "./failure-facts.ts";

/** `overflow` and `refusal` depend on the prompt, so they are answers, not errors. */
export type FailureKind = ModelErrorKind | "overflow" | "refusal";

/** The prompt does not fit the context, in the words of OpenAI, Anthropic, Gemini, vLLM, SGLang, TGI, llama.cpp, LM Studio, Ollama. */
const OVERFLOW =
  /context_length_exceeded|exceed_context_size|maximum context length|(?:context|model) length of only|context length is only|prompt is too long|input is too long|input token count|too many (?:input )?tokens|longer than (?:the|this) (?:model|context|maximum)|context (?:size|window|length|limit)[^.]{0,40}exceed|exceeds?[^.]{0,60}context|exceeds? the maximum number of tokens|context overflows|inputs`? tokens \+ `?max_new_tokens`? must be/i;
const OVERFLOW_STATUS: ReadonlySet<number> = new Set([400, 413, 422, 500]);

/** A filter turned the prompt down before the model saw it. */
const FILTERED =
  /content_filter|content management policy|invalid_prompt|flagged as potentially violating|content_policy_violation|data_?inspection|inappropriate content|content exists risk|(?:input|prompt) (?:was |is )?flagged/i;

const NO_CREDIT =
  /insufficient_quota|billing_(?:hard_limit|not_active|error)|credit balance|insufficient (?:credits?|balance|funds)|out of credits|AllocationQuota|allocated quota exceeded|free tier of the model has been exhausted/i;
const BAD_KEY = /API_KEY_INVALID|invalid[_ ]api[_ ]key|api key (?:not valid|expired|is invalid)/i;
/** Faults that pass, in the words of errors without a status. */
const PASSING =
  /rate.?limit|too many requests|overload|loading|capacity|unavailable|time(?:d )?.?out|temporar|try again/i;
const NO_MODEL = /model_not_found|invalid_model|not a valid model|model\b.{0,120}\b(?:does not exist|not found)/i;

const TIMEOUT_CODE = /^(?:ETIMEDOUT|UND_ERR_(?:HEADERS|BODY|CONNECT)_TIMEOUT)$/;
const NETWORK_CODE =
  /^(?:E(?!RR_)[A-Z_]+|UND_ERR_SOCKET|UND_ERR_CLOSED|UND_ERR_DESTROYED|UNABLE_|CERT_|DEPTH_ZERO|SELF_SIGNED|ERR_TLS|ERR_SSL|HPE_)/;

const BY_STATUS: Readonly<Record<number, ModelErrorKind>> = {
  401: "auth",
  402: "quota",
  403: "auth",
  404: "unknown-model",
  408: "timeout",
  409: "server",
  425: "server",
  429: "rate-limit",
  503: "overloaded",
  504: "timeout",
  524: "timeout",
  529: "overloaded",
};

/** Error classes of the AI SDK that come without a status. */
const BY_NAME: Readonly<Record<string, ModelErrorKind>> = {
  AI_APICallError: "network",
  AI_LoadAPIKeyError: "auth",
  AI_LoadSettingError: "bad-request",
  AI_NoSuchModelError: "unknown-model",
  AI_InvalidPromptError: "bad-request",
  AI_InvalidArgumentError: "bad-request",
  AI_UnsupportedFunctionalityError: "bad-request",
  AI_InvalidResponseDataError: "malformed",
  AI_JSONParseError: "malformed",
  AI_TypeValidationError: "malformed",
  AI_EmptyResponseBodyError: "malformed",
  AI_NoContentGeneratedError: "malformed",
  TimeoutError: "timeout",
  AbortError: "network",
};

/** @returns `malformed` for every good HTTP status whose reply is no answer and states no fault that is known */
export function failureKind(facts: Facts): FailureKind {
  const { status, codes, name } = facts;
  if (codes.some((code) => TIMEOUT_CODE.test(code))) return "timeout";
  if (status === undefined) {
    if (codes.some((code) => NETWORK_CODE.test(code))) return "network";
    if (codes.some((code) => /^(?:UND_)?ERR_INVALID_/.test(code))) return "bad-request";
    return BY_NAME[name] ?? "server";
  }
  const text = `${facts.labels} ${facts.said}`;
  if (status < 200 || status >= 300) return byReply(status, text);
  if (facts.instead?.what !== "error" || PASSING.test(text)) return "malformed";
  const kind = byReply(400, text);
  return kind === "bad-request" ? "malformed" : kind;
}

function byReply(status: number, text: string): FailureKind {
  if (OVERFLOW_STATUS.has(status) && OVERFLOW.test(text)) return "overflow";
  if (status < 500) {
    if ((status === 400 || status === 403 || status === 429) && NO_CREDIT.test(text)) return "quota";
    if ((status === 400 || status === 403) && NO_MODEL.test(text)) return "unknown-model";
    if (status === 400 && BAD_KEY.test(text)) return "auth";
    if ((status === 400 || status === 403) && FILTERED.test(text)) return "refusal";
  }
  if (text.includes("overloaded_error")) return "overloaded";
  return BY_STATUS[status] ?? (status >= 500 ? "server" : "bad-request");
}
