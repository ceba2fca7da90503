/** How many threads a local model gets, by samples of made-up times. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fastestThreads, threadCounts, usualThreads } from "../../src/models/local/threads.ts";

/** Samples that take what `ms` says for so many threads, the n-th time. */
function sampled(ms: (threads: number, n: number) => number) {
  const taken = new Map<number, number>();
  const sample = async (threads: number): Promise<number> => {
    const n = taken.get(threads) ?? 0;
    taken.set(threads, n + 1);
    return ms(threads, n);
  };
  return { sample, taken };
}

const choose = (cores: number, ms: (threads: number, n: number) => number): Promise<number> =>
  fastestThreads(cores, sampled(ms).sample);

describe("the threads of a local model", () => {
  it("tries few counts, all within the cores, the usual one among them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 256 }), (cores) => {
        const counts = threadCounts(cores);
        expect(counts.length).toBeLessThanOrEqual(4);
        expect(counts).toContain(usualThreads(cores));
        expect(counts).toContain(cores);
        for (const count of counts) expect(count >= 1 && count <= cores && Number.isInteger(count)).toBe(true);
        expect(new Set(counts).size).toBe(counts.length);
      }),
    );
    expect(threadCounts(2)).toEqual([1, 2]);
    expect(threadCounts(16)).toEqual([15, 16, 12, 8]);
  });

  it("are all cores where these are faster, as on a quiet machine", async () => {
    expect(await choose(2, (threads) => 100 / threads)).toBe(2);
  });

  it("are half of the cores where the others are hyper-threads", async () => {
    expect(await choose(16, (threads) => (threads > 8 ? 60 + threads : 400 / threads))).toBe(8);
  });

  it("stay one less than the cores where all of them are slower, or hardly faster", async () => {
    expect(await choose(2, (threads) => (threads === 2 ? 300 : 60))).toBe(1);
    expect(await choose(2, (threads) => (threads === 2 ? 58 : 60))).toBe(1);
  });

  it("stay one less than the cores where samples differ too much to say anything", async () => {
    const noisy = [10, 90, 20, 70, 30, 95, 15];
    expect(await choose(2, (threads, n) => noisy[n % noisy.length]! / threads)).toBe(1);
  });

  it("are not decided by a first sample, which reads the weights from disk", async () => {
    expect(await choose(2, (threads, n) => (n === 0 ? 4000 : 100) / threads)).toBe(2);
  });

  it("take half a second of samples, and end early with a model that is too slow to measure", async () => {
    const quick = sampled((threads) => 50 / threads);
    await fastestThreads(2, quick.sample);
    expect([...quick.taken.values()]).toEqual([8, 8]);
    const cold = sampled((threads, n) => (n === 0 && threads === 1 ? 60_000 : 500 / threads));
    expect(await fastestThreads(2, cold.sample)).toBe(2);
    const slow = sampled((threads) => 6000 / threads);
    expect(await fastestThreads(2, slow.sample)).toBe(1);
    expect([...slow.taken.values()]).toEqual([2, 1]);
    const one = sampled(() => 5);
    expect(await fastestThreads(1, one.sample)).toBe(1);
    expect(one.taken.size).toBe(0);
  });
});
