import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { SELECTOR_OPTIONS, selectors, type SelectorOptions } from "../../../src/core/selection/index.ts";
import type { SelectorFactory } from "../../../src/core/selection/selector.ts";
import { accuracy } from "../../../src/metrics/index.ts";
import { driveSelector } from "../../../src/testing/drive-selector.ts";
import { selectorContract } from "../../../src/testing/selector-contract.ts";

for (const { name, create, stopsEarly = false } of Object.values(selectors))
  selectorContract({ describe, it, expect }, name, create(SELECTOR_OPTIONS), { spendsBudget: !stopsEarly });

it("every selector has the name that it has in the table", () => {
  expect(Object.values(selectors).map(({ name }) => name)).toEqual(Object.keys(selectors));
});

describe.each(Object.values(selectors))("$name", ({ reads, create }) => {
  const others: Partial<SelectorOptions> = {
    explorationC: 3,
    pullSize: 5,
    armsPerPull: 2,
    tolerance: 2,
    rows: "fresh",
  };
  const options = Object.keys(others) as (keyof SelectorOptions)[];

  it.each(options)("reads %s if it says so, and else not", (option) => {
    const changed = { ...SELECTOR_OPTIONS, [option]: others[option] };
    const [before, after] = [played(create(SELECTOR_OPTIONS)), played(create(changed))];
    if (reads.includes(option)) expect(after).not.toEqual(before);
    else expect(after).toEqual(before);
  });
});

/** What is asked of ten arms of which each is a little worse than the one before. */
function played(factory: SelectorFactory): readonly unknown[] {
  const rows = Array.from({ length: 400 }, (_, row) => row);
  const selection = { arms: 10, keep: 2, rows, budget: 1600, metric: accuracy(), rng: rng(1) };
  return driveSelector(factory, selection, (arm, row) => {
    const correct = rng(`${arm} ${row}`).next() < 0.9 - 0.05 * arm;
    const example = { id: `row ${row}`, fields: {}, expected: "" };
    return { example, answer: "", score: correct ? 1 : 0, correct, invalid: false };
  }).steps;
}

for (const name of ["ucb", "ucb-e"] as const) {
  selectorContract(
    { describe, it, expect },
    `${name} on fresh rows`,
    selectors[name].create({ ...SELECTOR_OPTIONS, rows: "fresh" }),
    { spendsBudget: true },
  );
}
selectorContract(
  { describe, it, expect },
  "least-regret without tolerance",
  selectors["least-regret"].create({ ...SELECTOR_OPTIONS, tolerance: 0 }),
  {
    spendsBudget: true,
  },
);
