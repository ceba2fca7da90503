import { describe, expect, it } from "vitest";
import { CallBudget } from "../../../../src/core/budget.ts";
import type { RunEvent } from "../../../../src/core/events.ts";
import { BudgetError, ModelError } from "../../../../src/core/errors.ts";
import { protegi } from "../../../../src/core/methods/protegi/protegi.ts";
import { planCalls } from "../../../../src/core/methods/plan-calls.ts";
import { rng } from "../../../../src/core/rng.ts";
import { toy, toyTask, TOY_OPTIONS, TOY_SEARCH } from "../../toy.ts";

describe("beam search", () => {
  it("finds better prompts round by round", async () => {
    const { tools, events, budget } = toy();
    const found = await protegi(TOY_SEARCH)(tools, budget, rng(1));
    expect(found.reason).toEqual({ kind: "rounds", rounds: 3 });
    const p0 = await tools.evaluate(tools.task.prompt, tools.task.dev, { round: 0, phase: "dev", budget });
    expect(found.ranked[0]!.dev.value).toBeGreaterThan(tools.task.metric.score(p0) + 0.2);
    expect(found.best).toBe(found.ranked[0]!.candidate);
    // The last beam, and leaders of earlier rounds.
    expect(found.ranked.length).toBeGreaterThanOrEqual(3);
    expect(found.ranked.length).toBeLessThanOrEqual(5);
    expect(events.filter(({ type }) => type === "round-started")).toHaveLength(3);
  });

  it("is the same for the same seed, and another for another seed", async () => {
    const text = async (seed: number) => {
      const { tools, budget } = toy();
      return JSON.stringify((await protegi(TOY_SEARCH)(tools, budget, rng(seed))).ranked);
    };
    expect(await text(1)).toBe(await text(1));
    expect(await text(1)).not.toBe(await text(2));
  });

  it("is the same whatever the order in which answers arrive", async () => {
    const straight = toy();
    const expected = await protegi(TOY_SEARCH)(straight.tools, straight.budget, rng(3));
    const waiting: (() => void)[] = [];
    const order = rng("arrival");
    const shuffled = toy(toyTask(), async () => {
      await new Promise<void>((resolve) => waiting.splice(Math.floor(order.next() * (waiting.length + 1)), 0, resolve));
      return undefined;
    });
    const running = protegi(TOY_SEARCH)(shuffled.tools, shuffled.budget, rng(3));
    let done = false;
    void running.then(() => (done = true));
    while (!done) {
      waiting.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(JSON.stringify((await running).ranked)).toBe(JSON.stringify(expected.ranked));
  });

  it("makes at most the calls that were planned, and never more than the budget", async () => {
    const plan = planCalls(TOY_SEARCH, { dev: 40, test: 0 }, TOY_OPTIONS.selection.budgetFor);
    for (const cap of [100, 250, 400, 600, plan.total]) {
      const { tools, call } = toy();
      const budget = new CallBudget(cap);
      const found = await protegi(TOY_SEARCH)(tools, budget, rng(1));
      expect(call.made.length).toBeLessThanOrEqual(cap);
      expect(budget.spent).toBe(call.made.length);
      if (cap < 400) expect(found.reason).toEqual({ kind: "budget", cap: "calls" });
    }
  });

  it("returns the initial prompt when the budget holds no round", async () => {
    const { tools, call } = toy();
    const found = await protegi(TOY_SEARCH)(tools, new CallBudget(10), rng(1));
    expect(found.best.origin).toEqual({ kind: "initial" });
    expect(found.rounds).toBe(0);
    expect(call.made).toHaveLength(0);
  });

  it("stops when the leader has not gained on dev for `patience` rounds", async () => {
    const { tools, budget } = toy(toyTask(), (role) => (role === "optimizer" ? "nothing usable" : undefined));
    const found = await protegi({ ...TOY_SEARCH, rounds: 6, patience: 2, emptyRounds: 0 })(tools, budget, rng(1));
    expect(found.reason).toEqual({ kind: "no-gain", rounds: 2 });
    expect(found.rounds).toBe(3);
  });

  it("stops when the leader lies below an earlier one on dev, beyond both intervals, and keeps that one", async () => {
    const { tools, budget } = toy(toyTask(), (role, request) => {
      const text = request.messages[0]!.content;
      if (role !== "task" || !text.includes("dev number")) return undefined;
      return new Set(text.match(/rule-\d/g)).size < 2 && /[02468]$/.test(text) ? "yes" : "no";
    });
    const found = await protegi({ ...TOY_SEARCH, rounds: 6, patience: 6 })(tools, budget, rng(1));
    expect(found.reason).toEqual({ kind: "degrading", since: 1 });
    expect(found.rounds).toBeLessThan(6);
    expect(found.ranked[0]!.dev.value).toBeGreaterThan(0.25);
    expect(found.best.round).toBe(1);
  });

  it("stops on a perfect dev score", async () => {
    const { tools, budget } = toy(toyTask(), (role, request) =>
      role === "task" && request.messages[0]!.content.includes("rule-") ? "yes" : undefined,
    );
    const found = await protegi({ ...TOY_SEARCH, patience: 2 })(tools, budget, rng(1));
    expect(found.reason).toEqual({ kind: "perfect-dev" });
    expect(found.rounds).toBe(1);
    expect(found.ranked[0]!.dev.value).toBe(1);
  });

  it("stops after two rounds in a row in which no new prompt changes an answer", async () => {
    const many = { ...TOY_OPTIONS.selection, budgetFor: (arms: number) => 20 * arms };
    const stuck = (role: string, { messages: [message] }: { messages: readonly { content: string }[] }) =>
      role === "task" ? (/[02468]$/.test(message!.content) ? "yes" : "no") : undefined;
    const { tools, budget, call } = toy(toyTask(), stuck, { ...TOY_OPTIONS, selection: many });
    const found = await protegi(TOY_SEARCH)(tools, budget, rng(1));
    expect(found.reason).toEqual({ kind: "nothing-moves", round: 2 });
    expect(found.rounds).toBe(2);
    // What it compares is known.
    expect(budget.spent).toBe(call.made.length);

    const once = toy(
      toyTask(),
      (role, request) => (/rule-\d[^]*7$/.test(request.messages[0]!.content) ? "yes" : stuck(role, request)),
      { ...TOY_OPTIONS, selection: many },
    );
    expect((await protegi(TOY_SEARCH)(once.tools, once.budget, rng(1))).rounds).toBeGreaterThan(2);
    const few = toy(toyTask(), stuck);
    const short = { ...TOY_SEARCH, rounds: 1 };
    expect((await protegi(short)(few.tools, few.budget, rng(1))).reason).toEqual({ kind: "rounds", rounds: 1 });
  });

  it.each([
    [1, { kind: "no-new-prompts", round: 1, rounds: 1 }],
    [2, { kind: "no-new-prompts", round: 2, rounds: 2 }],
    [0, { kind: "rounds", rounds: 4 }],
  ])("stops after rounds without a new prompt, where emptyRounds is %i", async (emptyRounds, reason) => {
    const { tools, budget, call } = toy();
    const nothing = { ...tools, admit: () => undefined };
    const found = await protegi({ ...TOY_SEARCH, rounds: 4, emptyRounds })(nothing, budget, rng(1));
    expect(found.reason).toEqual(reason);
    expect(found.best.origin).toEqual({ kind: "initial" });
    expect(found.ranked).toHaveLength(1);
    expect(budget.spent).toBe(call.made.length);
  });

  it("counts only empty rounds in a row", async () => {
    let round = 0;
    const { tools, budget, events } = toy();
    const odd = {
      ...tools,
      report: (event: RunEvent) => {
        if (event.type === "round-started") round = event.round;
        tools.report(event);
      },
      admit: (...args: Parameters<typeof tools.admit>) => (round % 2 === 1 ? undefined : tools.admit(...args)),
    };
    const found = await protegi({ ...TOY_SEARCH, rounds: 4, emptyRounds: 2 })(odd, budget, rng(1));
    expect(found.reason).toEqual({ kind: "rounds", rounds: 4 });
    expect(events.some(({ type }) => type === "candidate")).toBe(true);
  });

  it("stops when no parent has an error in all of train", async () => {
    const { tools, budget, call } = toy(toyTask(), (role) => (role === "task" ? "yes" : undefined));
    const found = await protegi(TOY_SEARCH)(tools, budget, rng(1));
    expect(found.reason).toEqual({ kind: "nothing-to-mend" });
    expect(call.made.filter(({ role }) => role === "optimizer")).toHaveLength(0);
  });

  it("ends with what it has when a cap on money, tokens or time is reached", async () => {
    let calls = 0;
    const { tools, budget } = toy(toyTask(), () => {
      calls += 1;
      if (calls > 300) throw new BudgetError("usd", "The cap is reached.");
      return undefined;
    });
    const found = await protegi({ ...TOY_SEARCH, patience: 3 })(tools, budget, rng(1));
    expect(found.reason).toEqual({ kind: "budget", cap: "usd" });
    expect(found.best.prompt.text).toContain("Start.");
  });

  it("hands on an error that ends the run", async () => {
    const { tools, budget } = toy(toyTask(), () => {
      throw new ModelError("auth", "401");
    });
    await expect(protegi(TOY_SEARCH)(tools, budget, rng(1))).rejects.toThrow("401");
  });

  it("goes on when transport loses answers, and counts them for nobody", async () => {
    let calls = 0;
    const { tools, budget, events } = toy(toyTask(), (_role, _request, tag) => {
      calls += 1;
      if (tag.phase !== "dev" && calls % 7 === 0) throw new ModelError("network", "lost");
      return undefined;
    });
    const found = await protegi(TOY_SEARCH)(tools, budget, rng(1));
    expect(found.ranked[0]!.dev.value).toBeGreaterThan(0.5);
    expect(events.some((event) => event.type === "reply-dropped" && event.reason === "undelivered")).toBe(true);
  });
});
