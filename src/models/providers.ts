/** The table of providers: what `provider:name` has before its colon, and how such a model is made. */
import { UsageError } from "../core/errors.ts";
import { nearName } from "../core/values/near-name.ts";
import type { Model, Pricing } from "../core/model.ts";
import { type Host, hostedModel } from "./hosted/hosted.ts";
import { isHere } from "./hosted/near.ts";
import { ollamaAddress } from "./hosted/ollama-address.ts";
import { listed } from "./listed.ts";
import { asModel, type Environment, type ModelSettings, type Provider, takesOnly, wholeNumber } from "./settings.ts";

/** Tokens of prompt and reply together, where we choose them. */
const CONTEXT_SIZE = 8192;

const OPENAI = {
  keyName: "OPENAI_API_KEY",
  baseURL: (env) => env["OPENAI_BASE_URL"] || "https://api.openai.com/v1",
  // The chat API, not the responses API: it takes a seed, gives log-probabilities, and proxies speak it too.
  load: async (name, connection) => (await import("@ai-sdk/openai")).createOpenAI(connection).chat(name),
} satisfies Host;

const ANTHROPIC = {
  keyName: "ANTHROPIC_API_KEY",
  baseURL: (env) => env["ANTHROPIC_BASE_URL"] || "https://api.anthropic.com/v1",
  load: async (name, connection) => (await import("@ai-sdk/anthropic")).createAnthropic(connection)(name),
} satisfies Host;

const GOOGLE = {
  keyName: "GOOGLE_GENERATIVE_AI_API_KEY",
  baseURL: () => "https://generativelanguage.googleapis.com/v1beta",
  // By the name that the packages of AI SDK 5, 6 and 7 all have.
  load: async (name, connection) => (await import("@ai-sdk/google")).createGoogleGenerativeAI(connection)(name),
} satisfies Host;

const COMPATIBLE_KEY = "OPENAI_COMPATIBLE_API_KEY";

/** Servers name models as they please, so the address is part of the id: another server's answers are not this one's. */
function openaiCompatible(name: string, settings: ModelSettings, env: Environment): Promise<Model> {
  const structuredOutputs = settings.structuredOutputs ?? true;
  const host: Host = {
    keyName: COMPATIBLE_KEY,
    needsKey: false,
    takes: ["structuredOutputs"],
    baseURL: () => undefined,
    load: async (_, { apiKey, ...connection }) => {
      const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
      // In one word: the package rewrites a name with dashes several times a call.
      const provider = { name: "compatible", supportsStructuredOutputs: structuredOutputs, ...connection };
      return createOpenAICompatible(apiKey === "" ? provider : { ...provider, apiKey })(name);
    },
    options: (_, baseURL) => ({
      id: `${settings.model} [${new URL(baseURL).host}]`,
      name: settings.model,
      pricing: isHere(baseURL) ? "free" : "unknown",
      structuredOutputs,
    }),
  };
  return hostedModel(host, name, settings, env);
}

function usualOllama(env: Environment): string {
  return ollamaAddress(env["OLLAMA_HOST"] || "127.0.0.1");
}

/** The context size is part of the id: with another one, other prompts fit. */
function ollama(name: string, settings: ModelSettings, env: Environment): Promise<Model> {
  const contextSize = wholeNumber(settings, "contextSize", CONTEXT_SIZE);
  const host: Host = {
    needsKey: false,
    takes: ["contextSize"],
    baseURL: usualOllama,
    load: async (_, { apiKey, headers, ...connection }) => {
      const { ollamaModel } = await import("./hosted/ollama.ts");
      const authorization: Record<string, string> = apiKey === "" ? {} : { authorization: `Bearer ${apiKey}` };
      return ollamaModel(name, { ...connection, contextSize, headers: { ...authorization, ...headers } });
    },
    options: () => ({ id: `${settings.model} [context ${contextSize}]`, name: settings.model, pricing: "free" }),
  };
  return hostedModel(host, name, settings, env);
}

