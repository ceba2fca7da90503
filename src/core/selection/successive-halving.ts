/**
 * Successive Halving (Karnin, Koren, Somekh, ICML 2013) for the best b of n arms: in each of ceil(log2(n / b)) phases
 * the survivors share an equal part of the budget, then the worse half is dropped, but never below b. Every arm
 * meets the rows in the same order, so survivors are compared on the same rows.
 */
import type { SelectorKind } from "./kind.ts";
import { Arms } from "./arms.ts";
import type { Selection, Selector } from "./selector.ts";

export function successiveHalving(selection: Selection): Selector {
  const { keep } = selection;
  const arms = new Arms(selection);
  let survivors = arms.all;
  let dropped: number[] = [];

  return {
    next() {
      if (survivors.length <= keep) return [];
      const phases = Math.ceil(Math.log2(survivors.length / keep));
      return arms.spread(survivors, Math.max(survivors.length, arms.left / phases));
    },
    record(results) {
      arms.record(results);
      const order = arms.order(survivors);
      const size = Math.max(keep, Math.ceil(order.length / 2));
      dropped = [...order.slice(size), ...dropped];
      survivors = order.slice(0, size);
    },
    ranking: () => arms.estimates([...arms.order(survivors), ...dropped]),
  };
}

export const successiveHalvingKind: SelectorKind = {
  name: "successive-halving",
  about: "phases of equal budget, each of which drops the worse half",
  reads: [],
  create: () => successiveHalving,
};
