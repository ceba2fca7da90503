/** What docs/verdict.md says of whole runs: where no prompt is better than another, "better" is said by chance alone. */
import { beforeAll, describe, expect, it } from "vitest";
import { runWithoutGain } from "../../bench/verdict.ts";
import type { RunResult } from "../../src/index.ts";

const RUNS = 100;

describe(`${RUNS} whole runs in which every prompt is as good as the other`, () => {
  const results: RunResult[] = [];
  beforeAll(async () => {
    for (let seed = 1; seed <= RUNS; seed++) results.push(await runWithoutGain(seed));
  }, 120_000);
  const said = (word: string): RunResult[] => results.filter(({ verdict }) => verdict?.word === word);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  it("say better, or worse, in 2.5% at most but for chance", () => {
    // Of 100 runs at 2.5% each, more than 7 would say so once in 270 tries.
    expect(said("better").length).toBeLessThanOrEqual(7);
    expect(said("worse").length).toBeLessThanOrEqual(7);
    expect(said("not shown").length).toBeGreaterThanOrEqual(RUNS - 12);
  });

  it("recommend the initial prompt unless they say better", () => {
    expect(results.filter(({ prompt, initial }) => prompt !== initial)).toEqual(
      said("better").filter(({ best, initial }) => best !== initial),
    );
  });

  it("read on test what is true, where dev, which picked the winner, flatters it", () => {
    const onTest = mean(results.map(({ verdict }) => verdict!.winner.value));
    const onDev = mean(results.map(({ candidates }) => candidates[0]!.dev.value));
    expect(Math.abs(onTest - 0.7)).toBeLessThan(0.015);
    expect(onDev).toBeGreaterThan(onTest + 0.02);
  });
});
