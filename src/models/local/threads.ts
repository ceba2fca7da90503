/** How many threads suit a model on this machine: measured when it is loaded, on a few tokens of prompt and reply. */
import { loadavg } from "node:os";
import type { Sequence, Weights } from "./package.ts";

/** Tokens of one sample: a piece of prompt, evaluated together, and of a reply, one by one. */
const PROMPT = 8;
const REPLY = 2;

/** Milliseconds of samples, and how many of each count there are at least and at most. */
const ENOUGH = 500;
const LEAST_ROUNDS = 3;
const MOST_ROUNDS = 20;
/** A model that is too slow, or a machine that is too busy, is not measured for longer than this. Milliseconds. */
const TOO_LONG = 6000;

/** A median so many times the fastest sample says that other processes interfere. */
const NOISY = 1.25;
/** Another count must take at most this share of the usual one's time. */
const CLEAR = 0.95;

/**
 * The threads where nothing is known: one less than the cores. Threads of llama.cpp wait for each other in busy loops,
 * so one that shares its core with another process delays all (measured: a sixth of the speed).
 */
export function usualThreads(cores: number): number {
  return Math.max(1, cores - 1);
}

/** Counts worth a try: all cores, one less, three quarters and half of them, which is often the number without hyper-threads. */
export function threadCounts(cores: number): number[] {
  const counts = [usualThreads(cores), cores, Math.ceil(0.75 * cores), Math.ceil(0.5 * cores)];
  return [...new Set(counts)];
}

/**
 * The fastest count, by samples taken in turns, so that a slow moment meets all of them.
 * The usual count where no other one is clearly faster, or where samples of one count differ so much that they say little.
 * @param sample milliseconds that the work takes with so many threads
 */
export async function fastestThreads(cores: number, sample: (threads: number) => Promise<number>): Promise<number> {
  const usual = usualThreads(cores);
  const counts = threadCounts(cores);
  if (counts.length < 2) return usual;
  const times = new Map(counts.map((count) => [count, [] as number[]]));
  // The very first sample reads the weights from disk; the first of each count warms its threads up.
  await sample(counts[0]!);
  let spent = 0;
  for (const count of counts.slice(1)) spent += await sample(count);
  let measured = 0;
  for (let round = 0; round < LEAST_ROUNDS || (round < MOST_ROUNDS && measured < ENOUGH); round++) {
    for (const count of counts) {
      if (spent + measured > TOO_LONG) return usual;
      const ms = await sample(count);
      times.get(count)!.push(ms);
      measured += ms;
    }
  }
  return clearWinner(times, usual);
}

function clearWinner(times: ReadonlyMap<number, readonly number[]>, usual: number): number {
  const figures = [...times].map(([count, all]) => {
    const sorted = all.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)]!;
    return { count, median, noisy: median > NOISY * sorted[0]! };
  });
  const best = figures.reduce((one, other) => (other.median < one.median ? other : one));
  const before = figures.find(({ count }) => count === usual)!;
  return best.noisy || before.noisy || best.median > CLEAR * before.median ? usual : best.count;
}

const known = new Map<string, Promise<number>>();

/**
 * The threads for a model, measured once a process; the usual ones where more processes run than there are cores.
 * @param fingerprint of its file
 */
export async function measuredThreads(weights: Weights, fingerprint: string, cores: number): Promise<number> {
  if (loadavg()[0]! > cores) return usualThreads(cores);
  const key = `${fingerprint} ${cores}`;
  let threads = known.get(key);
  if (threads === undefined) {
    threads = measure(weights, cores);
    known.set(key, threads);
    threads.catch(() => known.delete(key));
  }
  return threads;
}

/** Each count has a small context of its own, since the threads of a context are fixed. */
async function measure(weights: Weights, cores: number): Promise<number> {
  const tokens = weights.tokenizer("one of the words");
  const text = Array.from({ length: PROMPT + REPLY }, (_, i) => tokens[i % tokens.length]!);
  const room = (PROMPT + REPLY) * (MOST_ROUNDS + 1);
  const contexts = new Map<number, { sequence: Sequence; dispose: () => Promise<void> }>();
  try {
    return await fastestThreads(cores, async (threads) => {
      let context = contexts.get(threads);
      if (context === undefined) {
        const size = { contextSize: room, batchSize: PROMPT, sequences: 1, flashAttention: false };
        const made = await weights.createContext({ ...size, threads: { ideal: threads, min: threads } });
        context = { sequence: made.getSequence(), dispose: () => made.dispose() };
        contexts.set(threads, context);
      }
      const began = performance.now();
      await context.sequence.evaluateWithoutGeneratingNewTokens(text.slice(0, PROMPT));
      for (const token of text.slice(PROMPT)) await context.sequence.evaluateWithoutGeneratingNewTokens([token]);
      return performance.now() - began;
    });
  } finally {
    for (const { dispose } of contexts.values()) await dispose();
  }
}
