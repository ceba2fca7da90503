/**
 * Top-two Thompson sampling (Russo, Operations Research 2020) for the best b: a draw from the posterior names a best b, a
 * second draw that names another best b shows what is in doubt, and an arm on which the two disagree is pulled. Posteriors are
 * Beta(1 + Q N, 1 + (1 - Q) N). It stops when 95% of the draws name the same best b.
 */
import type { SelectorKind } from "./kind.ts";
import type { Rng } from "../rng.ts";
import { Arms } from "./arms.ts";
import { pullSizeFor, type PullOptions } from "./options.ts";
import type { Selection, Selector, SelectorFactory } from "./selector.ts";

/** Draws from the posterior in each step. */
const DRAWS = 60;
const DECIDED = 0.95;

export function topTwoThompson({ pullSize, armsPerPull }: PullOptions): SelectorFactory {
  return (selection) => start(selection, pullSize, armsPerPull);
}

function start(selection: Selection, pullSize: number, armsPerPull: number): Selector {
  const { keep, rng } = selection;
  const arms = new Arms(selection);
  const size = pullSizeFor(selection, pullSize);
  let step = 0;

  /** The best b of one draw, as a set. */
  function draw(): Set<number> {
    const values = arms.all.map((arm) => {
      // A metric of the user's own may leave 0 to 1, where there is no such posterior.
      const right = arms.count(arm) === 0 ? 0 : Math.min(1, Math.max(0, arms.score(arm))) * arms.count(arm);
      return beta(1 + right, 1 + arms.count(arm) - right, rng);
    });
    return new Set(arms.all.sort((a, b) => values[b]! - values[a]! || a - b).slice(0, keep));
  }

  return {
    next() {
      if (selection.arms <= keep) return [];
      step += 1;
      if (step === 1) return arms.pull(arms.all, size);
      const draws = Array.from({ length: DRAWS }, draw);
      if (shareOfMostCommon(draws) >= DECIDED) return [];
      const chosen = new Set<number>();
      draws.forEach((one, i) => {
        const other = draws.slice(i + 1).find((set) => doubtful(one, set).length > 0) ?? one;
        const open = doubtful(one, other).filter((arm) => arms.unasked(arm) > 0);
        if (open.length > 0 && chosen.size < armsPerPull) chosen.add(open[Math.floor(rng.next() * open.length)]!);
      });
      return arms.pull([...chosen], size);
    },
    record: (results) => arms.record(results),
    ranking: () => arms.estimates(arms.order(arms.all)),
  };
}

/** The arms on which two draws disagree. */
function doubtful(a: ReadonlySet<number>, b: ReadonlySet<number>): number[] {
  return [...[...a].filter((arm) => !b.has(arm)), ...[...b].filter((arm) => !a.has(arm))];
}

function shareOfMostCommon(sets: readonly ReadonlySet<number>[]): number {
  const counts = new Map<string, number>();
  for (const set of sets) {
    const name = [...set].sort((a, b) => a - b).join(" ");
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Math.max(...counts.values()) / sets.length;
}

function beta(a: number, b: number, rng: Rng): number {
  const x = gamma(a, rng);
  return x / (x + gamma(b, rng));
}

/** A draw from Gamma(shape) for shape >= 1 (Marsaglia and Tsang, ACM TOMS 2000). */
function gamma(shape: number, rng: Rng): number {
  const d = shape - 1 / 3;
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - rng.next())) * Math.cos(2 * Math.PI * rng.next());
    const v = (1 + normal / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - rng.next()) < (normal * normal) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

export const topTwoThompsonKind: SelectorKind = {
  name: "top-two-thompson",
  about: "pulls candidates on which two draws from the posterior disagree",
  reads: ["pullSize", "armsPerPull"],
  stopsEarly: true,
  create: topTwoThompson,
};
