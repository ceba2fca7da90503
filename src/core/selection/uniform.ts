/**
 * Uniform allocation: the budget is split evenly, the paper's baseline. Every arm is asked the same rows, once.
 * What division leaves over goes, a row each, to the arms given first.
 */
import { Arms } from "./arms.ts";
import type { Selection, Selector } from "./selector.ts";

export function uniform(selection: Selection): Selector {
  const arms = new Arms(selection);
  const share = Math.floor(selection.budget / selection.arms);
  const over = selection.budget - share * selection.arms;
  let asked = false;

  return {
    next() {
      if (asked || selection.arms <= selection.keep) return [];
      asked = true;
      return arms.pullEach(arms.all.map((arm) => [arm, share + (arm < over ? 1 : 0)]));
    },
    record: (results) => arms.record(results),
    ranking: () => arms.estimates(arms.order(arms.all)),
  };
}
