/** Summaries of trials against values by hand. */
import { describe, expect, it } from "vitest";
import { pairedDifference } from "../../src/core/stats/paired.ts";
import { summarizeTrials } from "../../src/trials/summary.ts";
import { trial } from "./setup.ts";

const of = (variant: string, scores: readonly number[]): ReturnType<typeof trial>[] =>
  scores.map((found, i) => trial({ variant, seed: i + 1, found }));

describe("a summary of trials", () => {
  it("gives each variant's means over seeds, and how often each verdict fell", () => {
    const [a] = summarizeTrials(of("a", [0.6, 0.7, 0.8, 0.4]));
    expect(a).toMatchObject({ name: "a", trials: 4, without: 0, verdicts: { better: 3, "not shown": 1, worse: 0 } });
    expect(a!.score.value).toBeCloseTo(0.625, 12);
    expect(a!.initial.value).toBeCloseTo(0.5, 12);
    expect(a!.gain.value).toBeCloseTo(0.125, 12);
    expect([a!.calls.value, a!.cached.value, a!.tokens.value, a!.usd!.value]).toEqual([100, 10, 1100, 0.5]);
    expect(a).not.toHaveProperty("against");
  });

  it("holds a variant against the first over the same seeds, in pairs", () => {
    // Differences 0.1, 0.1, 0.2: mean 0.1333, sd 0.057735, error 1/30, t(0.975, 2) = 4.302653.
    const [, b] = summarizeTrials([...of("a", [0.5, 0.6, 0.5]), ...of("b", [0.6, 0.7, 0.7])]);
    const { difference, word, over } = b!.against!;
    expect(over).toBe("seeds");
    expect(difference.value).toBeCloseTo(0.4 / 3, 12);
    expect(difference.low).toBeCloseTo(0.4 / 3 - 4.302653 / 30, 6);
    expect(difference.high).toBeCloseTo(0.4 / 3 + 4.302653 / 30, 6);
    expect(word).toBe("not shown");
  });

  it("widens the intervals with the number of variants: t(1 - 0.05 / 4, 2) = 6.205347", () => {
    const [, b] = summarizeTrials([
      ...of("a", [0.5, 0.6, 0.5]),
      ...of("b", [0.6, 0.7, 0.7]),
      ...of("c", [0.5, 0.6, 0.5]),
    ]);
    const { value, high } = b!.against!.difference;
    expect((high - value) * 30).toBeCloseTo(6.205347, 5);
  });

  it("pairs by seed, not by place, and leaves out seeds without a verdict on either side", () => {
    const cut = trial({ variant: "a", seed: 3, found: 0.9 });
    const [a, b] = summarizeTrials([
      ...of("a", [0.5, 0.6]),
      { ...cut, result: { ...cut.result, verdict: undefined } },
      ...of("b", [0.6, 0.8, 0.1]).toReversed(),
    ]);
    expect(a).toMatchObject({ trials: 2, without: 1 });
    expect(b!.against!.difference.value).toBeCloseTo(0.15, 12);
  });

  it("takes splits as what repeats, and says what varies with the split and what with the seed", () => {
    const on = (variant: string, splitSeed: number, scores: readonly number[]): ReturnType<typeof trial>[] =>
      of(variant, scores).map((one) => ({ ...one, splitSeed }));
    const [a, b] = summarizeTrials([
      ...on("a", 1, [0.5, 0.6]),
      ...on("a", 2, [0.7, 0.8]),
      ...on("b", 1, [0.6, 0.7]),
      ...on("b", 2, [0.9, 0.8]),
    ]);
    // Means of splits 0.55 and 0.75: mean 0.65, error 0.1, t(0.975, 1) = 12.7062; the interval ends at the bounds.
    expect(a!.trials).toBe(4);
    expect(a!.score).toMatchObject({ n: 2, low: 0, high: 1 });
    expect(a!.score.value).toBeCloseTo(0.65, 12);
    expect(a!.score.error).toBeCloseTo(0.1, 12);
    // Within: 0.005; between: (2 · 0.02 - 0.005) / 2 = 0.0175.
    expect(a!.spread!.score.within).toBeCloseTo(Math.sqrt(0.005), 12);
    expect(a!.spread!.score.between).toBeCloseTo(Math.sqrt(0.0175), 12);
    // Differences 0.1, 0.1 and 0.2, 0: both splits have the mean 0.1.
    expect(b!.against!.over).toBe("splits");
    expect(b!.against!.difference.value).toBeCloseTo(0.1, 12);
    expect(b!.against!.difference.n).toBe(2);
  });

  it("says nothing of a spread over one split", () => {
    expect(summarizeTrials(of("a", [0.5, 0.6]))[0]).not.toHaveProperty("spread");
  });

  it("of a single seed pairs the rows of the two prompts found", () => {
    const before = [true, true, false, false, false, false, true, false, false, true];
    const after = [true, true, true, true, true, true, true, true, true, false];
    const a = trial({ variant: "a", seed: 1, found: 0.4, rows: before });
    const b = trial({ variant: "b", seed: 1, found: 0.9, rows: after });
    const [first, second] = summarizeTrials([a, b]);
    expect(first!.score.half).toBe(Infinity);
    expect(second!.against).toEqual({
      over: "rows",
      word: "not shown",
      difference: pairedDifference(a.metric, a.winner, b.winner),
    });
    expect(second!.against!.difference).toMatchObject({ value: 0.5, n: 10 });
  });

  it("of seeds that do not differ pairs the rows of the first, for such seeds tell nothing of others", () => {
    const found = { a: 0.4, b: 0.5 };
    const rows = { a: [true, false, false, true, false], b: [true, true, false, true, false] };
    const trials = (["a", "b"] as const).flatMap((variant) =>
      [1, 2, 3].map((seed) => trial({ variant, seed, found: found[variant], rows: rows[variant] })),
    );
    const [, b] = summarizeTrials(trials);
    expect(b!.against).toMatchObject({ over: "rows", word: "not shown", difference: { n: 5 } });
  });

  it("draws the mean curve, where one that ended early stands where it ended", () => {
    const curve = (...points: readonly [number, number][]): ReturnType<typeof trial>["curve"] =>
      points.map(([calls, score], round) => ({ round, calls, usd: calls / 100, score }));
    const [a] = summarizeTrials([
      trial({ variant: "a", seed: 1, found: 0.8, curve: curve([0, 0.5], [100, 0.6], [200, 0.8]) }),
      trial({ variant: "a", seed: 2, found: 0.7, curve: curve([0, 0.5], [120, 0.7]) }),
    ]);
    expect(a!.curve.map(({ round, calls, usd }) => [round, calls, usd])).toEqual([
      [0, 0, 0],
      [1, 110, 1.1],
      [2, 160, 1.6],
    ]);
    expect(a!.curve[2]!.score.value).toBeCloseTo(0.75, 12);
  });
});
