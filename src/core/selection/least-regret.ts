/**
 * Least regret: each next row goes where it lowers the expected regret of the choice the most, and selection
 * stops when that regret is within the tolerance. Made of three known parts:
 *
 * - Arms meet the rows in one order, and an additive model of arms and rows takes off how hard a row is, so what
 *   counts is how an arm does on a row against the other arms (a two-way layout; blocking by common rows).
 * - With posterior N(m_a, v_a / n_a) and the cut c midway between the arms b and b + 1, arm a lies on the wrong side
 *   of the cut at an expected cost of s h(|m_a - c| / s), with s^2 = v_a / n_a and h(z) = phi(z) - z (1 - Phi(z)):
 *   the linear loss of Chick and Inoue (Operations Research 2001), with the cut of OCBA-m (Chen, He, Fu, Lee, INFORMS JoC 2008).
 * - Evaluations of a step are given out two rows at a time to the arm whose cost they lower the most.
 *
 * The first look at all arms takes a third of the budget, and at most 16 rows each. There are two rules to stop by: one for winners,
 * the expected regret, and one for ties. Arms that are equally good can never be told apart, so selection also stops when
 * all that are not clearly worse have met 16 rows and are alike within the tolerance (`areAlike`).
 */
import type { SelectorKind } from "./kind.ts";
import { areAlike } from "../stats/alike.ts";
import { fitAdditive, type ArmFit } from "../stats/additive.ts";
import { linearLoss } from "../stats/regret.ts";
import { Arms } from "./arms.ts";
import { TOLERANCE, type ToleranceOptions } from "./options.ts";
import { RowScores } from "./row-scores.ts";
import type { Pull, Selection, Selector, SelectorFactory } from "./selector.ts";

const FIRST_SHARE = 0.35;
const FIRST_ROWS = 16;
/** A step is this part of the first look: small enough to steer by, large enough to keep a model busy. */
const STEP_SHARE = 0.3;
/** Rows given out at a time. */
const CHUNK = 2;
/** Rows that each arm of a tie must have met: on fewer, anything may look alike. */
const TIE_ROWS = 16;

/** @param stopsAtTies whether it stops when arms are alike too; a last choice, which nothing can mend, looks on */
export function leastRegret({ tolerance = TOLERANCE }: ToleranceOptions, stopsAtTies = true): SelectorFactory {
  return (selection) => start(selection, tolerance, stopsAtTies);
}

function start(selection: Selection, tolerance: number, stopsAtTies: boolean): Selector {
  const { keep } = selection;
  const arms = new Arms(selection);
  const scores = new RowScores(selection, arms);
  const first = Math.max(1, Math.min(FIRST_ROWS, Math.floor((selection.budget * FIRST_SHARE) / selection.arms)));
  let fits: readonly ArmFit[] = [];

  /** What it costs, in expectation, that `arm` may lie on the wrong side of `cut`, if `more` rows agreed with those seen. */
  function cost(arm: number, cut: number, more: number): number {
    const { mean, variance } = fits[arm]!;
    return linearLoss(Math.abs(mean - cut), Math.sqrt(variance / Math.max(arms.count(arm) + more, 0.5)));
  }

  function step(): Pull[] {
    const ranked = arms.order(arms.all, meanOf);
    const cut = (meanOf(ranked[keep - 1]!) + meanOf(ranked[keep]!)) / 2;
    if (isTie()) return [];
    const open = arms.all.filter((arm) => arms.unasked(arm) > 0);
    if (open.reduce((sum, arm) => sum + cost(arm, cut, 0), 0) <= tolerance * keep) return [];
    const extra = allot(
      open,
      Math.ceil(first * selection.arms * STEP_SHARE),
      (arm, more) => cost(arm, cut, more) - cost(arm, cut, more + CHUNK),
    );
    return arms.pullEach(open.map((arm) => [arm, extra.get(arm) ?? 0]));
  }

  function isTie(): boolean {
    if (!stopsAtTies || tolerance === 0 || arms.all.some((arm) => arms.count(arm) < TIE_ROWS)) return false;
    return areAlike(
      fits.map(({ mean, variance }, arm) => ({ mean, error: variance / arms.count(arm) })),
      tolerance,
    );
  }

  function meanOf(arm: number): number {
    return fits[arm]!.mean;
  }

  /** Gives `total` rows to the arms that gain the most by them. */
  function allot(
    open: readonly number[],
    total: number,
    gain: (arm: number, more: number) => number,
  ): Map<number, number> {
    const extra = new Map<number, number>();
    const gains = new Map(open.map((arm) => [arm, gain(arm, 0)]));
    for (let given = 0; given < total; given += CHUNK) {
      let best: number | undefined;
      for (const [arm, value] of gains) if (best === undefined || value > gains.get(best)!) best = arm;
      if (best === undefined) break;
      const more = (extra.get(best) ?? 0) + CHUNK;
      extra.set(best, more);
      if (more >= arms.unasked(best)) gains.delete(best);
      else gains.set(best, gain(best, more));
    }
    return extra;
  }

  return {
    next() {
      if (selection.arms <= keep) return [];
      return fits.length === 0 ? arms.pull(arms.all, first) : step();
    },
    record(results) {
      arms.record(results);
      scores.record(results);
      fits = fitAdditive(scores.cells, scores.rowCount);
    },
    ranking: () => arms.estimates(fits.length === 0 ? arms.all : arms.order(arms.all, meanOf)),
  };
}

export const leastRegretKind: SelectorKind = {
  name: "least-regret",
  about: "pulls where a wrong choice is expected to cost most, and stops when it costs little",
  reads: ["tolerance"],
  stopsEarly: true,
  create: leastRegret,
};
