/** Turns whatever a user may give as a model into a Model. */
import { UsageError } from "../core/errors.ts";
import type { Model } from "../core/model.ts";
import { aiSdkModel } from "./hosted/ai-sdk.ts";
import type { AiSdkModel } from "./hosted/ai-sdk-model.ts";
import { functionModel, type ModelFunction } from "./function.ts";
import { createModel } from "./providers.ts";
import { asModel, type Environment, type ModelSettings, type Provider } from "./settings.ts";

/** `provider:name`, settings, a language model object of AI SDK 5, 6 or 7, a function from request to text, or a Model of one's own. */
export type ModelLike = string | ModelSettings | AiSdkModel | ModelFunction | Model;

/**
 * @param env where keys are looked up, such as `process.env`
 * @param more further providers
 * @throws UsageError when the value is none of them, or `createModel` turns it down
 */
export async function toModel(value: ModelLike, env: Environment, more?: readonly Provider[]): Promise<Model> {
  if (typeof value === "string") return createModel(value, env, more);
  if (typeof value === "function") return fromFunction(value);
  if (typeof value === "object" && value !== null) {
    if ("generate" in value) return asModel(value, "model", "a model");
    if ("doGenerate" in value) return aiSdkModel(value);
    if ("model" in value && typeof value.model === "string") return createModel(value, env, more);
  }
  const expected = 'expected "provider:name", { model: "provider:name", ... }, an AI SDK language model, or a function';
  throw new UsageError("model", `${expected}; got ${value === null ? "null" : typeof value}`);
}

function fromFunction(fn: ModelFunction): Model {
  if (!("languageModel" in fn)) return functionModel(fn);
  throw new UsageError(
    "model",
    "expected a model, got an AI SDK provider",
    'Call it with the name of a model, such as openai("gpt-5.6-mini").',
  );
}
