import { describe, expect, it } from "vitest";
import { play } from "../../bench/lib/play.ts";
import { excesses, summarize } from "../../bench/lib/regret.ts";
import { bernoulli, correlated } from "../../bench/lib/worlds.ts";
import { rng } from "../../src/core/rng.ts";
import type { SelectorFactory } from "../../src/core/selection/selector.ts";
import { estimate } from "../../src/core/stats/estimate.ts";

/** Keeps the arms given first without a pull. */
const idle: SelectorFactory = ({ arms, metric }) => ({
  next: () => [],
  record: () => {},
  ranking: () => Array.from({ length: arms }, (_, arm) => ({ arm, ...estimate(metric, []) })),
});

describe("the worlds", () => {
  it.each([
    ["bernoulli", bernoulli, 0],
    ["correlated", correlated, 0.2],
  ])("%s: arms are right as often as they truly are, and rows are as alike as said", (_, draw, alike) => {
    let off = 0;
    let together = 0;
    let pairs = 0;
    for (let i = 0; i < 20; i++) {
      const { truth, correct } = draw(rng(i));
      const [a, b] = [correct[0]!, correct[1]!];
      off += (a.reduce((sum, right) => sum + right, 0) / a.length - truth[0]!) / 20;
      a.forEach((right, row) => {
        together += (right - truth[0]!) * (b[row]! - truth[1]!);
        pairs += 1;
      });
    }
    expect(Math.abs(off)).toBeLessThan(0.02);
    const covariance = together / pairs;
    if (alike === 0) expect(Math.abs(covariance)).toBeLessThan(0.01);
    else expect(covariance / 0.21).toBeGreaterThan(alike);
  });
});

describe("the figures", () => {
  const world = { truth: [0.5, 0.9, 0.7, 0.6], correct: Array.from({ length: 4 }, () => new Uint8Array(10)) };

  it("regret is what the kept fall short of the best, on average", () => {
    expect(play(world, idle, 2, 0, rng(1))).toEqual({
      regret: expect.closeTo((0.9 + 0.7 - 0.5 - 0.9) / 2, 12),
      evaluations: 0,
      steps: 0,
    });
    expect(play({ ...world, truth: [0.9, 0.7, 0.6, 0.5] }, idle, 2, 0, rng(1)).regret).toBe(0);
  });

  it("excess is paired by repetition, and its bound lies above it", () => {
    const cell = (contender: string, regrets: readonly number[]): Parameters<typeof summarize>[0] => ({
      world: "w",
      budget: 10,
      contender,
      arms: 4,
      played: regrets.map((regret, repetition) => ({ repetition, regret, evaluations: 40, steps: 2 })),
    });
    const own = cell("own", [0.1, 0.2, 0.3, 0]);
    const rival = cell("rival", [0.1, 0.1, 0.2, 0]);
    const shuffled = { ...rival, played: rival.played.toReversed() };
    const [excess] = excesses([own, shuffled], "own");
    expect(excess).toMatchObject({ rival: "rival", value: expect.closeTo(0.05, 12) });
    // Standard error 0.02887 of the differences 0, 0.1, 0.1, 0; one comparison, so 1.645 of them.
    expect(excess!.bound).toBeCloseTo(0.05 + 1.64485 * 0.0288675, 5);
    expect(summarize(own)).toMatchObject({
      regret: expect.closeTo(0.15, 12),
      perCandidate: 10,
      best: { value: 0.25 },
      steps: 2,
    });
  });
});
