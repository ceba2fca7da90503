/**
 * Successive Halving on paired rows with early stops: the phases are those of successive-halving.ts, but each is met in
 * four blocks, and after each block an arm that is settled to be worse than the arm at place b is dropped at once, which
 * leaves its rows to the others. It ends early when b arms are left. "Settled" holds at any stopping time, over all pairs
 * at once, at 90%.
 */
import type { SelectorKind } from "./kind.ts";
import { settledSign } from "../stats/sequence.ts";
import { Arms } from "./arms.ts";
import { RowScores } from "./row-scores.ts";
import type { Selection, Selector } from "./selector.ts";

const DELTA = 0.1;
const BLOCKS = 4;

export function pairedHalving(selection: Selection): Selector {
  const { keep } = selection;
  const arms = new Arms(selection);
  const scores = new RowScores(selection, arms);
  const level = 1 - DELTA / (selection.arms * (selection.arms - 1));
  let survivors = arms.all;
  let dropped: number[] = [];
  let block = 0;
  let share = 0;

  function drop(order: readonly number[], kept: readonly number[]): void {
    dropped = [...order.filter((arm) => !kept.includes(arm)), ...dropped];
    survivors = [...kept];
  }

  return {
    next() {
      if (survivors.length <= keep) return [];
      if (block === 0) share = arms.left / Math.ceil(Math.log2(survivors.length / keep));
      return arms.spread(survivors, Math.max(survivors.length, share / BLOCKS));
    },
    record(results) {
      arms.record(results);
      scores.record(results);
      block = (block + 1) % BLOCKS;
      const order = arms.order(survivors);
      const last = order[keep - 1]!;
      const half = block === 0 ? Math.max(keep, Math.ceil(order.length / 2)) : order.length;
      drop(
        order,
        order
          .slice(0, half)
          .filter((arm, place) => place < keep || settledSign(scores.differences(arm, last), level) !== -1),
      );
    },
    ranking: () => arms.estimates([...arms.order(survivors), ...dropped]),
  };
}

export const pairedHalvingKind: SelectorKind = {
  name: "paired-halving",
  about: "as successive halving, and drops at once what paired rows have settled",
  reads: [],
  stopsEarly: true,
  create: () => pairedHalving,
};
