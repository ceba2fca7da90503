/** All selectors by name: the one table that a new one is added to. */
import { leastRegret } from "./least-regret.ts";
import { lucb } from "./lucb.ts";
import type { PullOptions, ToleranceOptions } from "./options.ts";
import { pairedHalving } from "./paired-halving.ts";
import { racing } from "./racing.ts";
import type { SelectorFactory } from "./selector.ts";
import { successiveHalving } from "./successive-halving.ts";
import { successiveRejects } from "./successive-rejects.ts";
import { topTwoThompson } from "./top-two-thompson.ts";
import { ucbE } from "./ucb-e.ts";
import { ucb } from "./ucb.ts";
import { uniform } from "./uniform.ts";

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

export type SelectorOptions = PullOptions & ToleranceOptions;

export const SELECTOR_OPTIONS: SelectorOptions = { explorationC: 1, pullSize: 32, armsPerPull: 8, rows: "shared" };

export const selectors: Record<SelectorName, (options: SelectorOptions) => SelectorFactory> = {
  uniform: () => uniform,
  ucb,
  "ucb-e": ucbE,
  "successive-rejects": () => successiveRejects,
  "successive-halving": () => successiveHalving,
  lucb,
  "top-two-thompson": topTwoThompson,
  racing,
  "paired-halving": () => pairedHalving,
  "least-regret": leastRegret,
};
