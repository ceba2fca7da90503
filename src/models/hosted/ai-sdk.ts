/** Any AI SDK language model as a Model: calls its `doGenerate` itself, so that retries and deadlines stay in the request path. */
import type {
  JSONSchema7,
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  SharedV4Warning,
} from "@ai-sdk/provider";
import { ModelError } from "../../core/errors.ts";
import {
  type Message,
  type Model,
  type ModelAnswer,
  type ModelRequest,
  NO_USAGE,
  type Pricing,
  type ReplyFormat,
} from "../../core/model.ts";
import { readFailure, type Source, throwIfAborted } from "./failure.ts";
import { readFacts } from "./failure-facts.ts";
import { nextIn } from "./rate-headers.ts";
import { hider, redactor } from "../redact.ts";
import { insteadOfAnswer, isRecord } from "./instead.ts";
import { listed } from "../listed.ts";
import { fitsWithoutCap, refusedSetting, type Setting } from "./refused-setting.ts";

/** The part of an AI SDK model that is used. */
export type Generates = Pick<LanguageModelV4, "provider" | "modelId" | "doGenerate">;

/** Options of `aiSdkModel`. */
export interface AiSdkOptions {
  /** Default: `provider:modelId`, with the provider's name up to its first dot. Part of the cache key. */
  readonly id?: string;
  /** The id without what tells variants apart; default: the id. */
  readonly name?: string;
  /** Default: of OpenAI, Anthropic and Google by the price table; of others unknown. */
  readonly pricing?: Pricing;
  /** Whether replies can be held to a JSON schema; default true. When false, every reply comes as text. */
  readonly structuredOutputs?: boolean;
  /** Used when a request has none; default: the provider's own, but 4,096 for Anthropic, whose own is the model's limit. */
  readonly maxOutputTokens?: number;
  /** Values that must not show in error messages: keys, header values. What looks like a key never does. */
  readonly secrets?: readonly string[];
  /** Values that must not show in answers either: keys. Default: `secrets`. */
  readonly keys?: readonly string[];
  /** The environment variable of the key, for error messages. */
  readonly keyName?: string;
  /** Whose limits its calls count against; default: the id. */
  readonly account?: string;
  /** What `close` does. */
  readonly close?: () => Promise<void>;
}

/**
 * The model as protegi calls it. One call is one request, with one exception: when the provider turns a request down
 * (400 or 422, nothing is billed) because it does not take the temperature, the seed, the cap on output tokens or the
 * reply format (or because the cap leaves the prompt no room), the same call goes again without that setting, later calls leave it out, and answers say so.
 */
export function aiSdkModel(model: Generates, options: AiSdkOptions = {}): Model {
  const family = model.provider.split(".")[0]!;
  const id = options.id ?? `${family}:${model.modelId}`;
  const cap = options.maxOutputTokens ?? (family === "anthropic" ? 4096 : undefined);
  const structured = options.structuredOutputs ?? true;
  const hide = hider(options.keys ?? options.secrets ?? []);
  let answered = false;
  const source: Source = {
    id,
    hasAnswered: () => answered,
    redact: redactor(options.secrets ?? []),
    ...(options.keyName !== undefined && { keyName: options.keyName }),
  };
  const refused = new Set<Setting>();

  async function generate(request: ModelRequest, signal?: AbortSignal): Promise<ModelAnswer> {
    const prompt = request.messages.map(toMessage);
    const maxOutputTokens = request.maxOutputTokens ?? cap;
    const responseFormat = structured ? toResponseFormat(request.format) : undefined;
    const settings: Pick<LanguageModelV4CallOptions, Setting> = {
      seed: request.sample,
      ...(request.temperature !== undefined && { temperature: request.temperature }),
      ...(maxOutputTokens !== undefined && { maxOutputTokens }),
      ...(responseFormat !== undefined && { responseFormat }),
    };
    for (;;) {
      throwIfAborted(signal, id);
      for (const setting of refused) delete settings[setting];
      try {
        const result = await model.doGenerate({
          prompt,
          ...settings,
          ...(signal !== undefined && { abortSignal: signal }),
        });
        const answer = toAnswer(result, request.format, source, refused);
        answered = true;
        return withoutKeys(answer, hide);
      } catch (error) {
        throwIfAborted(signal, id);
        const failure = readFailure(error, source);
        const setting = settingAtFault(failure, error, settings);
        if (setting !== undefined) refused.add(setting);
        else if (failure instanceof ModelError) throw failure;
        else return { text: "", finish: failure, usage: NO_USAGE };
      }
    }
  }

  return {
    id,
    ...(options.name !== undefined && { name: options.name }),
    pricing: options.pricing ?? listed(family, model.modelId),
    ...(options.account !== undefined && { account: options.account }),
    holds: { choice: structured, json: structured },
    generate,
    ...(options.close !== undefined && { close: options.close }),
  };
}

function settingAtFault(
  failure: ReturnType<typeof readFailure>,
  error: unknown,
  settings: Partial<Record<Setting, unknown>>,
): Setting | undefined {
  if (failure === "overflow") {
    return settings.maxOutputTokens !== undefined && fitsWithoutCap(readFacts(error)) ? "maxOutputTokens" : undefined;
  }
  const turnedDown = failure instanceof ModelError && failure.kind === "bad-request";
  return turnedDown ? refusedSetting(readFacts(error), settings) : undefined;
}

function toMessage({ role, content }: Message): LanguageModelV4CallOptions["prompt"][number] {
  return role === "system" ? { role, content } : { role, content: [{ type: "text", text: content }] };
}

function toResponseFormat(format: ReplyFormat): LanguageModelV4CallOptions["responseFormat"] {
  if (format.kind === "text") return undefined;
  if (format.kind === "json") return { type: "json", name: format.name, schema: format.schema as JSONSchema7 };
  const answer: JSONSchema7 = { type: "string", enum: [...new Set(format.choices)] };
  const schema: JSONSchema7 = {
    type: "object",
    properties: { answer },
    required: ["answer"],
    additionalProperties: false,
  };
  return { type: "json", name: "answer", schema };
}

function toAnswer(
  result: LanguageModelV4GenerateResult,
  format: ReplyFormat,
  source: Source,
  refused: ReadonlySet<Setting>,
): ModelAnswer {
  const { inputTokens, outputTokens } = result.usage;
  const text =
    result.structuredOutputText ?? result.content.map((part) => (part.type === "text" ? part.text : "")).join("");
  const finish = toFinish(result, text, source);
  const warnings = [
    ...result.warnings.map((warning) => sentence(warning, source.id)),
    ...Array.from(refused, (setting) => `${source.id} refuses ${setting}; it is left out.`),
  ];
  const tokens = (inputTokens.total ?? 0) + (outputTokens.total ?? 0);
  const next = nextIn(result.response?.headers ?? {}, tokens);
  return {
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

/** The choice itself; the text as it came when it is not the JSON that was asked for. */
function unwrap(text: string, choices: readonly string[]): string {
  try {
    const reply: unknown = JSON.parse(text);
    const answer = typeof reply === "object" && reply !== null && "answer" in reply ? reply.answer : undefined;
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
