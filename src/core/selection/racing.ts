/**
 * Racing (Maron and Moore, NIPS 1993; for the best b: Heidrich-Meisner and Igel, ICML 2009) on paired differences: all open
 * arms meet the same rows, block by block. After each block an arm is dropped when it is settled to be worse than the arm at
 * place b, and kept for good when it is settled to be better than the arm at place b + 1. "Settled" holds at any stopping
 * time, over all pairs at once, at 90%. It ends when b arms are kept or the budget is spent.
 */
import type { SelectorKind } from "./kind.ts";
import { settledSign } from "../stats/sequence.ts";
import { Arms } from "./arms.ts";
import type { PullOptions } from "./options.ts";
import { RowScores } from "./row-scores.ts";
import type { Selection, Selector, SelectorFactory } from "./selector.ts";

const DELTA = 0.1;
/** Blocks of a pull: racing looks more often than it would pull. */
const BLOCKS = 4;

export function racing({ pullSize }: PullOptions): SelectorFactory {
  return (selection) => start(selection, Math.max(1, Math.floor(pullSize / BLOCKS)));
}

function start(selection: Selection, block: number): Selector {
  const { keep } = selection;
  const arms = new Arms(selection);
  const scores = new RowScores(selection, arms);
  const level = 1 - DELTA / (selection.arms * (selection.arms - 1));
  let open = arms.all;
  let accepted: number[] = [];
  let rejected: number[] = [];

  /** Settles what can be; whether anything could. */
  function settle(): void {
    const order = arms.order(open);
    const places = keep - accepted.length;
    if (places <= 0 || places >= order.length) return;
    const last = order[places - 1]!;
    const next = order[places]!;
    const better = order.slice(0, places).filter((arm) => settledSign(scores.differences(arm, next), level) === 1);
    const worse = order.slice(places).filter((arm) => settledSign(scores.differences(arm, last), level) === -1);
    accepted = [...accepted, ...better];
    rejected = [...worse, ...rejected];
    open = order.filter((arm) => !better.includes(arm) && !worse.includes(arm));
  }

  return {
    next() {
      const places = keep - accepted.length;
      if (places <= 0 || places >= open.length) return [];
      // A budget too small for a whole block is spread, so that no arm is met more often than another.
      const size = Math.min(block, Math.max(1, Math.floor(arms.left / open.length)));
      return arms.pull(arms.order(open), size);
    },
    record(results) {
      arms.record(results);
      scores.record(results);
      settle();
    },
    ranking: () => {
      const left = arms.order(open);
      const places = Math.max(0, keep - accepted.length);
      return arms.estimates([
        ...arms.order([...accepted, ...left.slice(0, places)]),
        ...left.slice(places),
        ...rejected,
      ]);
    },
  };
}

export const racingKind: SelectorKind = {
  name: "racing",
  about: "all open candidates block by block; drops and keeps those whose paired differences are settled",
  reads: ["pullSize"],
  stopsEarly: true,
  create: racing,
};
