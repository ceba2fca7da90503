/** Loads the weights of a local model, and makes room for the prompts that stay evaluated. */
import { availableParallelism } from "node:os";
import type { ModelFile } from "./file.ts";
import type { Context, Llama, Sequence, Weights } from "./package.ts";
import { measuredThreads, usualThreads } from "./threads.ts";

/** Tokens of a short place: most prompts of a task with their reply fit. */
const SHORT = 1024;

export interface Size {
  readonly contextSize: number;
  /** Places of full size; undefined for one, and short ones in the memory of another. */
  readonly sequences: number | undefined;
  readonly threads: number | undefined;
}

export interface Loaded {
  readonly weights: Weights;
  /** Tokens of prompt and reply together, in a place of full size. */
  readonly contextSize: number;
  readonly sequences: readonly Sequence[];
  dispose(): Promise<void>;
}

/** @throws what llama.cpp says when the file is damaged or does not fit into memory; nothing stays loaded then */
export async function loadWeights(runtime: Llama, file: ModelFile, size: Size): Promise<Loaded> {
  const weights = await runtime.loadModel({ modelPath: file.path });
  const contexts: Context[] = [];
  const dispose = async (): Promise<void> => {
    for (const context of contexts) await context.dispose();
    await weights.dispose();
  };
  try {
    // On a GPU the threads of the CPU decide little.
    const cores = availableParallelism();
    const measured = (): Promise<number> | number =>
      runtime.gpu === false ? measuredThreads(weights, file.fingerprint, cores) : usualThreads(cores);
    const threads = size.threads ?? (await measured());
    // On the CPU, flash attention rounds by how many tokens come together.
    const flashAttention = runtime.gpu === false ? false : "auto";
    const sequences: Sequence[] = [];
    for (const { contextSize, count } of placesFor(size, weights.trainContextSize)) {
      const context = await weights.createContext({ contextSize, sequences: count, threads, flashAttention });
      contexts.push(context);
      for (let i = 0; i < count; i++) sequences.push(context.getSequence());
    }
    return { weights, contextSize: contexts[0]!.contextSize, sequences, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/**
 * Places for two prompts of full size, or for one and as many short ones as take the same memory: a search has many
 * short prompts in turns, and each that stays evaluated costs only its rows.
 */
function placesFor({ contextSize, sequences }: Size, most: number): { contextSize: number; count: number }[] {
  const full = Math.min(contextSize, most);
  const short = Math.min(8, Math.floor(full / SHORT));
  if (sequences !== undefined || short < 4) return [{ contextSize: full, count: sequences ?? 2 }];
  return [
    { contextSize: full, count: 1 },
    { contextSize: SHORT, count: short },
  ];
}
