/** All selectors by name: the one table that a new one is added to. */
import { PULL_OPTIONS, type PullOptions } from "./options.ts";
import type { SelectorFactory } from "./selector.ts";
import { ucb } from "./ucb.ts";
import { uniform } from "./uniform.ts";

export type SelectorName = "uniform" | "ucb";

export type SelectorOptions = PullOptions;

export const SELECTOR_OPTIONS: SelectorOptions = PULL_OPTIONS;

export const selectors: Record<SelectorName, (options: SelectorOptions) => SelectorFactory> = {
  uniform: () => uniform,
  ucb,
};
