/**
 * UCB as in the paper (arXiv 2305.03495, Algorithm 3; Auer, Cesa-Bianchi, Fischer 2002): each step pulls the
 * arms with the highest Q + c sqrt(ln t / N), `armsPerPull` of them on `pullSize` rows each. Q is the score so
 * far, N the rows delivered, t the number of the step. Step 1 pulls every arm once, so ln t is never ln 0.
 */
import type { SelectorKind } from "./kind.ts";
import { Arms } from "./arms.ts";
import { pullSizeFor, type PullOptions } from "./options.ts";
import type { Pull, Selection, Selector, SelectorFactory } from "./selector.ts";

/** The score that an arm is pulled by: the highest go first. */
export type Bonus = (count: number, step: number) => number;

export function ucb(options: PullOptions): SelectorFactory {
  return (selection) =>
    optimistic(selection, options, (count, step) => options.explorationC * Math.sqrt(Math.log(step) / count));
}

/** Pulls the arms with the highest score plus bonus, until budget or rows are used up. */
export function optimistic(selection: Selection, { pullSize, armsPerPull, rows }: PullOptions, bonus: Bonus): Selector {
  const arms = new Arms(selection);
  const size = pullSizeFor(selection, pullSize);
  const pull = (chosen: readonly number[]): Pull[] =>
    rows === "fresh" ? arms.pullFresh(chosen, size) : arms.pull(chosen, size);
  let step = 0;

  return {
    next() {
      if (selection.arms <= selection.keep) return [];
      step += 1;
      if (step === 1) return pull(arms.all);
      const open = rows === "fresh" ? arms.all : arms.all.filter((arm) => arms.unasked(arm) > 0);
      const unknown = open.filter((arm) => arms.count(arm) === 0);
      const known = arms.order(
        open.filter((arm) => arms.count(arm) > 0),
        (arm) => arms.score(arm) + bonus(arms.count(arm), step),
      );
      return pull([...unknown, ...known].slice(0, armsPerPull));
    },
    record: (results) => arms.record(results),
    ranking: () => arms.estimates(arms.order(arms.all)),
  };
}

export const ucbKind: SelectorKind = {
  name: "ucb",
  about: "pulls the candidates with the highest upper confidence bound, as in the paper",
  reads: ["explorationC", "pullSize", "armsPerPull", "rows"],
  create: ucb,
};
