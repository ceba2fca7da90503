import { describe, expect, it } from "vitest";
import { SELECTOR_OPTIONS, selectors, type SelectorName } from "../../../src/core/selection/index.ts";
import { selectorContract } from "../../../src/testing/selector-contract.ts";

/** Selectors that may stop before the budget is spent. */
const STOPS_EARLY: ReadonlySet<SelectorName> = new Set([
  "lucb",
  "top-two-thompson",
  "racing",
  "paired-halving",
  "least-regret",
]);

for (const name of Object.keys(selectors) as SelectorName[]) {
  selectorContract({ describe, it, expect }, name, selectors[name](SELECTOR_OPTIONS), {
    spendsBudget: !STOPS_EARLY.has(name),
  });
}
for (const name of ["ucb", "ucb-e"] as const) {
  selectorContract(
    { describe, it, expect },
    `${name} on fresh rows`,
    selectors[name]({ ...SELECTOR_OPTIONS, rows: "fresh" }),
    { spendsBudget: true },
  );
}
selectorContract(
  { describe, it, expect },
  "least-regret without tolerance",
  selectors["least-regret"]({ ...SELECTOR_OPTIONS, tolerance: 0 }),
  {
    spendsBudget: true,
  },
);
