/** A hand-written AI SDK language model, which keeps the calls it got. */
import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4GenerateResult } from "@ai-sdk/provider";

export interface Double extends LanguageModelV4 {
  readonly calls: LanguageModelV4CallOptions[];
}

export function generates(
  doGenerate: (call: LanguageModelV4CallOptions) => Promise<LanguageModelV4GenerateResult>,
  provider = "double.chat",
): Double {
  const calls: LanguageModelV4CallOptions[] = [];
  return {
    specificationVersion: "v4",
    provider,
    modelId: "m-1",
    supportedUrls: {},
    calls,
    doGenerate: async (call) => {
      calls.push(call);
      return doGenerate(call);
    },
    doStream: () => Promise.reject(new Error("not used")),
  };
}

export function resultOf(
  text: string,
  more: Partial<LanguageModelV4GenerateResult> = {},
): LanguageModelV4GenerateResult {
  return {
    content: text === "" ? [] : [{ type: "text", text }],
    finishReason: { unified: "stop", raw: "stop" },
    usage: {
      inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: undefined, text: undefined, reasoning: undefined },
    },
    warnings: [],
    ...more,
  };
}
