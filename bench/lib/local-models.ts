/** The local models that benchmarks use, where scripts/fetch-local-model.mjs puts them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../src/core/errors.ts";
import type { Environment } from "../../src/models/settings.ts";

/** Where node-llama-cpp and the models are. */
const LLAMA_FOLDER: string = process.env["PROTEGI_LLAMA_DIR"] ?? join(import.meta.dirname, "../../.cache/llama");

/** The environment in which local models find node-llama-cpp. */
export const LLAMA_ENV: Environment = { ...process.env, PROTEGI_LLAMA_DIR: LLAMA_FOLDER };

interface LocalFile {
  readonly file: string;
  /** What people call the model and its quantization. */
  readonly title: string;
}

/** The largest first. */
export const LOCAL_MODELS = {
  "qwen-1.5b": { file: "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf", title: "Qwen2.5-Coder-1.5B-Instruct Q4_K_M" },
  "qwen-0.5b": { file: "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf", title: "Qwen2.5-Coder-0.5B-Instruct Q4_K_M" },
  smollm2: { file: "SmolLM2-135M-Instruct.Q4_1.gguf", title: "SmolLM2-135M-Instruct Q4_1" },
} as const satisfies Readonly<Record<string, LocalFile>>;

export type LocalModelName = keyof typeof LOCAL_MODELS;

export const LOCAL_MODEL_NAMES: readonly LocalModelName[] = Object.keys(LOCAL_MODELS) as LocalModelName[];

/** Whether node-llama-cpp is there. */
export function hasLlama(): boolean {
  return existsSync(join(LLAMA_FOLDER, "node_modules/node-llama-cpp"));
}

/** The path of a model's file, there or not. */
export function pathOf(name: LocalModelName): string {
  return join(LLAMA_FOLDER, "models", LOCAL_MODELS[name].file);
}

/** Whether its file is there. */
export function hasModel(name: LocalModelName): boolean {
  return existsSync(pathOf(name));
}

/** @throws UsageError when there is no such name */
export function asLocalModelName(name: string, where: string): LocalModelName {
  const found = LOCAL_MODEL_NAMES.find((known) => known === name);
  if (found === undefined)
    throw new UsageError(where, `there is no model ${name}`, `Models: ${LOCAL_MODEL_NAMES.join(", ")}.`);
  return found;
}
