/** The models behind a web address: checks key and address, opens the sockets, and hands both to a provider package. */
import { hash } from "node:crypto";
import { UsageError } from "../../core/errors.ts";
import type { Model } from "../../core/model.ts";
import { type AiSdkOptions, aiSdkModel } from "./ai-sdk.ts";
import type { AiSdkModel } from "./ai-sdk-model.ts";
import { firstDeadline } from "./near.ts";
import { keysSent, secretsIn } from "../redact.ts";
import {
  type Environment,
  type ModelSettings,
  type SettingName,
  sendable,
  takesOnly,
  webAddress,
  wholeNumber,
} from "../settings.ts";

/** What a provider package is given. */
export interface Connection {
  readonly apiKey: string;
  readonly baseURL: string;
  readonly headers: Record<string, string>;
  readonly fetch: typeof globalThis.fetch;
}

export interface Host {
  /** The environment variable of the key. */
  readonly keyName?: string;
  /** False when the server may do without a key; default true. */
  readonly needsKey?: boolean;
  /** Settings other than key, address, headers and connections. */
  readonly takes?: readonly SettingName[];
  /** The address when the settings name none; undefined when there is no usual one. */
  readonly baseURL: (env: Environment) => string | undefined;
  readonly load: (name: string, connection: Connection) => AiSdkModel | Promise<AiSdkModel>;
  /** Further options of the adapter. */
  readonly options?: (name: string, baseURL: string) => Partial<AiSdkOptions>;
}

/** @throws UsageError when the key or the address is missing, or a setting is wrong. */
export async function hostedModel(host: Host, name: string, settings: ModelSettings, env: Environment): Promise<Model> {
  const where = `model ${settings.model}`;
  const { keyName, needsKey = true } = host;
  takesOnly(settings, ["baseURL", "apiKey", "headers", "connections", ...(host.takes ?? [])]);
  const apiKey = (settings.apiKey ?? (keyName === undefined ? "" : env[keyName]) ?? "").trim();
  if (apiKey === "" && needsKey)
    throw new UsageError(where, `its key is missing: ${keyName} is not set`, `Set ${keyName} to your key.`);
  sendable(settings, apiKey);
  const given = settings.baseURL ?? host.baseURL(env);
  if (given === undefined)
    throw new UsageError(where, '"baseURL" is missing', "Such as baseURL: http://localhost:8000/v1.");
  const baseURL = webAddress(settings, given);
  const headers = { ...settings.headers };
  const connections = wholeNumber(settings, "connections", 256);
  const { pooledFetch } = await import("./fetch.ts");
  const pool = pooledFetch(connections);
  const model = aiSdkModel(await host.load(name, { apiKey, baseURL, headers, fetch: pool.fetch }), {
    id: settings.model,
    account: accountOf(settings.model, baseURL, [apiKey, ...Object.values(headers)]),
    secrets: [apiKey, ...Object.values(headers), ...secretsIn(baseURL)],
    keys: keysSent(apiKey, headers, baseURL),
    close: pool.close,
    ...(keyName !== undefined && { keyName }),
    ...host.options?.(name, baseURL),
  });
  return { ...model, ...firstDeadline(baseURL) };
}

/** One for all models of a provider that this key opens, at this address; the key cannot be read from it. */
function accountOf(model: string, baseURL: string, secrets: readonly string[]): string {
  const provider = model.slice(0, model.indexOf(":"));
  return `${provider} ${hash("sha256", JSON.stringify([baseURL, secrets])).slice(0, 16)}`;
}
