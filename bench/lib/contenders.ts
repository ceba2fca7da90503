/** Who takes part in the benchmark of selectors, where, and with what budgets. */
import { existsSync } from "node:fs";
import { SELECTOR_OPTIONS, selectors } from "../../src/core/selection/index.ts";
import type { SelectorFactory } from "../../src/core/selection/selector.ts";
import { bernoulli, correlated, measured, type DrawWorld } from "./worlds.ts";

/** The selector under test; the others are what it is held against. */
export const DEFAULT = "least-regret";
/** UCB as the authors run it: a fresh random sample of rows in each step. */
export const PAPER_UCB = "ucb, fresh rows (paper)";

export const CONTENDERS: Readonly<Record<string, SelectorFactory>> = {
  ...Object.fromEntries(Object.entries(selectors).map(([name, { create }]) => [name, create(SELECTOR_OPTIONS)])),
  [PAPER_UCB]: selectors.ucb.create({ ...SELECTOR_OPTIONS, rows: "fresh" }),
};

/** Evaluations per candidate. The last is more than is needed, to see who stops early. */
export const BUDGETS = [10, 25, 50, 100] as const;

/** How many arms are kept: the paper's beam width. */
export const KEEP = 4;

/** Tables of what real models answered, by the name of their world. In the first, prompts were written by a person. */
const TABLES: Readonly<Record<string, URL>> = {
  real: new URL("../outcomes/reviews-amazon.json", import.meta.url),
  "written-reviews": new URL("../outcomes/reviews-smollm2.json", import.meta.url),
  "written-trec": new URL("../outcomes/trec-smollm2.json", import.meta.url),
};

/** The worlds that can be drawn here: real ones only where their tables are. */
export function worlds(): Readonly<Record<string, DrawWorld>> {
  const tables = Object.entries(TABLES).filter(([, table]) => existsSync(table));
  return { bernoulli, correlated, ...Object.fromEntries(tables.map(([name, table]) => [name, measured(table)])) };
}
