/** Anthropic's messages. */
import { z } from "zod";
import { CHOICE_SCHEMA, ITEMS_SCHEMA, KEY, type Reply, type Wire } from "./wire.ts";

const part = z.strictObject({ type: z.literal("text"), text: z.string().min(1) });

const request = z.strictObject({
  stream: z.literal(false),
  model: z.string().min(1),
  max_tokens: z.int().positive().max(8192),
  temperature: z.number().min(0).max(1).optional(),
  system: z.array(part).optional(),
  messages: z.array(z.strictObject({ role: z.enum(["user", "assistant"]), content: z.array(part) })).min(1),
  output_config: z
    .strictObject({
      format: z.strictObject({ type: z.literal("json_schema"), schema: z.looseObject({ type: z.literal("object") }) }),
    })
    .optional(),
});

function message(content: object[], stop: string): Reply {
  const usage = { input_tokens: 20, cache_creation_input_tokens: 0, cache_read_input_tokens: 100, output_tokens: 30 };
  return {
    body: {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "claude-sonnet-4-5",
      content,
      stop_reason: stop,
      stop_sequence: null,
      usage: { ...usage, output_tokens_details: { thinking_tokens: 20 } },
    },
  };
}

const TYPES: Readonly<Record<number, string>> = {
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  429: "rate_limit_error",
  529: "overloaded_error",
};

function error(status: number, text: string): Reply {
  const type = TYPES[status] ?? (status >= 500 ? "api_error" : "invalid_request_error");
  return { status, body: { type: "error", error: { type, message: text }, request_id: "req_1" } };
}

export const anthropic: Wire = {
  provider: "anthropic",
  model: "anthropic:claude-sonnet-4-5",
  id: () => "anthropic:claude-sonnet-4-5",
  base: "/v1",
  keyName: "ANTHROPIC_API_KEY",
  request,
  answer: (text, finish = "stop") => message([{ type: "text", text }], finish === "stop" ? "end_turn" : "max_tokens"),
  usage: { input: 120, output: 30, cachedInput: 100, reasoning: 20 },
  error,
  refusals: {
    "a refusal": message([], "refusal"),
    "a refusal after some text": message([{ type: "text", text: "Well, " }], "refusal"),
  },
  overflows: {
    "the prompt": error(400, "prompt is too long: 208310 tokens > 200000 maximum"),
    "prompt and reply": error(
      400,
      "input length and `max_tokens` exceed context limit: 199000 + 4096 > 200000, decrease input length or `max_tokens` and try again",
    ),
  },
  malformed: {
    "no content": { type: "message", role: "assistant" },
    "content of another type": { type: "message", content: "spam" },
  },
  expected: (format) => ({
    path: "/v1/messages",
    auth: ["x-api-key", KEY],
    body: {
      stream: false,
      model: "claude-sonnet-4-5",
      max_tokens: 99,
      temperature: 0.5,
      system: [{ type: "text", text: "Be terse." }],
      messages: [
        { role: "user", content: [{ type: "text", text: "Spam? “Win!”" }] },
        { role: "assistant", content: [{ type: "text", text: "spam" }] },
        { role: "user", content: [{ type: "text", text: "Spam? Hello." }] },
      ],
      ...(format !== "text" && {
        output_config: { format: { type: "json_schema", schema: format === "choice" ? CHOICE_SCHEMA : ITEMS_SCHEMA } },
      }),
    },
  }),
  unsupported: ["seed"],
};
