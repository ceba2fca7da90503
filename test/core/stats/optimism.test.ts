import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { winnerOptimism } from "../../../src/core/stats/optimism.ts";
import { mean, row } from "./rows.ts";

/** Mean optimism of the best of `arms` on `n` rows, true and estimated, over simulated selections. */
function simulate(arms: number, n: number, spread: number): { real: number; estimated: number } {
  const runs = 50;
  let real = 0;
  let estimated = 0;
  for (let run = 0; run < runs; run++) {
    const stream = rng(`${arms} ${spread} ${run}`);
    const difficulty = Array.from({ length: n }, () => stream.next());
    const truth = Array.from({ length: arms }, () => 0.7 + spread * (stream.next() + stream.next() - 1));
    const candidates = truth.map((p) =>
      difficulty.map((common, i) => row(i, (stream.next() < 0.4 ? common : stream.next()) < p ? 1 : 0)),
    );
    const scores = candidates.map(mean.score);
    const best = scores.indexOf(Math.max(...scores));
    real += scores[best]! - truth[best]!;
    estimated += winnerOptimism(mean, candidates, stream);
  }
  return { real: real / runs, estimated: estimated / runs };
}

describe("the optimism of the winner", () => {
  it.each([
    [20, 50, 0],
    [5, 100, 0],
    [20, 50, 0.2],
  ])("is estimated to within a quarter or 0.01: %d arms, %d rows, spread %d", (arms, n, spread) => {
    const { real, estimated } = simulate(arms, n, spread);
    expect(real).toBeGreaterThan(0.02);
    expect(Math.abs(estimated - real)).toBeLessThan(Math.max(0.01, 0.25 * real));
  });

  it("is near nothing when the winner is clear, and nothing when there is no choice", () => {
    const rows = (period: number): ReturnType<typeof row>[] =>
      Array.from({ length: 100 }, (_, i) => row(i, i % period === 0 ? 0 : 1));
    expect(Math.abs(winnerOptimism(mean, [rows(20), rows(2), rows(2)], rng(1)))).toBeLessThan(0.005);
    expect(winnerOptimism(mean, [rows(3)], rng(1))).toBe(0);
    expect(winnerOptimism(mean, [rows(3), []], rng(1))).toBe(0);
  });

  it("is taken on candidates that met unlike numbers of rows", () => {
    const stream = rng(5);
    const candidates = Array.from({ length: 12 }, (_, arm) =>
      Array.from({ length: 10 + 10 * (arm % 4) }, (_, i) => row(i, stream.next() < 0.7 ? 1 : 0)),
    );
    const found = winnerOptimism(mean, candidates, rng(6));
    expect(found).toBeGreaterThan(0.02);
    expect(found).toBeLessThan(0.3);
  });
});
