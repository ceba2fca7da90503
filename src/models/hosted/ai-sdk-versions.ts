/** Language models of AI SDK 5, 6 and 7 (specification v2, v3, v4), each as one of v4. */
import type { LanguageModelV4, LanguageModelV4GenerateResult, SharedV4Warning } from "@ai-sdk/provider";
import { UsageError } from "../../core/errors.ts";
import type { AiSdkModel } from "./ai-sdk-model.ts";
import { isRecord } from "./instead.ts";

/** The part of a model of v4 that is used. */
export type Generates = Pick<LanguageModelV4, "specificationVersion" | "provider" | "modelId" | "doGenerate">;

/**
 * The model as one of v4. Results of v3 have the shape of v4's already.
 * @throws UsageError when it follows another specification
 */
export function asV4(model: AiSdkModel): Generates {
  const { specificationVersion: version, provider, modelId } = model;
  if (version === "v4") return model as Generates;
  if (version === "v3")
    return { ...named(provider, modelId), doGenerate: (call) => (model as Generates).doGenerate(call) };
  if (version === "v2")
    return { ...named(provider, modelId), doGenerate: (call) => generateV2(model as unknown as ModelV2, call) };
  throw new UsageError(
    "model",
    `this AI SDK model follows specification ${version}; expected v2, v3 or v4`,
    "Use the provider packages of AI SDK 5, 6 or 7.",
  );
}

function named(provider: string, modelId: string): Omit<Generates, "doGenerate"> {
  return { specificationVersion: "v4", provider, modelId };
}

type Call = Parameters<LanguageModelV4["doGenerate"]>[0];

/** What differs of v2. Its own types are in a package that we would need a second copy of. */
interface ModelV2 {
  doGenerate(call: Call): PromiseLike<ResultV2>;
}

interface ResultV2 {
  readonly content: LanguageModelV4GenerateResult["content"];
  readonly response?: LanguageModelV4GenerateResult["response"];
  readonly finishReason: string;
  readonly usage: Readonly<Partial<Record<CountV2, number>>>;
  readonly warnings: readonly WarningV2[];
  readonly providerMetadata?: Readonly<Record<string, unknown>>;
}

type CountV2 = "inputTokens" | "outputTokens" | "totalTokens" | "reasoningTokens" | "cachedInputTokens";

type WarningV2 =
  | { readonly type: "unsupported-setting"; readonly setting: string; readonly details?: string }
  | { readonly type: "unsupported-tool"; readonly details?: string }
  | { readonly type: "other"; readonly message: string };

async function generateV2(model: ModelV2, call: Call): Promise<LanguageModelV4GenerateResult> {
  // OpenAI's package of v2 holds a reply to its schema only when it is asked to; those that follow always do.
  const strict = call.responseFormat?.type === "json" ? { openai: { strictJsonSchema: true } } : undefined;
  const result = await model.doGenerate({
    ...call,
    ...(strict && { providerOptions: { ...strict, ...call.providerOptions } }),
  });
  return {
    content: result.content,
    finishReason: finishOf(result),
    usage: usageOf(result),
    warnings: result.warnings.map(warningOf),
    ...(result.response && { response: result.response }),
  };
}

/** `unknown` is a reason that its package does not know, or none; the provider's own word is only in the reply. */
function finishOf({ finishReason, response }: ResultV2): LanguageModelV4GenerateResult["finishReason"] {
  const raw = rawFinish(response?.body);
  switch (finishReason) {
    case "stop":
    case "length":
    case "content-filter":
    case "tool-calls":
    case "error":
      return { unified: finishReason, raw: raw ?? finishReason };
    case "unknown":
      return { unified: "other", raw };
    default:
      return { unified: "other", raw: raw ?? finishReason };
  }
}

/** Where OpenAI, Gemini and Anthropic say why a reply ended. */
function rawFinish(body: unknown): string | undefined {
  if (!isRecord(body)) return undefined;
  const [first] = [body["choices"], body["candidates"]].flatMap((list): unknown[] => (Array.isArray(list) ? list : []));
  const found = isRecord(first) ? (first["finish_reason"] ?? first["finishReason"]) : body["stop_reason"];
  return typeof found === "string" ? found : undefined;
}

/**
 * Counts of v4: all input with what was cached, all output with reasoning. In v2 Anthropic's input leaves cached tokens out,
 * which only its metadata counts, and Gemini's output leaves thoughts out, which only the total counts.
 */
function usageOf({ usage, providerMetadata }: ResultV2): LanguageModelV4GenerateResult["usage"] {
  const { inputTokens, outputTokens, totalTokens, reasoningTokens, cachedInputTokens } = usage;
  const anthropic = providerMetadata?.["anthropic"];
  const raw = isRecord(anthropic) && isRecord(anthropic["usage"]) ? anthropic["usage"] : undefined;
  const cacheRead = cachedInputTokens ?? 0;
  const apart = raw === undefined ? 0 : cacheRead + count(raw["cache_creation_input_tokens"]);
  const details = raw?.["output_tokens_details"];
  const reasoning = reasoningTokens ?? (isRecord(details) ? count(details["thinking_tokens"]) : undefined);
  const beyond = raw === undefined ? (totalTokens ?? 0) - (inputTokens ?? 0) - (outputTokens ?? 0) : 0;
  return {
    inputTokens: {
      total: inputTokens === undefined ? undefined : inputTokens + apart,
      noCache: undefined,
      cacheRead: cachedInputTokens,
      cacheWrite: undefined,
    },
    outputTokens: {
      total: outputTokens === undefined ? undefined : outputTokens + Math.max(0, Math.min(beyond, reasoning ?? 0)),
      text: undefined,
      reasoning,
    },
  };
}

function count(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function warningOf(warning: WarningV2): SharedV4Warning {
  if (warning.type === "other") return warning;
  const feature = warning.type === "unsupported-setting" ? warning.setting : "a tool";
  return { type: "unsupported", feature, ...(warning.details !== undefined && { details: warning.details }) };
}
