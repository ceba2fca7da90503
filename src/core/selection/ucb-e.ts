/**
 * UCB-E as in the paper (arXiv 2305.03495; after Audibert, Bubeck, Munos, COLT 2010): as UCB, but pulls the arms
 * with the highest Q + c sqrt(c / N). The bonus does not grow with time: it explores by count alone.
 */
import type { SelectorKind } from "./kind.ts";
import type { PullOptions } from "./options.ts";
import type { SelectorFactory } from "./selector.ts";
import { optimistic } from "./ucb.ts";

export function ucbE(options: PullOptions): SelectorFactory {
  const c = options.explorationC;
  return (selection) => optimistic(selection, options, (count) => c * Math.sqrt(c / count));
}

export const ucbEKind: SelectorKind = {
  name: "ucb-e",
  about: "as UCB, with a bonus that does not grow with time",
  reads: ["explorationC", "pullSize", "armsPerPull", "rows"],
  create: ucbE,
};
