import fc from "fast-check";
import { expect, test } from "vitest";
import { planCalls } from "../../src/core/methods/plan-calls.ts";
import { openOptions } from "../../src/options/open-options.ts";
import { PLANNED } from "../../src/options/budget-plan.ts";
import { planForBudget, withoutPlan, withPlan } from "../../src/options/plan-for-budget.ts";
import { parseGroups, type GroupOptions } from "../../src/options/settings.ts";

const ROWS = { dev: 100, test: 150, callsPerCell: 1 };

function planOf(calls: number, groups: GroupOptions = {}): ReturnType<typeof planForBudget> {
  const settings = parseGroups(groups);
  return planForBudget(calls, settings, openOptions(groups, settings), ROWS);
}

test("a small budget gets one parent, few rows a candidate, no headroom, and more rounds than fit today's sizes", () => {
  const plan = planOf(1000);
  expect(plan.search).toMatchObject({ beamWidth: 1, headroom: false });
  expect(plan.selection.perCandidate).toBeLessThan(24);
  expect(plan.rows.dev).toBeLessThan(ROWS.dev);
  expect(plan.rounds).toBeGreaterThanOrEqual(6);
  expect(plan.search.rounds).toBeGreaterThan(plan.rounds);
});

test("very few calls go into the agent loop, unless an option of the method is set or the task model is small", () => {
  expect(planOf(599).search.method).toBe("agent-loop");
  expect(planOf(600).search).not.toHaveProperty("method");
  expect(planOf(500).rounds).toBeGreaterThan(2 * planOf(500, { search: { method: "protegi" } }).rounds);
  for (const groups of [
    { search: { method: "protegi" } },
    { search: { rounds: 3 } },
    { search: { writer: "whole" } },
    { selection: { selector: "ucb" } },
  ] satisfies GroupOptions[])
    expect(planOf(500, groups).search).not.toHaveProperty("method");
  // These are every method's.
  expect(planOf(500, { search: { temperature: 0.5, headroom: true }, splits: { maxDev: 20 } }).search.method).toBe(
    "agent-loop",
  );
  const small = planForBudget(500, parseGroups({}), PLANNED, ROWS, true);
  expect(small.search).not.toHaveProperty("method");
});

test("what is planned fits: verdict, dev and the rounds that are promised", () => {
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 20_000 }), (calls) => {
      const plan = planOf(calls);
      const { search, selection } = withPlan(parseGroups({}), plan);
      const { total } = planCalls(
        { ...search, rounds: plan.rounds },
        plan.rows,
        (arms) => arms * selection.perCandidate,
      );
      // Rounded to the nearest round.
      const { total: more } = planCalls(
        { ...search, rounds: plan.rounds + 1 },
        plan.rows,
        (arms) => arms * selection.perCandidate,
      );
      expect(total - (more - total) / 2).toBeLessThanOrEqual(calls + 1);
      expect(plan.rows.test).toBeLessThanOrEqual(ROWS.test);
    }),
  );
});

test("more calls never mean fewer rows for the verdict, for dev or for a candidate", () => {
  const plans = [500, 1000, 2000, 3000, 5000, 10_000].map((calls) => planOf(calls));
  for (const [i, plan] of plans.slice(1).entries()) {
    const before = plans[i]!;
    expect(plan.rows.test).toBeGreaterThanOrEqual(before.rows.test);
    expect(plan.rows.dev).toBeGreaterThanOrEqual(before.rows.dev);
    expect(plan.selection.perCandidate).toBeGreaterThanOrEqual(before.selection.perCandidate!);
    expect(plan.search.beamWidth).toBeGreaterThanOrEqual(before.search.beamWidth!);
  }
});

test("an option that is set is not planned, and the others are", () => {
  const plan = planOf(1000, { search: { beamWidth: 3 }, splits: { maxTest: 400 }, selection: { perCandidate: 40 } });
  expect(plan.search).not.toHaveProperty("beamWidth");
  expect(plan.selection).toEqual({});
  expect(plan.rows.test).toBe(ROWS.test);
  expect(plan.search).toMatchObject({ headroom: false });
  expect(planOf(1000, { search: { rounds: 2 } }).search).not.toHaveProperty("rounds");
});

test("the preset paper leaves nothing open, and a method only what it reads", () => {
  const openOf = (groups: GroupOptions): readonly string[] => openOptions(groups, parseGroups(groups));
  expect(openOf({})).toEqual(PLANNED);
  expect(openOf({ search: "paper" })).toEqual([]);
  expect(openOf({ search: { preset: "paper" } })).toEqual([]);
  expect(openOf({ search: { method: "greedy" } })).not.toContain("search.beamWidth");
  expect(openOf({ selection: { budget: 500 } })).not.toContain("selection.perCandidate");
});

test("settings without their plan are those that were read", () => {
  for (const groups of [
    {},
    { search: { beamWidth: 3 }, seed: 2 },
    { splits: { maxDev: 20 } },
  ] satisfies GroupOptions[]) {
    const settings = parseGroups(groups);
    const plan = planForBudget(1000, settings, openOptions(groups, settings), ROWS);
    expect(withoutPlan(withPlan(settings, plan))).toEqual(settings);
  }
});
