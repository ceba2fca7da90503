/** OpenAI's chat completions, and what servers of others make of them. */
import { z } from "zod";
import { ITEMS_SCHEMA, KEY, MESSAGES, type Reply, schemaOf, type Wire } from "./wire.ts";

const request = z.strictObject({
  stream: z.literal(false),
  model: z.string().min(1),
  messages: z
    .array(z.strictObject({ role: z.enum(["system", "developer", "user", "assistant"]), content: z.string() }))
    .min(1),
  temperature: z.number().min(0).max(2).optional(),
  seed: z.int().optional(),
  max_tokens: z.int().positive().optional(),
  max_completion_tokens: z.int().positive().optional(),
  response_format: z
    .strictObject({
      type: z.literal("json_schema"),
      json_schema: z.strictObject({
        name: z.string().regex(/^[\w-]{1,64}$/),
        schema: z.looseObject({ type: z.literal("object"), additionalProperties: z.literal(false) }),
        strict: z.literal(true),
      }),
    })
    .optional(),
});

const USAGE = {
  prompt_tokens: 120,
  completion_tokens: 30,
  total_tokens: 150,
  prompt_tokens_details: { cached_tokens: 100, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 20, audio_tokens: 0 },
};

function completion(message: object, finish: string | null): Reply {
  const choices = [{ index: 0, message: { role: "assistant", ...message }, logprobs: null, finish_reason: finish }];
  return {
    body: { id: "chatcmpl-1", object: "chat.completion", created: 1_790_000_000, model: "m", choices, usage: USAGE },
  };
}

function error(status: number, message: string, code?: string): Reply {
  return { status, body: { error: { message, type: "invalid_request_error", param: null, code: code ?? null } } };
}

export const openai: Wire = {
  provider: "openai",
  model: "openai:gpt-4.1-mini",
  id: () => "openai:gpt-4.1-mini",
  base: "/v1",
  keyName: "OPENAI_API_KEY",
  request,
  answer: (text, finish = "stop") => completion({ content: text, refusal: null }, finish),
  usage: { input: 120, output: 30, cachedInput: 100, reasoning: 20 },
  error,
  refusals: {
    "a refusal message": completion({ content: null, refusal: "I can't help with that." }, "stop"),
    "a content filter": completion({ content: "", refusal: null }, "content_filter"),
    "a flagged prompt": error(
      400,
      "Invalid prompt: your prompt was flagged as potentially violating our usage policy.",
      "invalid_prompt",
    ),
    "Azure's filter": error(
      400,
      "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
      "content_filter",
    ),
    "OpenRouter's moderation": error(403, "This model requires moderation and your input was flagged.", "403"),
    "DashScope's filter": error(400, "Input data may contain inappropriate content.", "data_inspection_failed"),
    "DeepSeek's filter": error(400, "Content Exists Risk", "invalid_request_error"),
  },
  overflows: {
    "by code": error(
      400,
      "This model's maximum context length is 128000 tokens. However, your messages resulted in 130012 tokens.",
      "context_length_exceeded",
    ),
  },
  malformed: {
    "no choices": { id: "x", object: "chat.completion", created: 1, model: "m", choices: [], usage: USAGE },
    "no known reason to end": completion({ content: "half an ans" }, "network_error").body,
    "choices of another type": { choices: "none" },
  },
  expected: (format) => ({
    path: "/v1/chat/completions",
    auth: ["authorization", `Bearer ${KEY}`],
    body: {
      stream: false,
      model: "gpt-4.1-mini",
      messages: MESSAGES,
      temperature: 0.5,
      seed: 7,
      max_tokens: 99,
      ...(format !== "text" && {
        response_format: {
          type: "json_schema",
          json_schema: {
            name: format === "choice" ? "answer" : "items",
            strict: true,
            schema: schemaOf(format, ITEMS_SCHEMA),
          },
        },
      }),
    },
  }),
  unsupported: [],
};

export const openaiCompatible: Wire = {
  ...openai,
  provider: "openai-compatible",
  model: "openai-compatible:qwen3:4b",
  id: (host) => `openai-compatible:qwen3:4b [${host}]`,
  keyName: "OPENAI_COMPATIBLE_API_KEY",
  overflows: {
    vLLM: {
      status: 400,
      body: {
        object: "error",
        message:
          "This model's maximum context length is 4096 tokens. However, you requested 5003 tokens in the messages, Please reduce the length of the messages.",
        type: "BadRequestError",
        param: null,
        code: 400,
      },
    },
    "vLLM, the prompt alone": error(
      400,
      "The decoder prompt (length 5003) is longer than the maximum model length of 4096.",
    ),
    SGLang: error(400, "The input (5003 tokens) is longer than the model's context length (4096 tokens)."),
    "llama.cpp": {
      status: 400,
      body: {
        error: {
          code: 400,
          message: "the request exceeds the available context size, try increasing it",
          type: "exceed_context_size_error",
          n_prompt_tokens: 5003,
          n_ctx: 4096,
        },
      },
    },
    "LM Studio": {
      status: 400,
      body: {
        error:
          "Trying to keep the first 5003 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens.",
      },
    },
    TGI: {
      status: 422,
      body: {
        error: "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5003",
        error_type: "validation",
      },
    },
    OpenRouter: {
      status: 400,
      body: {
        error: {
          message: "Provider returned error",
          code: 400,
          metadata: { raw: '{"error":{"message":"prompt is too long: 210000 tokens > 200000 maximum"}}' },
        },
      },
    },
  },
  refusals: {
    "a refusal message": openai.refusals["a refusal message"]!,
    "a content filter": openai.refusals["a content filter"]!,
  },
  expected: (format) => {
    const { body, ...rest } = openai.expected(format);
    return { ...rest, body: { ...(body as object), model: "qwen3:4b" } };
  },
};
