/** What a run takes, in words: rounds that were set, calls in flight that a model holds, and short forms that are tried first. */
import { describe, expect, it } from "vitest";
import { costLines, planLine } from "../../src/cli/screens/estimate.ts";
import { parseGroups } from "../../src/options/settings.ts";
import { withPlan } from "../../src/options/plan-for-budget.ts";
import type { Session } from "../../src/cli/session.ts";

const PLAN = { calls: 1000, search: {}, selection: {}, rows: { dev: 40, test: 100 }, rounds: 8 };

describe("the plan for a budget", () => {
  const rounds = (search: object, decided: object = {}): string | undefined =>
    planLine(withPlan(parseGroups({ search }), { ...PLAN, search: decided }))
      ?.split(", ")
      .at(-1);

  it("says the rounds that were set, where the calls hold as many", () => {
    expect(rounds({ rounds: 3 })).toBe("3 rounds");
    expect(rounds({ rounds: 30 })).toBe("about 8 rounds");
    expect(rounds({}, { rounds: 16 })).toBe("about 8 rounds");
    expect(rounds({ rounds: 3, method: "agent-loop" })).toBe("about 8 rounds");
  });
});

describe("the time of a run", () => {
  it("names no more calls in flight than the task model holds", () => {
    const range = { least: 1, most: 2 };
    const estimate = { calls: range, tokens: { input: range, output: range }, usd: range, seconds: range };
    const time = (concurrency: number | undefined): string | undefined => {
      const model = { id: "local:m", ...(concurrency !== undefined && { concurrency }) };
      const models = { task: model, optimizer: model } as unknown as Session["models"];
      return costLines({ models, settings: parseGroups({}) }, estimate).at(-1);
    };
    expect(time(1)).toMatch(/ and 1 call in flight$/);
    expect(time(undefined)).toMatch(/ and 16 calls in flight$/);
    expect(time(64)).toMatch(/ and 16 calls in flight$/);
  });
});
