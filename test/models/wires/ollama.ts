/** Ollama's own chat API. */
import { z } from "zod";
import { CHOICE_SCHEMA, ITEMS_SCHEMA, KEY, MESSAGES, type Reply, type Wire } from "./wire.ts";

const request = z.strictObject({
  model: z.string().min(1),
  messages: z.array(z.strictObject({ role: z.enum(["system", "user", "assistant"]), content: z.string() })).min(1),
  stream: z.literal(false),
  truncate: z.literal(false),
  shift: z.literal(false),
  format: z.looseObject({ type: z.literal("object") }).optional(),
  options: z.strictObject({
    num_ctx: z.int().positive(),
    temperature: z.number().min(0).optional(),
    seed: z.int().optional(),
    num_predict: z.int().positive().optional(),
  }),
});

function chat(content: string, reason: string): Reply {
  return {
    body: {
      model: "llama3.2",
      created_at: "2026-11-01T00:00:00Z",
      message: { role: "assistant", content },
      done: true,
      done_reason: reason,
      total_duration: 1,
      load_duration: 1,
      prompt_eval_count: 120,
      prompt_eval_duration: 1,
      eval_count: 30,
      eval_duration: 1,
    },
  };
}

function error(status: number, message: string): Reply {
  return { status, body: { error: message } };
}

export const ollama: Wire = {
  provider: "ollama",
  model: "ollama:llama3.2",
  id: () => "ollama:llama3.2 [context 8192]",
  base: "",
  settings: { apiKey: KEY },
  request,
  answer: (text, finish = "stop") => chat(text, finish),
  usage: { input: 120, output: 30, cachedInput: 0, reasoning: 0 },
  error,
  refusals: {},
  overflows: {
    "from the runner": error(
      400,
      JSON.stringify({
        error: {
          code: 400,
          message: "request (8889 tokens) exceeds the available context size (8192 tokens), try increasing it",
          type: "exceed_context_size_error",
          n_prompt_tokens: 8889,
          n_ctx: 8192,
        },
      }),
    ),
    "from the server": error(400, "the prompt is longer than the context length currently available to the model"),
    "from older servers": error(400, "the input length exceeds the context length"),
  },
  malformed: { "no message": { model: "llama3.2", done: true }, "a model that was only loaded": chat("", "load").body },
  expected: (format) => ({
    path: "/api/chat",
    auth: ["authorization", `Bearer ${KEY}`],
    body: {
      model: "llama3.2",
      messages: MESSAGES,
      stream: false,
      truncate: false,
      shift: false,
      ...(format !== "text" && { format: format === "choice" ? CHOICE_SCHEMA : ITEMS_SCHEMA }),
      options: { num_ctx: 8192, temperature: 0.5, seed: 7, num_predict: 99 },
    },
  }),
  unsupported: [],
};
