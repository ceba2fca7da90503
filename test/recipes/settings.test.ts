/** A recipe's searches are the paper's, or small ones of the same shape. */
import { expect, it } from "vitest";
import { settingsFor } from "../../recipes/paper/settings.ts";
import { PRESETS } from "../../src/options/presets.ts";

const WHOLE = { small: false, rounds: undefined };
const SMALL = { small: true, rounds: undefined };

it("a whole search is the preset `paper` to the letter", () => {
  const { search, selection, splits, seed } = settingsFor(WHOLE, {}, 7);
  expect({ search, selection, splits }).toEqual(PRESETS.paper);
  expect(seed).toBe(7);
});

it("a small one is smaller in everything that costs calls, and else the same", () => {
  const { search, selection } = settingsFor(SMALL, {}, 1);
  for (const [name, value] of Object.entries(PRESETS.paper.search)) {
    const own = search[name as keyof typeof search];
    if (typeof value === "number" && own !== value) expect(own).toBeLessThan(value);
    else expect(own).toBe(value);
  }
  expect(selection.budget).toBeLessThan(PRESETS.paper.selection.budget);
});

it("evaluations per candidate stand instead of the budget in all", () => {
  for (const size of [WHOLE, SMALL]) {
    const { selection } = settingsFor(size, { selection: { selector: "ucb-e", perCandidate: 25 } }, 1);
    expect(selection.budget).toBeUndefined();
    expect([selection.selector, selection.perCandidate]).toEqual(["ucb-e", 25]);
  }
});

it("rounds are the command line's, unless the variant is about them", () => {
  expect(settingsFor({ small: false, rounds: 2 }, {}, 1).search.rounds).toBe(2);
  expect(settingsFor({ small: false, rounds: 2 }, { search: { rounds: 1 } }, 1).search.rounds).toBe(1);
});
