/** Any AI SDK language model as a Model: calls its `doGenerate` itself, so that retries and deadlines stay in the request path. */
import type { JSONSchema7, LanguageModelV4CallOptions } from "@ai-sdk/provider";
import { ANSWER_FIELD, labelSchema } from "../../core/answer-form.ts";
import {
  type Message,
  type Model,
  type ModelAnswer,
  type ModelRequest,
  NO_USAGE,
  type Pricing,
  type ReplyFormat,
} from "../../core/model.ts";
import type { AiSdkModel } from "./ai-sdk-model.ts";
import { asV4 } from "./ai-sdk-versions.ts";
import { toAnswer } from "./answer.ts";
import { readFailure, type Source, throwIfAborted } from "./failure.ts";
import { readFacts } from "./failure-facts.ts";
import { parametersIn } from "../parameters.ts";
import { hider, redactor } from "../redact.ts";
import { listed } from "../listed.ts";
import { LearnedSettings } from "./learned-settings.ts";
import { fitsWithoutCap, namedSettings, type Settings } from "./refused-setting.ts";
import type { Outcome, Sent } from "./setting-search.ts";

/** Options of `aiSdkModel`. */
export interface AiSdkOptions {
  /** Default: `provider:modelId`, with the provider's name up to its first dot. Part of the cache key. */
  readonly id?: string;
  /** The id without what distinguishes variants; default: the id. */
  readonly name?: string;
  /** Default: of OpenAI, Anthropic and Google by the price table; of others unknown. */
  readonly pricing?: Pricing;
  /** Whether replies can be restricted to a JSON schema; default true. When false, every reply comes as text. */
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
 * (400 or 422, nothing is billed) whose settings were never taken before, the same call goes again without or with other
 * settings: temperature, seed, cap on output tokens, form of the reply. What helps holds for all later calls, and answers say so.
 * @throws UsageError when the model follows none of the specifications v2, v3 and v4
 */
export function aiSdkModel(given: AiSdkModel, options: AiSdkOptions = {}): Model {
  const model = asV4(given);
  const family = model.provider.split(".")[0]!;
  const id = options.id ?? `${family}:${model.modelId}`;
  const cap = options.maxOutputTokens ?? (family === ANTHROPIC ? 4096 : undefined);
  const structured = options.structuredOutputs ?? true;
  const parameters = parametersIn(model.modelId);
  const hide = hider(options.keys ?? options.secrets ?? []);
  let answered = false;
  const source: Source = {
    id,
    hasAnswered: () => answered,
    redact: redactor(options.secrets ?? []),
    ...(options.keyName !== undefined && { keyName: options.keyName }),
  };
  const learned = new LearnedSettings({ required: family === ANTHROPIC, mayRename: family === COMPATIBLE });

  async function generate(request: ModelRequest, signal?: AbortSignal): Promise<ModelAnswer> {
    const prompt = request.messages.map(toMessage);
    const wanted = settingsOf(request);
    for (;;) {
      const sent = learned.adjust(wanted);
      const outcome = await attempt(sent);
      const found = "facts" in outcome ? await learned.search(wanted, sent, outcome.facts, attempt) : outcome;
      if (found === "again") continue;
      const end = found ?? outcome;
      if ("answer" in end) return end.answer;
      if ("facts" in end) throw end.failure;
      if (typeof end.other !== "string") throw end.other;
      return { text: "", finish: end.other, usage: NO_USAGE };
    }

    async function attempt(sent: Sent): Promise<Outcome> {
      throwIfAborted(signal, id);
      try {
        const result = await model.doGenerate({
          prompt,
          ...asOptions(sent),
          ...(signal !== undefined && { abortSignal: signal }),
        });
        const answer = toAnswer(result, request.format, source, learned.sentences(id, wanted, sent), hide);
        answered = true;
        learned.taken(sent);
        return { answer };
      } catch (error) {
        throwIfAborted(signal, id);
        return turnedDown(error, sent);
      }
    }

    async function turnedDown(error: unknown, sent: Sent): Promise<Outcome> {
      const failure = readFailure(error, source);
      const facts = readFacts(error);
      const { maxOutputTokens, ...rest } = sent;
      if (failure === "overflow" && maxOutputTokens !== undefined && fitsWithoutCap(facts)) {
        learned.dropCap();
        return attempt(rest);
      }
      if (typeof failure === "string") return { other: failure };
      const bySettings = failure.kind === "bad-request" && TURNED_DOWN.has(failure.status);
      // Servers that cannot compile a schema fail, and say so.
      const byFormat = failure.kind === "server" && namedSettings(facts, sent).includes("responseFormat");
      return bySettings || byFormat ? { facts, failure } : { other: failure };
    }
  }

  function settingsOf(request: ModelRequest): Settings {
    const maxOutputTokens = request.maxOutputTokens ?? cap;
    const responseFormat = structured ? toResponseFormat(request.format) : undefined;
    return {
      seed: request.sample,
      ...(request.temperature !== undefined && { temperature: request.temperature }),
      ...(maxOutputTokens !== undefined && { maxOutputTokens }),
      ...(responseFormat !== undefined && { responseFormat }),
    };
  }

  return {
    id,
    ...(options.name !== undefined && { name: options.name }),
    pricing: options.pricing ?? listed(family, model.modelId),
    ...(options.account !== undefined && { account: options.account }),
    remote: true,
    ...(parameters !== undefined && { parameters }),
    holds: { choice: structured, json: structured, ...(structured && { choiceAs: "object" as const }) },
    generate,
    ...(options.close !== undefined && { close: options.close }),
  };
}

/** Statuses of requests that are turned down for what they hold. */
const TURNED_DOWN: ReadonlySet<number | undefined> = new Set([400, 422]);

/** Its package sends the highest cap that the model takes where there is none. */
const ANTHROPIC = "anthropic";

/** The package for servers that speak OpenAI's chat completions sends further options of this name as they are. */
const COMPATIBLE = "compatible";

function asOptions({ renamed, ...settings }: Sent): Partial<LanguageModelV4CallOptions> {
  if (renamed === undefined) return settings;
  const { maxOutputTokens, ...rest } = settings;
  return { ...rest, providerOptions: { [COMPATIBLE]: { max_completion_tokens: maxOutputTokens! } } };
}

function toMessage({ role, content }: Message): LanguageModelV4CallOptions["prompt"][number] {
  return role === "system" ? { role, content } : { role, content: [{ type: "text", text: content }] };
}

function toResponseFormat(format: ReplyFormat): LanguageModelV4CallOptions["responseFormat"] {
  if (format.kind === "text") return undefined;
  if (format.kind === "json") return { type: "json", name: format.name, schema: format.schema as JSONSchema7 };
  return { type: "json", name: ANSWER_FIELD, schema: labelSchema(format.choices) as JSONSchema7 };
}