async function local(name: string, settings: ModelSettings, env: Environment): Promise<Model> {
  takesOnly(settings, ["contextSize", "threads", "calibrated"]);
  const contextSize = wholeNumber(settings, "contextSize", CONTEXT_SIZE);
  const { threads, calibrated } = settings;
  const { localModel } = await import("./local/local.ts");
  return localModel(name, {
    env,
    contextSize,
    ...(threads !== undefined && { threads }),
    ...(calibrated !== undefined && { calibrated }),
  });
}

/** All providers of our own: the one table that a new one is added to. */
export const PROVIDERS: readonly Provider[] = [
  {
    name: "openai",
    about: "OpenAI's chat completions",
    key: OPENAI.keyName,
    starter: "gpt-5-mini",
    shared: true,
    make: (name, settings, env) => hostedModel(OPENAI, name, settings, env),
  },
  {
    name: "anthropic",
    about: "Anthropic's messages",
    key: ANTHROPIC.keyName,
    starter: "claude-haiku-4-5",
    shared: true,
    make: (name, settings, env) => hostedModel(ANTHROPIC, name, settings, env),
  },
  {
    name: "google",
    about: "Gemini",
    key: GOOGLE.keyName,
    starter: "gemini-3.8-flash",
    shared: true,
    make: (name, settings, env) => hostedModel(GOOGLE, name, settings, env),
  },
  {
    name: "openai-compatible",
    about: "any server that speaks OpenAI's chat completions; needs `baseURL`",
    key: COMPATIBLE_KEY,
    needsKey: false,
    usualAddress: () => "http://localhost:8000/v1",
    make: openaiCompatible,
  },
  { name: "ollama", about: "an Ollama server", free: true, shared: true, usualAddress: usualOllama, make: ollama },
  {
    name: "local",
    about: "a model file in this process, through node-llama-cpp, an optional package; a known name, or a `.gguf` file",
    free: true,
    make: local,
  },
];

/**
 * Makes a model from `provider:name`, alone or with settings. Its package, or a local model, is loaded now; no call is made.
 * @param env where keys are looked up, such as `process.env`
 * @param more further providers; one with a name of ours takes its place
 * @throws UsageError for an unknown provider, a missing key, or a setting that the provider does not take
 */
export async function createModel(
  spec: string | ModelSettings,
  env: Environment,
  more: readonly Provider[] = [],
): Promise<Model> {
  const settings = typeof spec === "string" ? { model: spec } : spec;
  const providers = providersWith(more);
  const known = `Providers: ${[...providers.keys()].join(", ")}.`;
  const [prefix, name] = partsOf(settings.model);
  if (prefix === undefined || name === undefined) {
    throw new UsageError(
      "model",
      `expected provider:name, such as openai:gpt-5.6-mini, got ${JSON.stringify(settings.model)}`,
      known,
    );
  }
  const provider = providers.get(prefix);
  if (provider !== undefined)
    return asModel(
      await provider.make(name, settings, env),
      `model ${settings.model}`,
      `a model from the provider ${provider.name}`,
    );
  const near = nearName(prefix, providers.keys());
  const hint = near === undefined ? "" : `Did you mean ${near}:${name}? `;
  throw new UsageError(`model ${settings.model}`, `there is no provider "${prefix}"`, hint + known);
}

/** How the price of a model that was not made is known, by `provider:name`. */
export function pricingOf(spec: string, more: readonly Provider[] = []): Pricing {
  const [provider, name] = partsOf(spec);
  if (provider === undefined || name === undefined) return "unknown";
  return providersWith(more).get(provider)?.free === true ? "free" : listed(provider, name);
}

function providersWith(more: readonly Provider[]): ReadonlyMap<string, Provider> {
  return new Map([...PROVIDERS, ...more].map((provider) => [provider.name, provider]));
}

function partsOf(spec: string): readonly [provider?: string, name?: string] {
  const [, provider, name] = /^([^:\s]+):(\S.*)$/s.exec(spec) ?? [];
  return provider === undefined || name === undefined ? [] : [provider, name];
}
