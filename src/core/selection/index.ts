/** All selectors by name: the one table that a new one is added to. */
import type { SelectorKind, SelectorOptions } from "./kind.ts";
import { leastRegretKind } from "./least-regret.ts";
import { lucbKind } from "./lucb.ts";
import { pairedHalvingKind } from "./paired-halving.ts";
import { racingKind } from "./racing.ts";
import { successiveHalvingKind } from "./successive-halving.ts";
import { successiveRejectsKind } from "./successive-rejects.ts";
import { topTwoThompsonKind } from "./top-two-thompson.ts";
import { ucbEKind } from "./ucb-e.ts";
import { ucbKind } from "./ucb.ts";
import { uniformKind } from "./uniform.ts";

export type { SelectorKind, SelectorOptions } from "./kind.ts";

/** The name of a selector, as the option `selection.selector` takes it. */
export type SelectorName =
  | "uniform"
  | "ucb"
  | "ucb-e"
  | "successive-rejects"
  | "successive-halving"
  | "lucb"
  | "top-two-thompson"
  | "racing"
  | "paired-halving"
  | "least-regret";

export const SELECTOR_OPTIONS: SelectorOptions = { explorationC: 1, pullSize: 32, armsPerPull: 8, rows: "shared" };

export const selectors: Readonly<Record<SelectorName, SelectorKind>> = {
  uniform: uniformKind,
  ucb: ucbKind,
  "ucb-e": ucbEKind,
  "successive-rejects": successiveRejectsKind,
  "successive-halving": successiveHalvingKind,
  lucb: lucbKind,
  "top-two-thompson": topTwoThompsonKind,
  racing: racingKind,
  "paired-halving": pairedHalvingKind,
  "least-regret": leastRegretKind,
};

/** The selector of this name; one that is given as an object is itself. */
export function selectorOf(choice: SelectorName | SelectorKind): SelectorKind {
  return typeof choice === "string" ? selectors[choice] : choice;
}
