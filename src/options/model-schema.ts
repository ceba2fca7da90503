/** How a config names a model: `provider:name`, alone or with settings. */
import { z } from "zod";

/** `provider:name`, alone or with settings. */
export type ConfigModel = string | { readonly model: string };

const text = z.string().min(1);

/** Checks a model of a config. */
export const modelSchema = z.union([
  text,
  z.strictObject({
    model: text.describe("provider:name"),
    baseURL: text.optional().describe("Where the provider's API is"),
    apiKey: text
      .optional()
      .describe("A key, as ${NAME} of an environment variable; default: the provider's usual variable"),
    headers: z.record(z.string(), z.string()).optional().describe("Further headers of every request"),
    contextSize: z.int().min(256).optional().describe("Tokens of context, for ollama and local models"),
    threads: z
      .int()
      .min(1)
      .optional()
      .describe("Threads of the CPU, for local models; default: the fastest number, measured when the model is loaded"),
    calibrated: z
      .boolean()
      .optional()
      .describe(
        "Whether labels are read by their probabilities, weighed against rows that say nothing, for local models; takes answer: label; docs/local-models.md; default false",
      ),
    structuredOutputs: z
      .boolean()
      .optional()
      .describe("Whether an openai-compatible server can restrict replies to a JSON schema; default true"),
  }),
]);
