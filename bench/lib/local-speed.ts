/** Tokens a second of a local model through the request path, next to the bare library on the same work. */
import { availableParallelism } from "node:os";
import type { ModelRequest } from "../../src/core/model.ts";
import { localModel } from "../../src/models/local/local.ts";
import { threadCounts } from "../../src/models/local/threads.ts";
import type { Environment } from "../../src/models/settings.ts";
import { bareLlama } from "./bare-llama.ts";
import { answerWaves } from "./selection-round.ts";

/** Tokens of a reply at most. */
const REPLY = 24;
/** How often each is measured, in turns; the fastest counts. */
const ROUNDS = 3;

const TOPICS = ["a railway station at night", "how bread is baked", "the first day at school", "a storm at sea"];

/** Long prompts that share no more than their frame. */
function work(): ModelRequest[] {
  return TOPICS.map((topic) => {
    const content = `${topic}: write about it. ${`What matters about ${topic} is ${topic} itself. `.repeat(4)}`;
    return {
      messages: [{ role: "user", content }],
      format: { kind: "text" },
      temperature: 0,
      maxOutputTokens: REPLY,
      sample: 0,
    };
  });
}

export interface Speeds {
  /** Tokens of prompt and reply a second. */
  readonly ours: number;
  /** With its best number of threads. */
  readonly bare: number;
  readonly bareThreads: number;
}

/** @throws when the two do not write the same number of tokens */
export async function localSpeeds(path: string, env: Environment, print: (line: string) => void): Promise<Speeds> {
  const requests = work();
  const bare = await bareLlama(path, env, requests, REPLY);
  const model = await localModel(path, { env, contextSize: 2048 });
  const fastest = { ours: 0, bare: 0, bareThreads: 0 };
  try {
    for (let round = 0; round < ROUNDS; round++) {
      let tokens = 0;
      for (const threads of threadCounts(availableParallelism())) {
        const run = await bare.run(threads);
        ({ tokens } = run);
        const speed = (1000 * tokens) / run.ms;
        print(`bare, ${threads} threads: ${speed.toFixed(1)} tokens/s`);
        if (speed > fastest.bare) Object.assign(fastest, { bare: speed, bareThreads: threads });
      }
      const began = performance.now();
      // Another sample each round, so that the request path asks again; at temperature 0 it changes nothing.
      const answers = await answerWaves(model, [requests.map((request) => ({ ...request, sample: round }))]);
      const ms = performance.now() - began;
      const ours = answers.reduce((sum, { usage }) => sum + usage.input + usage.output, 0);
      if (ours !== tokens) throw new Error(`expected the same work, got ${ours} tokens next to ${tokens}`);
      print(`through protegi: ${((1000 * ours) / ms).toFixed(1)} tokens/s`);
      fastest.ours = Math.max(fastest.ours, (1000 * ours) / ms);
      // What is still evaluated would make the next round shorter than the bare library's.
      await model.generate(forgetting(round));
      await model.generate(forgetting(round + ROUNDS));
    }
    return fastest;
  } finally {
    await bare.close();
    await model.close?.();
  }
}

function forgetting(n: number): ModelRequest {
  const messages = [
    { role: "system" as const, content: `${n} `.repeat(8) },
    { role: "user" as const, content: "?" },
  ];
  return { messages, format: { kind: "text" }, temperature: 0, maxOutputTokens: 1, sample: 0 };
}
