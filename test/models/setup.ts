/** The wires, and a model on a stub server of each. */
import type { Model, ModelRequest } from "../../src/core/model.ts";
import { ModelError } from "../../src/core/errors.ts";
import { createModel } from "../../src/models/providers.ts";
import type { ModelSettings } from "../../src/models/settings.ts";
import { type StubServer, stubServer } from "./stub-server.ts";
import { anthropic } from "./wires/anthropic.ts";
import { google } from "./wires/google.ts";
import { ollama } from "./wires/ollama.ts";
import { openai, openaiCompatible } from "./wires/openai.ts";
import { ITEMS_SCHEMA, KEY, MESSAGES, type Wire } from "./wires/wire.ts";

export const WIRES: readonly Wire[] = [openai, openaiCompatible, anthropic, google, ollama];

export interface Setup extends StubServer {
  readonly model: Model;
}

/** The key comes from the environment, as users have it. */
export async function setup(wire: Wire, settings: Partial<ModelSettings> = {}): Promise<Setup> {
  const server = await stubServer(wire);
  const env = wire.keyName === undefined ? {} : { [wire.keyName]: KEY };
  const model = await createModel(
    { model: wire.model, baseURL: `http://${server.host}${wire.base}`, ...wire.settings, ...settings },
    env,
  );
  return {
    ...server,
    model,
    async [Symbol.asyncDispose]() {
      await model.close?.();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A request with every setting. */
export const FULL: ModelRequest = {
  messages: MESSAGES,
  format: { kind: "text" },
  temperature: 0.5,
  maxOutputTokens: 99,
  sample: 7,
};
export const CHOICE: ModelRequest = { ...FULL, format: { kind: "choice", choices: ["spam", "no spam"] } };
export const JSON_ITEMS: ModelRequest = { ...FULL, format: { kind: "json", name: "items", schema: ITEMS_SCHEMA } };
export const PLAIN: ModelRequest = {
  messages: [{ role: "user", content: "Spam?" }],
  format: { kind: "text" },
  sample: 0,
};

/** The error of a call that must fail. */
export async function failure(call: Promise<unknown>): Promise<ModelError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ModelError) return error;
  throw new Error(`Expected a ModelError, got ${String(error)}`);
}

/** All that an error tells: message, stack and fields, its causes included. */
export function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? "";
  const fields = JSON.stringify(Object.fromEntries(Object.entries(error).filter(([name]) => name !== "cause")));
  return [String(error), error.stack, fields, error.cause === undefined ? "" : everythingIn(error.cause)].join("\n");
}
