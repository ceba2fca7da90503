/** How likely a local model begins its reply with each label: the weights that calibrated reading is made of. */
import { chatMaker } from "../../src/models/local/chat.ts";
import { importLlama, startLlama } from "../../src/models/local/llama.ts";
import type { Sequence } from "../../src/models/local/package.ts";
import type { Environment } from "../../src/models/settings.ts";

/** The part of node-llama-cpp that local models do without. */
interface Scoring extends Sequence {
  controlledEvaluate(
    input: readonly (number | readonly [token: number, options: object])[],
  ): Promise<readonly ({ next: { logits?: ReadonlyMap<number, number> } } | undefined)[]>;
}

interface Vocabulary {
  iterateAllTokens(): Iterable<number>;
}

/** What the first token of a reply would be. */
export interface Weighed {
  /** The label that greedy decoding writes when it is held to the labels. */
  readonly held: string;
  /** The share of each label among all, in their order: the tokens that begin one are summed up. */
  readonly shares: readonly number[];
}

export interface Weigher {
  weigh(content: string): Promise<Weighed>;
  close(): Promise<void>;
}

/** Without these, the package hands out the sampled tokens alone. */
const ALL = { topK: 0, topP: 1, minP: 0, temperature: 1 };

/** @param labels no two of which begin with one letter, so that the first token decides */
export async function labelWeigher(path: string, env: Environment, labels: readonly string[]): Promise<Weigher> {
  const llama = await importLlama(env);
  const weights = await (await startLlama(llama)).llama.loadModel({ modelPath: path });
  const size = { contextSize: 1024, sequences: 1, flashAttention: false, threads: 1 } as const;
  const context = await weights.createContext(size);
  const sequence = context.getSequence() as Scoring;
  const toChat = chatMaker(llama, weights);
  const owners = new Map<number, number>();
  for (const token of (weights as unknown as Vocabulary).iterateAllTokens()) {
    const text = weights.isSpecialToken(token) ? "" : weights.detokenize([token]);
    const owner = text === "" ? -1 : labels.findIndex((label) => label.startsWith(text));
    if (owner >= 0) owners.set(token, owner);
  }
  const generateNext = { logits: { filter: { tokens: [...owners.keys()] } }, options: ALL };
  return {
    async weigh(content) {
      const prompt = toChat([{ role: "user", content }]).tokens;
      await sequence.adaptStateToTokens(prompt.slice(0, -2), false);
      const rest = prompt.slice(sequence.nextTokenIndex);
      const results = await sequence.controlledEvaluate([...rest.slice(0, -1), [rest.at(-1)!, { generateNext }]]);
      const logits = [...(results.at(-1)?.next.logits ?? [])].filter(([token]) => owners.has(token));
      const highest = Math.max(...logits.map(([, logit]) => logit));
      const sums = labels.map(() => 0);
      for (const [token, logit] of logits) sums[owners.get(token)!]! += Math.exp(logit - highest);
      const all = sums.reduce((sum, one) => sum + one, 0);
      const [best] = logits.find(([, logit]) => logit === highest)!;
      return { held: labels[owners.get(best)!]!, shares: sums.map((sum) => sum / all) };
    },
    async close() {
      await context.dispose();
      await weights.dispose();
    },
  };
}
