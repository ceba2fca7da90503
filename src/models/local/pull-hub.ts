/** Fetches any GGUF model of the Hugging Face hub through node-llama-cpp, which knows its names and its split files. */
import { ProtegiError } from "../../core/errors.ts";
import { modelsDir } from "./known.ts";
import { importLlama } from "./llama.ts";
import { sizeOf, sumOf } from "./save.ts";
import type { PulledModel, PullOptions } from "./pull-options.ts";

/** @throws ProtegiError when the hub does not give it; the signal's reason when stopped */
export async function pullFromHub(
  name: string,
  { dir, onProgress, signal, env = process.env }: PullOptions,
): Promise<PulledModel> {
  const llama = await importLlama(env);
  const directory = dir ?? modelsDir(env);
  const there = await llama.resolveModelFile(name, { directory, download: false, cli: false }).catch(() => undefined);
  const source = there === undefined ? "huggingface.co" : undefined;
  try {
    if (source !== undefined) onProgress?.({ kind: "try", source });
    const path =
      there ??
      (await llama.resolveModelFile(name, {
        directory,
        download: "auto",
        cli: false,
        ...(signal !== undefined && { signal }),
        onProgress: ({ downloadedSize, totalSize }) =>
          onProgress?.({ kind: "received", received: downloadedSize, bytes: totalSize }),
      }));
    return { path, bytes: (await sizeOf(path)) ?? 0, sha256: await sumOf(path), source };
  } catch (error) {
    signal?.throwIfAborted();
    throw new ProtegiError(`models pull ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
