/** Ollama's own chat API, for the AI SDK adapter: sets the context size and makes a prompt that is too long an error. */
import type { LanguageModelV4CallOptions, LanguageModelV4GenerateResult } from "@ai-sdk/provider";
import { z } from "zod";
import type { Generates } from "./ai-sdk-versions.ts";

export interface OllamaOptions {
  /** Such as `http://127.0.0.1:11434`. */
  readonly baseURL: string;
  /** Tokens of prompt and reply together (`num_ctx`). Ollama loads the model again when it changes. */
  readonly contextSize: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
}

const REPLY = z.object({
  message: z.object({ content: z.string() }),
  done_reason: z.string().optional(),
  prompt_eval_count: z.number().optional(),
  eval_count: z.number().optional(),
});

/**
 * A model that an Ollama server runs.
 * `truncate` and `shift` are off: by default the server cuts the start of a long prompt away without a word. Servers
 * older than October 2025 do not know the two and still cut.
 * @see https://github.com/ollama/ollama/blob/main/docs/api.md
 */
export function ollamaModel(name: string, { baseURL, contextSize, headers, fetch }: OllamaOptions): Generates {
  const url = `${baseURL}/api/chat`;
  const allHeaders = { "content-type": "application/json", ...headers };

  async function doGenerate(call: LanguageModelV4CallOptions): Promise<LanguageModelV4GenerateResult> {
    const { temperature, seed, maxOutputTokens, responseFormat } = call;
    const body = {
      model: name,
      messages: call.prompt.map(toMessage),
      stream: false,
      truncate: false,
      shift: false,
      ...(responseFormat?.type === "json" && { format: responseFormat.schema ?? "json" }),
      options: { num_ctx: contextSize, temperature, seed, num_predict: maxOutputTokens },
    };
    const init = { method: "POST", headers: allHeaders, body: JSON.stringify(body) };
    const reply = await post(fetch, url, call.abortSignal === undefined ? init : { ...init, signal: call.abortSignal });
    return {
      content: [{ type: "text", text: reply.message.content }],
      finishReason: {
        unified: reply.done_reason === "stop" || reply.done_reason === "length" ? reply.done_reason : "other",
        raw: reply.done_reason,
      },
      usage: {
        inputTokens: {
          total: reply.prompt_eval_count,
          noCache: undefined,
          cacheRead: undefined,
          cacheWrite: undefined,
        },
        outputTokens: { total: reply.eval_count, text: undefined, reasoning: undefined },
      },
      warnings: [],
    };
  }
  return { specificationVersion: "v4", provider: "ollama", modelId: name, doGenerate };
}

async function post(fetch: typeof globalThis.fetch, url: string, init: RequestInit): Promise<z.infer<typeof REPLY>> {
  let response: Response | undefined;
  let responseBody: string | undefined;
  try {
    response = await fetch(url, init);
    responseBody = await response.text();
    if (!response.ok) throw failure(url, "", response, { responseBody });
    const reply = REPLY.safeParse(JSON.parse(responseBody));
    if (reply.success) return reply.data;
    throw failure(url, "This is no reply of Ollama's chat API.", response, { responseBody });
  } catch (cause) {
    if (cause instanceof OllamaError) throw cause;
    throw failure(url, cause instanceof Error ? cause.message : "", response, {
      cause,
      ...(responseBody !== undefined && { responseBody }),
    });
  }
}

/** A failed call, with the fields that the AI SDK's errors have. */
class OllamaError extends Error {
  override name = "AI_APICallError";
}

function failure(
  url: string,
  message: string,
  response: Response | undefined,
  rest: { responseBody?: string; cause?: unknown },
): OllamaError {
  const reply =
    response === undefined
      ? {}
      : { statusCode: response.status, responseHeaders: Object.fromEntries(response.headers) };
  return Object.assign(new OllamaError(message), { url, ...reply, ...rest });
}

function toMessage({ role, content }: LanguageModelV4CallOptions["prompt"][number]): { role: string; content: string } {
  const text =
    typeof content === "string" ? content : content.map((part) => (part.type === "text" ? part.text : "")).join("");
  return { role, content: text };
}
