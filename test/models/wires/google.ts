/** Google's generateContent. */
import { z } from "zod";
import { CHOICE_SCHEMA, ITEMS_SCHEMA, KEY, type Reply, type Wire } from "./wire.ts";

const parts = z.array(z.strictObject({ text: z.string() })).min(1);

const request = z.strictObject({
  contents: z.array(z.strictObject({ role: z.enum(["user", "model"]), parts })).min(1),
  systemInstruction: z.strictObject({ parts }).optional(),
  generationConfig: z.strictObject({
    maxOutputTokens: z.int().positive().optional(),
    temperature: z.number().min(0).max(2).optional(),
    seed: z.int().optional(),
    responseMimeType: z.literal("application/json").optional(),
    responseJsonSchema: z.looseObject({ type: z.literal("object") }).optional(),
  }),
});

const usageMetadata = {
  promptTokenCount: 120,
  candidatesTokenCount: 10,
  thoughtsTokenCount: 20,
  cachedContentTokenCount: 100,
  totalTokenCount: 150,
};

function candidate(finishReason: string, text?: string): Reply {
  const content = text === undefined ? {} : { content: { role: "model", parts: [{ text }] } };
  return {
    body: { candidates: [{ ...content, finishReason, index: 0 }], usageMetadata, modelVersion: "gemini-2.5-flash" },
  };
}

const STATUS: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
};

function error(status: number, message: string): Reply {
  return { status, body: { error: { code: status, message, status: STATUS[status] ?? "UNKNOWN" } } };
}

export const google: Wire = {
  provider: "google",
  model: "google:gemini-2.5-flash",
  id: () => "google:gemini-2.5-flash",
  base: "/v1beta",
  keyName: "GOOGLE_GENERATIVE_AI_API_KEY",
  request,
  answer: (text, finish = "stop") => candidate(finish === "stop" ? "STOP" : "MAX_TOKENS", text),
  usage: { input: 120, output: 30, cachedInput: 100, reasoning: 20 },
  error,
  refusals: {
    "a blocked prompt": { body: { promptFeedback: { blockReason: "PROHIBITED_CONTENT" }, usageMetadata } },
    "a filtered answer": candidate("SAFETY"),
    "a forbidden answer": candidate("PROHIBITED_CONTENT", "Well, "),
  },
  overflows: {
    "the prompt": error(400, "The input token count (1196265) exceeds the maximum number of tokens allowed (1048576)."),
  },
  malformed: {
    "no candidates": { candidates: [], usageMetadata },
    "an answer that was given up": candidate("OTHER", "half an ans").body,
    "candidates of another type": { candidates: 3 },
  },
  expected: (format) => ({
    path: "/v1beta/models/gemini-2.5-flash:generateContent",
    auth: ["x-goog-api-key", KEY],
    body: {
      systemInstruction: { parts: [{ text: "Be terse." }] },
      contents: [
        { role: "user", parts: [{ text: "Spam? “Win!”" }] },
        { role: "model", parts: [{ text: "spam" }] },
        { role: "user", parts: [{ text: "Spam? Hello." }] },
      ],
      generationConfig: {
        maxOutputTokens: 99,
        temperature: 0.5,
        seed: 7,
        ...(format !== "text" && {
          responseMimeType: "application/json",
          responseJsonSchema: format === "choice" ? CHOICE_SCHEMA : ITEMS_SCHEMA,
        }),
      },
    },
  }),
  unsupported: [],
};
