/**
 * Tokens a second of a local model through the request path, next to the bare library on the same work. The contenders take
 * turns request by request, so that a busy moment of the machine meets all of them, and of each request the fastest turn counts.
 */
import { availableParallelism } from "node:os";
import type { ModelRequest } from "../../src/core/model.ts";
import { localModel } from "../../src/models/local/local.ts";
import { threadCounts } from "../../src/models/local/threads.ts";
import type { Environment } from "../../src/models/settings.ts";
import { bareLlama } from "./bare-llama.ts";
import { answerWaves } from "./selection-round.ts";

/** Tokens of a reply at most. */
const REPLY = 24;
/** Rounds at most, and the seconds after which no further one begins. */
const ROUNDS = 5;
const ENOUGH = 120;

const TOPICS = ["a railway station at night", "how bread is baked", "the first day at school", "a storm at sea"];

/** Long prompts that share no more than their frame. */
const WORK: readonly ModelRequest[] = TOPICS.map((topic) => {
  const content = `${topic}: write about it. ${`What matters about ${topic} is ${topic} itself. `.repeat(4)}`;
  return {
    messages: [{ role: "user", content }],
    format: { kind: "text" },
    temperature: 0,
    maxOutputTokens: REPLY,
    sample: 0,
  };
});

export interface Speeds {
  /** Tokens of prompt and reply a second. */
  readonly ours: number;
  /** With its best number of threads. */
  readonly bare: number;
  readonly bareThreads: number;
}

/** One that does the work. */
interface Contender {
  readonly name: string;
  /** Answers one request; the number of its tokens, prompt and reply. */
  run(request: number, round: number): Promise<number>;
  /** The fastest turn of each request, in milliseconds. */
  readonly fastest: number[];
}

/** @throws when the two do not write the same number of tokens */
export async function localSpeeds(path: string, env: Environment, print: (line: string) => void): Promise<Speeds> {
  const bare = await bareLlama(path, env, WORK, REPLY);
  // One place, as the bare library has: what another prompt left there is all that can be evaluated already.
  const model = await localModel(path, { env, contextSize: 2048, sequences: 1 });
  const counts = threadCounts(availableParallelism());
  const ours: Contender = {
    name: "through protegi",
    // Another sample each round, so that the request path asks again; at temperature 0 it changes nothing.
    async run(request, round) {
      const [answer] = await answerWaves(model, [[{ ...WORK[request]!, sample: round }]]);
      return answer!.usage.input + answer!.usage.output;
    },
    fastest: [],
  };
  const bares = counts.map((threads): Contender => {
    return { name: `bare, ${threads} threads`, run: (request) => bare.run(threads, request), fastest: [] };
  });
  try {
    const tokens = await takeTurns([...bares, ours], print);
    const speedOf = ({ fastest }: Contender): number => (1000 * tokens) / fastest.reduce((sum, ms) => sum + ms, 0);
    for (const one of [...bares, ours]) print(`${one.name}: ${speedOf(one).toFixed(1)} tokens/s`);
    const best = bares.reduce((one, other) => (speedOf(other) > speedOf(one) ? other : one));
    return { ours: speedOf(ours), bare: speedOf(best), bareThreads: counts[bares.indexOf(best)]! };
  } finally {
    await bare.close();
    await model.close?.();
  }
}

/** Every contender on every request, round by round and in turns; the tokens of all requests. */
async function takeTurns(contenders: readonly Contender[], print: (line: string) => void): Promise<number> {
  const began = performance.now();
  const tokens = WORK.map(() => 0);
  for (let round = 0; round < ROUNDS && performance.now() - began < 1000 * ENOUGH; round++) {
    for (const request of WORK.keys()) {
      // Each goes first equally often, since one that waits for the processor may be helped or held up by the one before.
      const first = (round + request) % contenders.length;
      for (const one of [...contenders.slice(first), ...contenders.slice(0, first)]) {
        const start = performance.now();
        const count = await one.run(request, round);
        const ms = performance.now() - start;
        tokens[request] ||= count;
        if (count !== tokens[request])
          throw new Error(`expected the same work, got ${count} tokens from ${one.name} next to ${tokens[request]}`);
        one.fastest[request] = Math.min(one.fastest[request] ?? Infinity, ms);
      }
    }
    print(`round ${round + 1} of ${ROUNDS} at most, after ${((performance.now() - began) / 1000).toFixed(0)} s`);
  }
  return tokens.reduce((sum, count) => sum + count, 0);
}
