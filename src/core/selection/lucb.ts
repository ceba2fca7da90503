/**
 * LUCB (Kalyanakrishnan, Tewari, Auer, Stone, ICML 2012): each step pulls the two arms that the choice depends on, the one
 * of the best b with the lowest lower bound and the one outside with the highest upper bound. Bounds are
 *
 *     Q -+ sqrt( ln(5/4 n t^4 / delta) / (2 N) ),   n arms, t the number of the step, delta = 0.1
 *
 * and it stops when the two overlap by less than the tolerance. Its bounds hold for all arms and times at
 * once, so at the budgets of prompt search it seldom stops.
 */
import type { SelectorKind } from "./kind.ts";
import { Arms } from "./arms.ts";
import { pullSizeFor, TOLERANCE, type ToleranceOptions, type PullOptions } from "./options.ts";
import type { Selection, Selector, SelectorFactory } from "./selector.ts";

const DELTA = 0.1;

export function lucb({ pullSize, tolerance = TOLERANCE }: PullOptions & ToleranceOptions): SelectorFactory {
  return (selection) => start(selection, pullSize, tolerance);
}

function start(selection: Selection, pullSize: number, tolerance: number): Selector {
  const { keep } = selection;
  const arms = new Arms(selection);
  const size = pullSizeFor(selection, pullSize);
  let step = 0;

  const radius = (arm: number): number =>
    Math.sqrt(Math.log((1.25 * selection.arms * step ** 4) / DELTA) / (2 * arms.count(arm)));
  const lower = (arm: number): number => (arms.count(arm) === 0 ? -Infinity : arms.score(arm) - radius(arm));
  const upper = (arm: number): number => (arms.count(arm) === 0 ? Infinity : arms.score(arm) + radius(arm));

  return {
    next() {
      if (selection.arms <= keep) return [];
      step += 1;
      if (step === 1) return arms.pull(arms.all, size);
      const order = arms.order(arms.all);
      const weakest = least(order.slice(0, keep), lower);
      const rival = least(order.slice(keep), (arm) => -upper(arm));
      if (upper(rival) - lower(weakest) < tolerance) return [];
      const pulls = arms.pull([weakest, rival], size);
      // Where both have met every row, the arms next in question are pulled.
      return pulls.length > 0
        ? pulls
        : arms.pull(
            arms.all
              .filter((arm) => arms.unasked(arm) > 0)
              .sort((a, b) => upper(b) - upper(a) || a - b)
              .slice(0, 2),
            size,
          );
    },
    record: (results) => arms.record(results),
    ranking: () => arms.estimates(arms.order(arms.all)),
  };
}

/** The first of `arms` with the lowest value. */
function least(arms: readonly number[], value: (arm: number) => number): number {
  return arms.reduce((best, arm) => (value(arm) < value(best) ? arm : best));
}

export const lucbKind: SelectorKind = {
  name: "lucb",
  about: "pulls the weakest of the best and the strongest of the others, until their bounds part",
  reads: ["pullSize", "tolerance"],
  stopsEarly: true,
  create: lucb,
};
