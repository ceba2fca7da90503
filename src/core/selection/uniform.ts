/** Uniform allocation: the budget is split evenly, the paper's baseline. Every arm is asked the same rows, at once. */
import type { SelectorKind } from "./kind.ts";
import { Arms } from "./arms.ts";
import type { Selection, Selector } from "./selector.ts";

export function uniform(selection: Selection): Selector {
  const arms = new Arms(selection);
  let asked = false;

  return {
    next() {
      if (asked || selection.arms <= selection.keep) return [];
      asked = true;
      return arms.spread(arms.all, arms.left);
    },
    record: (results) => arms.record(results),
    ranking: () => arms.estimates(arms.order(arms.all)),
  };
}

export const uniformKind: SelectorKind = {
  name: "uniform",
  about: "splits the budget evenly, all candidates on the same rows; the paper's baseline",
  reads: [],
  create: () => uniform,
};
