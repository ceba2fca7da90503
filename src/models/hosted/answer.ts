/** Makes an answer of what an AI SDK model returns: its text, why it ended, its tokens, without any key. */
import type { LanguageModelV4GenerateResult, SharedV4Warning } from "@ai-sdk/provider";
import { ANSWER_FIELD } from "../../core/answer-form.ts";
import { ModelError } from "../../core/errors.ts";
import { isObject } from "../../core/values/is-object.ts";
import type { ModelAnswer, ReplyFormat } from "../../core/model.ts";
import { readFailure, type Source } from "./failure.ts";
import { insteadOfAnswer, isRecord } from "./instead.ts";
import { nextIn } from "./rate-headers.ts";

/**
 * The answer in a result.
 * @param changed what was sent otherwise than it was wanted, each a sentence
 * @param hide takes keys out of a text
 * @throws ModelError when the reply did not end in a way that makes it an answer
 */
export function toAnswer(
  result: LanguageModelV4GenerateResult,
  format: ReplyFormat,
  source: Source,
  changed: readonly string[],
  hide: (text: string) => string,
): ModelAnswer {
  const { inputTokens, outputTokens } = result.usage;
  const text =
    result.structuredOutputText ?? result.content.map((part) => (part.type === "text" ? part.text : "")).join("");
  const finish = toFinish(result, text, source);
  const warnings = [...result.warnings.map((warning) => sentence(warning, source.id)), ...changed];
  const tokens = (inputTokens.total ?? 0) + (outputTokens.total ?? 0);
  const next = nextIn(result.response?.headers ?? {}, tokens);
  const answer: ModelAnswer = {
    text: format.kind === "choice" && finish === "stop" ? unwrap(text, format.choices) : text,
    finish,
    usage: {
      input: inputTokens.total ?? 0,
      output: outputTokens.total ?? 0,
      cachedInput: inputTokens.cacheRead ?? 0,
      reasoning: outputTokens.reasoning ?? 0,
    },
    ...(warnings.length > 0 && { warnings }),
    ...(next !== undefined && { nextIn: next }),
  };
  return withoutKeys(answer, hide);
}

/** What a reply without a proper end holds in place of an answer, such as an error; undefined where it holds nothing of the kind. */
function faultIn(body: unknown, source: Source): ReturnType<typeof readFailure> | undefined {
  const text = isRecord(body) ? JSON.stringify(body) : undefined;
  if (text === undefined || insteadOfAnswer(text).what === "broken") return undefined;
  return readFailure({ statusCode: 200, responseBody: text }, source);
}

/** A proxy may repeat a key in an answer: it goes out of every text before anybody sees or stores it. */
function withoutKeys(answer: ModelAnswer, hide: (text: string) => string): ModelAnswer {
  const clean = (value: unknown): unknown =>
    typeof value === "string" ? hide(value) : Array.isArray(value) ? value.map(clean) : value;
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [name, clean(value)]),
  ) as unknown as ModelAnswer;
}

/** @throws ModelError when the reply did not end in a way that makes it an answer. */
function toFinish(
  { finishReason: reason, response }: LanguageModelV4GenerateResult,
  text: string,
  source: Source,
): ModelAnswer["finish"] {
  const { id, redact } = source;
  if (refuses(response?.body) || reason.raw === "refusal") return "refusal";
  const named = (): string => (reason.raw === undefined ? "no reason given" : redact(reason.raw));
  switch (reason.unified) {
    case "stop":
    case "length":
      return reason.unified;
    case "content-filter":
      return "refusal";
    case "tool-calls":
    case "other": {
      // Some servers name no reason, or a token such as "eos"; Gemini's "OTHER" and the like are not an end.
      const isEnd = reason.raw === undefined || /^(?:eos|end|stop)/i.test(reason.raw);
      if (isEnd && text !== "") return "stop";
      break;
    }
    case "error":
    case "interrupted":
  }
  const fault = faultIn(response?.body, source);
  if (typeof fault === "string") return fault;
  if (fault !== undefined) throw fault;
  if (reason.unified === "error") throw new ModelError("server", `${id}: the reply ended with an error (${named()})`);
  throw new ModelError("malformed", `${id}: the reply did not end (${named()})`);
}

/** Whether a reply refuses in a field of its own, as OpenAI's models do; not every version of the packages reads it. */
function refuses(body: unknown): boolean {
  const [first] = isRecord(body) && Array.isArray(body["choices"]) ? (body["choices"] as readonly unknown[]) : [];
  const message = isRecord(first) ? first["message"] : undefined;
  return isRecord(message) && typeof message["refusal"] === "string" && message["refusal"] !== "";
}

/** The choice itself; the text as it arrived when it is not the JSON that was asked for. */
function unwrap(text: string, choices: readonly string[]): string {
  try {
    const reply: unknown = JSON.parse(text);
    const answer = isObject(reply) ? reply[ANSWER_FIELD] : undefined;
    return choices.find((choice) => choice === answer) ?? text;
  } catch {
    return text;
  }
}

function sentence(warning: SharedV4Warning, id: string): string {
  switch (warning.type) {
    case "unsupported":
      return `${id} does not take ${warning.feature}${warning.details === undefined ? "." : `: ${warning.details}`}`;
    case "compatibility":
      return `${id} changes ${warning.feature}${warning.details === undefined ? "." : `: ${warning.details}`}`;
    case "deprecated":
      return `${id}: ${warning.setting} is deprecated: ${warning.message}`;
    case "other":
      return `${id}: ${warning.message}`;
  }
}
