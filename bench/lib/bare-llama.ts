/** Work on the bare node-llama-cpp, next to which a local model of ours is measured. */
import type { ModelRequest } from "../../src/core/model.ts";
import { type Chat, chatMaker } from "../../src/models/local/chat.ts";
import { importLlama, startLlama } from "../../src/models/local/llama.ts";
import type { Context, Weights } from "../../src/models/local/package.ts";
import type { Environment } from "../../src/models/settings.ts";

export interface Bare {
  readonly chats: readonly Chat[];
  /** Tokens of prompts and replies, and how long they take with so many threads, in milliseconds. */
  run(threads: number): Promise<{ readonly tokens: number; readonly ms: number }>;
  close(): Promise<void>;
}

/** The bare library with the requests' prompts, replies of so many tokens at most, at temperature 0. */
export async function bareLlama(
  path: string,
  env: Environment,
  requests: readonly ModelRequest[],
  most: number,
): Promise<Bare> {
  const llama = await importLlama(env);
  const weights = await (await startLlama(llama)).llama.loadModel({ modelPath: path });
  const chats = requests.map(({ messages }) => chatMaker(llama, weights)(messages));
  return {
    chats,
    async run(threads) {
      const context = await contextOf(weights, threads);
      try {
        return await evaluate(context, chats, most);
      } finally {
        await context.dispose();
      }
    },
    close: () => weights.dispose(),
  };
}

function contextOf(weights: Weights, threads: number): Promise<Context> {
  const size = { contextSize: Math.min(2048, weights.trainContextSize), sequences: 1, flashAttention: "auto" } as const;
  return weights.createContext({ ...size, threads });
}

async function evaluate(context: Context, chats: readonly Chat[], most: number) {
  const sequence = context.getSequence();
  let tokens = 0;
  const began = performance.now();
  for (const chat of chats) {
    await sequence.adaptStateToTokens(chat.tokens.slice(0, -1), false);
    const rest = chat.tokens.slice(sequence.nextTokenIndex);
    let written = 0;
    for await (const token of sequence.evaluate(rest, { temperature: 0, topK: 40, topP: 0.95, seed: 0 })) {
      if (chat.stops.tokens.has(token)) break;
      if (++written >= most) break;
    }
    tokens += chat.tokens.length + written;
  }
  return { tokens, ms: performance.now() - began };
}

/** The tokens of each request's prompt. */
export async function tokensOf(path: string, env: Environment, requests: readonly ModelRequest[]): Promise<number[][]> {
  const bare = await bareLlama(path, env, requests, 1);
  await bare.close();
  return bare.chats.map(({ tokens }) => tokens);
}
