/** What the tests of local models may use of this machine, and how they say so when it is not there. */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ModelRequest, ReplyFormat } from "../../src/core/model.ts";

export const ROOT: string = join(import.meta.dirname, "../..");

/** Where scripts/fetch-local-model.mjs puts node-llama-cpp and the model. */
const folder = process.env["PROTEGI_LLAMA_DIR"] ?? join(ROOT, ".cache/llama");
export const MODELS: string = join(folder, "models");
export const ENV: Readonly<Record<string, string | undefined>> = { ...process.env, PROTEGI_LLAMA_DIR: folder };

export const HAS_LLAMA: boolean = there("node_modules/node-llama-cpp", "node-llama-cpp");
export const HAS_SMOLLM2: boolean = HAS_LLAMA && there("models/SmolLM2-135M-Instruct.Q4_1.gguf", "SmolLM2");

function there(path: string, what: string): boolean {
  const found = existsSync(join(folder, path));
  if (!found) process.stderr.write(`Skipped without ${what}; fetch it: node scripts/fetch-local-model.mjs\n`);
  return found;
}

/** A folder that is gone after the test. */
export async function tempFolder(): Promise<{ readonly path: string; [Symbol.asyncDispose](): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "protegi-local-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** A request of one user message at temperature 0. */
export function ask(content: string, more: Partial<ModelRequest> = {}): ModelRequest {
  return { messages: [{ role: "user", content }], format: { kind: "text" }, temperature: 0, sample: 0, ...more };
}

export function choiceOf(...choices: string[]): ReplyFormat {
  return { kind: "choice", choices };
}
