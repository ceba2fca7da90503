/** The table of providers: what stands before the colon in `provider:name`, and how such a model is made. */
import { closest, distance } from "fastest-levenshtein";
import { UsageError } from "../core/errors.ts";
import type { Model } from "../core/model.ts";
import { type Host, hostedModel } from "./hosted/hosted.ts";
import { ollamaAddress } from "./hosted/ollama-address.ts";
import { type Environment, type ModelFactory, type ModelSettings, takesOnly, wholeNumber } from "./settings.ts";

/** Tokens of prompt and reply together, where we choose them. */
const CONTEXT_SIZE = 8192;

const OPENAI: Host = {
  keyName: "OPENAI_API_KEY",
  baseURL: (env) => env["OPENAI_BASE_URL"] || "https://api.openai.com/v1",
  // The chat API, not the responses API: it takes a seed, gives log-probabilities, and proxies speak it too.
  load: async (name, connection) => (await import("@ai-sdk/openai")).createOpenAI(connection).chat(name),
};

const ANTHROPIC: Host = {
  keyName: "ANTHROPIC_API_KEY",
  baseURL: (env) => env["ANTHROPIC_BASE_URL"] || "https://api.anthropic.com/v1",
  load: async (name, connection) => (await import("@ai-sdk/anthropic")).createAnthropic(connection)(name),
};

const GOOGLE: Host = {
  keyName: "GOOGLE_GENERATIVE_AI_API_KEY",
  baseURL: () => "https://generativelanguage.googleapis.com/v1beta",
  load: async (name, connection) => (await import("@ai-sdk/google")).createGoogle(connection)(name),
};

/** Servers name models as they please, so the address is part of the id: another server's answers are not this one's. */
function openaiCompatible(name: string, settings: ModelSettings, env: Environment): Promise<Model> {
  const structuredOutputs = settings.structuredOutputs ?? true;
  const host: Host = {
    keyName: "OPENAI_COMPATIBLE_API_KEY",
    needsKey: false,
    takes: ["structuredOutputs"],
    baseURL: () => undefined,
    load: async (_, { apiKey, ...connection }) => {
      const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
      // In one word: the package rewrites a name with dashes several times a call.
      const provider = { name: "compatible", supportsStructuredOutputs: structuredOutputs, ...connection };
      return createOpenAICompatible(apiKey === "" ? provider : { ...provider, apiKey })(name);
    },
    options: (_, baseURL) => ({ id: `${settings.model} [${new URL(baseURL).host}]`, structuredOutputs }),
  };
  return hostedModel(host, name, settings, env);
}

/** The context size is part of the id: with another one, other prompts fit. */
function ollama(name: string, settings: ModelSettings, env: Environment): Promise<Model> {
  const contextSize = wholeNumber(settings, "contextSize", CONTEXT_SIZE);
  const host: Host = {
    needsKey: false,
    takes: ["contextSize"],
    baseURL: (env) => ollamaAddress(env["OLLAMA_HOST"] || "127.0.0.1"),
    load: async (_, { apiKey, headers, ...connection }) => {
      const { ollamaModel } = await import("./hosted/ollama.ts");
      const authorization: Record<string, string> = apiKey === "" ? {} : { authorization: `Bearer ${apiKey}` };
      return ollamaModel(name, { ...connection, contextSize, headers: { ...authorization, ...headers } });
    },
    options: () => ({ id: `${settings.model} [context ${contextSize}]` }),
  };
  return hostedModel(host, name, settings, env);
}

async function local(name: string, settings: ModelSettings, env: Environment): Promise<Model> {
  takesOnly(settings, ["contextSize"]);
  const { localModel } = await import("./local/local.ts");
  return localModel(name, { env, contextSize: wholeNumber(settings, "contextSize", CONTEXT_SIZE) });
}

const PROVIDERS: Readonly<Record<string, ModelFactory>> = {
  openai: (name, settings, env) => hostedModel(OPENAI, name, settings, env),
  anthropic: (name, settings, env) => hostedModel(ANTHROPIC, name, settings, env),
  google: (name, settings, env) => hostedModel(GOOGLE, name, settings, env),
  "openai-compatible": openaiCompatible,
  ollama,
  local,
};

/**
 * Makes a model from `provider:name`, alone or with settings. Its package, or a local model, is loaded now; no call is made.
 * @param env where keys are looked up, such as `process.env`
 * @param more further providers by name
 * @throws UsageError for an unknown provider, a missing key, or a setting that the provider does not take
 */
export async function createModel(
  spec: string | ModelSettings,
  env: Environment,
  more: Readonly<Record<string, ModelFactory>> = {},
): Promise<Model> {
  const settings = typeof spec === "string" ? { model: spec } : spec;
  const providers = new Map(Object.entries({ ...PROVIDERS, ...more }));
  const known = `Providers: ${[...providers.keys()].join(", ")}.`;
  const [, provider, name] = /^([^:\s]+):(\S.*)$/s.exec(settings.model) ?? [];
  if (provider === undefined || name === undefined) {
    throw new UsageError(
      "model",
      `expected provider:name, such as openai:gpt-5.6-mini, came ${JSON.stringify(settings.model)}`,
      known,
    );
  }
  const factory = providers.get(provider);
  if (factory !== undefined) return factory(name, settings, env);
  const nearest = closest(provider, [...providers.keys()]);
  const hint = distance(provider, nearest) <= 3 ? `Did you mean ${nearest}:${name}? ` : "";
  throw new UsageError(`model ${settings.model}`, `there is no provider "${provider}"`, hint + known);
}
