/** Sums up the benchmark of selectors: regret, chance of the best choice, cost, and who is better than whom. */
import { mean } from "../../src/core/stats/mean.ts";
import { normalQuantile } from "../../src/core/stats/normal.ts";
import { wilson } from "../../src/core/stats/wilson.ts";
import { NO_REGRET } from "./play.ts";
import type { Cell } from "./selectors-worker.ts";

export interface Summary {
  readonly regret: number;
  /** Half of the 95% interval of the regret (normal). */
  readonly half: number;
  /** Share of repetitions in which the best were kept, with its 95% interval (Wilson). */
  readonly best: { readonly value: number; readonly low: number; readonly high: number };
  /** Mean evaluations per candidate. */
  readonly perCandidate: number;
  readonly steps: number;
}

export function summarize(cell: Cell): Summary {
  const n = cell.played.length;
  const regrets = cell.played.map(({ regret }) => regret);
  const best = regrets.filter((regret) => regret < NO_REGRET).length;
  return {
    regret: mean(regrets),
    half: 1.96 * standardError(regrets),
    best: { value: best / n, ...wilson(best, n) },
    perCandidate: mean(cell.played.map(({ evaluations }) => evaluations)) / cell.arms,
    steps: mean(cell.played.map(({ steps }) => steps)),
  };
}

export interface Excess {
  readonly world: string;
  readonly budget: number;
  readonly rival: string;
  /** Mean regret of the default minus that of the rival, in the same repetitions. */
  readonly value: number;
  /** Upper bound of that difference: 95% for all comparisons at once (Bonferroni, one-sided, normal). */
  readonly bound: number;
}

/** The default against every other contender, in every world and with every budget; the highest bound first. */
export function excesses(cells: readonly Cell[], defaultName: string): Excess[] {
  const own = cells.filter(({ contender }) => contender === defaultName);
  const pairs = own.flatMap((cell) =>
    cells
      .filter(
        ({ world, budget, contender }) => world === cell.world && budget === cell.budget && contender !== defaultName,
      )
      .map((rival) => ({ cell, rival })),
  );
  const z = normalQuantile(1 - 0.05 / pairs.length);
  return pairs
    .map(({ cell, rival }) => {
      const rivals = new Map(rival.played.map(({ repetition, regret }) => [repetition, regret]));
      const differences = cell.played.map(({ repetition, regret }) => regret - rivals.get(repetition)!);
      const value = mean(differences);
      return {
        world: cell.world,
        budget: cell.budget,
        rival: rival.contender,
        value,
        bound: value + z * standardError(differences),
      };
    })
    .sort((a, b) => b.bound - a.bound);
}

function standardError(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1) / values.length);
}
