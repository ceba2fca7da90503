/** Work on the bare node-llama-cpp, next to which a local model of ours is measured. */
import type { ModelRequest } from "../../src/core/model.ts";
import { type Chat, chatMaker } from "../../src/models/local/chat.ts";
import { importLlama, startLlama } from "../../src/models/local/llama.ts";
import type { Context, Sequence, Weights } from "../../src/models/local/package.ts";
import type { Environment } from "../../src/models/settings.ts";

export interface Bare {
  readonly chats: readonly Chat[];
  /** Tokens of the prompt and the reply of one request, evaluated with so many threads. */
  run(threads: number, request: number): Promise<number>;
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
  const places = new Map<number, { readonly context: Context; readonly sequence: Sequence }>();
  return {
    chats,
    async run(threads, request) {
      let place = places.get(threads);
      if (place === undefined) {
        const context = await contextOf(weights, threads);
        places.set(threads, (place = { context, sequence: context.getSequence() }));
      }
      return evaluate(place.sequence, chats[request]!, most);
    },
    async close() {
      for (const { context } of places.values()) await context.dispose();
      await weights.dispose();
    },
  };
}

function contextOf(weights: Weights, threads: number): Promise<Context> {
  const size = { contextSize: Math.min(2048, weights.trainContextSize), sequences: 1, flashAttention: "auto" } as const;
  return weights.createContext({ ...size, threads: { ideal: threads, min: threads } });
}

async function evaluate(sequence: Sequence, chat: Chat, most: number): Promise<number> {
  await sequence.adaptStateToTokens(chat.tokens.slice(0, -1), false);
  const rest = chat.tokens.slice(sequence.nextTokenIndex);
  let written = 0;
  for await (const token of sequence.evaluate(rest, { temperature: 0, topK: 40, topP: 0.95, seed: 0 })) {
    if (chat.stops.tokens.has(token)) break;
    if (++written >= most) break;
  }
  return chat.tokens.length + written;
}

/** The tokens of each request's prompt. */
export async function tokensOf(path: string, env: Environment, requests: readonly ModelRequest[]): Promise<number[][]> {
  const bare = await bareLlama(path, env, requests, 1);
  await bare.close();
  return bare.chats.map(({ tokens }) => tokens);
}
