import { describe, expect, it } from "vitest";
import { CallBudget } from "../../../src/core/budget.ts";
import { selectionOrder } from "../../../src/core/selection/select.ts";
import { rng } from "../../../src/core/rng.ts";
import { toy, toyTask } from "../toy.ts";

function candidatesOf(prompt: ReturnType<typeof toyTask>["prompt"], rules: number[]) {
  return rules.map((count) => ({
    prompt: prompt.withParts({
      task: `Start with ${count}. ${Array.from({ length: count }, (_, i) => `rule-${i}`).join(" ")}`,
    }),
    origin: { kind: "initial" as const },
    round: 0,
  }));
}

describe("select", () => {
  it("keeps the best, reports every arm, and spends at most the budget", async () => {
    const { tools, events, call } = toy();
    const candidates = candidatesOf(tools.task.prompt, [0, 4, 1, 3]);
    const budget = new CallBudget(160);
    const kept = await tools.select({ candidates, keep: 2, rows: tools.task.train, round: 1, rng: rng(1), budget });
    expect(kept.map(({ prompt }) => prompt.id)).toEqual(
      [candidates[1], candidates[3]].map((candidate) => candidate!.prompt.id),
    );
    const event = events.find(({ type }) => type === "selected");
    expect(event).toMatchObject({
      selector: "uniform",
      evaluations: 40,
      calls: 40,
      kept: kept.map(({ prompt }) => prompt.id),
    });
    expect(call.made).toHaveLength(40);
  });

  it("pays nothing for cells that are known, and stops where the budget ends", async () => {
    const { tools, call } = toy();
    const candidates = candidatesOf(tools.task.prompt, [0, 2]);
    const budget = new CallBudget(30);
    await tools.select({ candidates, keep: 1, rows: tools.task.train, round: 1, rng: rng(1), budget });
    expect(call.made).toHaveLength(20);
    await tools.select({ candidates, keep: 1, rows: tools.task.train, round: 2, rng: rng(1), budget });
    expect(call.made).toHaveLength(20);
    expect(budget.left).toBe(10);
  });

  it("gives every right answer its share in each stretch", () => {
    const train = toyTask({ train: 60 }).train.map((example, i) => ({
      ...example,
      expected: i < 15 ? "rare" : "common",
    }));
    const order = selectionOrder(train, [], rng(2));
    expect(new Set(order)).toEqual(new Set(train));
    for (let start = 0; start < 60; start += 12) {
      const rare = order.slice(start, start + 12).filter(({ expected }) => expected === "rare").length;
      expect(rare).toBeGreaterThanOrEqual(2);
      expect(rare).toBeLessThanOrEqual(4);
    }
    const distinct = train.map((example, i) => ({ ...example, expected: i }));
    expect(new Set(selectionOrder(distinct, [], rng(2)))).toEqual(new Set(distinct));
  });

  it("shows the rows that gradients were written from last", () => {
    const { train } = toyTask({ train: 50 });
    const seen = train
      .slice(10, 30)
      .map((example) => ({ example, answer: "", score: 0, correct: false, invalid: false }));
    const order = selectionOrder(train, seen, rng(1));
    expect(new Set(order)).toEqual(new Set(train));
    expect(new Set(order.slice(30))).toEqual(new Set(train.slice(10, 30)));
  });
});
