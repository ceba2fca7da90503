/** A model's settings as in the config, and the checks that need no call. */
import { UsageError } from "../core/errors.ts";
import type { Model } from "../core/model.ts";
import { asOwn } from "../core/own-code/own-object.ts";

/** A model with settings. */
export interface ModelSettings {
  /** `provider:name`. */
  readonly model: string;
  /** Address of the API, such as `http://localhost:8000/v1`; default: the provider's own. */
  readonly baseURL?: string;
  /** Default: from the provider's usual environment variable. */
  readonly apiKey?: string;
  /** Sent with each request; they win over the provider's own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Tokens of prompt and reply together, for models whose context we set (`ollama`, `local`); default 8,192. */
  readonly contextSize?: number;
  /** `local` only: threads of the CPU; default: the fastest number, measured when the model is loaded. */
  readonly threads?: number;
  /** `local` only, for the task model: whether labels are read by their probabilities, weighed against rows that say nothing; default false. */
  readonly calibrated?: boolean;
  /** `openai-compatible` only: whether the server can hold replies to a JSON schema; default true. */
  readonly structuredOutputs?: boolean;
  /** Sockets at most; further calls wait for a free one; default 256. */
  readonly connections?: number;
}

/** Environment variables, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Makes the model `name` of one provider. Throws `UsageError` when something is missing or wrong; makes no call. */
export type ModelFactory = (name: string, settings: ModelSettings, env: Environment) => Model | Promise<Model>;

/** Makes the models of which a config says `name:model`. */
export interface Provider {
  /** What its models have before the colon. */
  readonly name: string;
  /** What it is, in a few words. */
  readonly about: string;
  /** The environment variable of its key; default: it takes none. */
  readonly key?: string;
  /** False when it may do without its key; default true. */
  readonly needsKey?: boolean;
  /** A small model with a known price, which `protegi init` writes where the key is set; default: none. */
  readonly starter?: string;
  /** Where its server usually is, which `protegi init` asks about; default: at one place, or it needs no server. */
  readonly usualAddress?: (env: Environment) => string;
  /** Whether its calls cost no money; default false. */
  readonly free?: boolean;
  /** Whether other tools, such as promptfoo, have this name for the same models; default false. */
  readonly shared?: boolean;
  /** Makes one of its models. */
  readonly make: ModelFactory;
}

/** @throws UsageError when the value is no model */
export function asModel(value: unknown, where: string, what: string): Model {
  return asOwn<Model>(value, where, what, { id: "text", holds: "an object", generate: "a function" });
}

export type SettingName = Exclude<keyof ModelSettings, "model">;

/** @throws UsageError for a setting that would be without effect. */
export function takesOnly(settings: ModelSettings, taken: readonly SettingName[]): void {
  const given = Object.entries(settings).filter(([name, value]) => name !== "model" && value !== undefined);
  const other = given.find(([name]) => !taken.some((setting) => setting === name))?.[0];
  if (other === undefined) return;
  throw new UsageError(
    `model ${settings.model}`,
    `"${other}" is not one of its settings`,
    `Settings: ${taken.join(", ")}.`,
  );
}

/** @throws UsageError when the setting is no positive whole number. */
export function wholeNumber(settings: ModelSettings, name: "contextSize" | "connections", otherwise: number): number {
  const value = settings[name] ?? otherwise;
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageError(
    `model ${settings.model}`,
    `"${name}" must be a positive whole number, got ${JSON.stringify(value)}`,
  );
}

/**
 * An address without its trailing slashes.
 * @throws UsageError when it is no web address, or holds a password (error messages name addresses)
 */
export function webAddress(settings: ModelSettings, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const where = `model ${settings.model}`;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    // What may hold a password is not repeated.
    const got = address.includes("@") ? "" : `, got ${JSON.stringify(address)}`;
    throw new UsageError(
      where,
      `the base URL must be an http or https address${got}`,
      "Such as http://localhost:8000/v1.",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new UsageError(
      where,
      "the base URL contains a user name or a password",
      'Put it in "headers" as an authorization header.',
    );
  }
  return address.replace(/\/+$/, "");
}

/** @throws UsageError for a key or a header that cannot be sent; without its value, which may be a secret. */
export function sendable(settings: ModelSettings, apiKey: string): void {
  for (const [name, value] of Object.entries({ ...settings.headers, apiKey })) {
    try {
      new Headers([[name, value]]);
    } catch {
      const what = name === "apiKey" ? "its key" : `the header ${JSON.stringify(name)}`;
      throw new UsageError(`model ${settings.model}`, `${what} cannot be sent`, "It is one line of Latin characters.");
    }
  }
}
