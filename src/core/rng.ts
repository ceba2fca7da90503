/**
 * Randomness by path: every choice draws from a stream named after what it is for, so a run is the
 * same whatever the order in which answers arrive.
 */
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import { words } from "./values/hash.ts";

/** A stream of random numbers; its forks by path are streams of their own. */
export interface Rng {
  /** A uniform number in [0, 1). */
  next(): number;
  /** A whole number in [0, 2^31) that belongs to this stream's path; drawing from the stream does not change it. */
  readonly seed: number;
  /** An independent stream; the same path from the same seed is always the same stream. */
  fork(path: string): Rng;
}

/** The root stream of a run. */
export function rng(seed: number | string): Rng {
  return stream(`seed ${seed}`);
}

function stream(path: string): Rng {
  const state = words(path, 5);
  const generator = xoroshiro128plusFromState(state.slice(0, 4));
  return {
    next: () => (generator.next() >>> 0) / 2 ** 32,
    seed: state[4]! >>> 1,
    fork: (name) => stream(`${path}/${name}`),
  };
}

/** `count` distinct items of `items`, in random order; all of them, shuffled, when there are fewer. */
export function sample<T>(items: readonly T[], count: number, rng: Rng): T[] {
  const pool = [...items];
  const size = Math.min(count, pool.length);
  for (let i = 0; i < size; i++) {
    const j = i + Math.floor(rng.next() * (pool.length - i));
    [pool[i], pool[j]] = [pool[j]!, pool[i]!];
  }
  return pool.slice(0, size);
}

/** All of `items` in random order. */
export function shuffle<T>(items: readonly T[], rng: Rng): T[] {
  return sample(items, items.length, rng);
}
