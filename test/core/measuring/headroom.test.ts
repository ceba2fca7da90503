import { describe, expect, it } from "vitest";
import { CallBudget } from "../../../src/core/budget.ts";
import { HEADROOM_CALLS, measureHeadroom } from "../../../src/core/measuring/headroom.ts";
import { words } from "../../../src/core/hash.ts";
import { protegi } from "../../../src/core/methods/protegi/protegi.ts";
import { rng } from "../../../src/core/rng.ts";
import type { Observation } from "../../../src/core/task.ts";
import { accuracy, toy, toyTask, TOY_SEARCH } from "../toy.ts";

const measure = (world: ReturnType<typeof toy>, budget = world.budget) =>
  measureHeadroom(world.tools, 40, budget, rng(1).fork("round 1"));

describe("measureHeadroom", () => {
  it("says go where there is room that the test rows can show, and names rows that no wording gets right", async () => {
    const world = toy(toyTask({ test: 400 }));
    const headroom = await measure(world);
    expect(headroom.word).toBe("go");
    expect(headroom.noise).toBe(0);
    expect(headroom.room).toBeCloseTo(1 - headroom.initial.value);
    expect(headroom.smallestGain).toBeGreaterThan(0);
    expect(headroom.smallestGain).toBeLessThan(0.2);
    expect(headroom.suspicious.length).toBeGreaterThan(0);
    expect(headroom.suspicious.length).toBeLessThanOrEqual(16);
  });

  it("takes at most the calls that were planned beyond those of the run, which finds its own answers known", async () => {
    const world = toy();
    await measureHeadroom(world.tools, 20, world.budget, rng(1).fork("round 1"));
    expect(world.call.made.length).toBeLessThanOrEqual(20 + 1 + HEADROOM_CALLS);
    const before = new Set(world.call.made.map(({ request }) => JSON.stringify(request)));
    await protegi({ ...TOY_SEARCH, rounds: 1 })(world.tools, world.budget, rng(1));
    const alone = toy();
    await protegi({ ...TOY_SEARCH, rounds: 1 })(alone.tools, alone.budget, rng(1));
    const shared = alone.call.made.filter(({ request }) => before.has(JSON.stringify(request)));
    expect(shared.filter(({ role }) => role === "task").length).toBeGreaterThanOrEqual(20);
    expect(shared.filter(({ role }) => role === "optimizer")).toHaveLength(1);
  });

  it("says no-go where there is nothing to learn, or no gain could be shown", async () => {
    const perfect = await measure(toy(toyTask({ test: 400 }), (role) => (role === "task" ? "yes" : undefined)));
    expect(perfect).toMatchObject({ word: "no-go", reasons: [expect.stringContaining("no error on 40 rows")] });
    const few = await measure(toy(toyTask({ test: 3 })));
    expect(few).toMatchObject({ word: "no-go", reasons: [expect.stringContaining("too few to show any gain")] });
    const good = toy(toyTask({ test: 30 }), (role, { messages: [message] }) =>
      role === "task" ? (/number 1?7$/.test(message!.content) ? "no" : "yes") : undefined,
    );
    expect((await measureHeadroom(good.tools, 200, good.budget, rng(1))).word).toBe("no-go");
  });

  it("says think again where the model is noisy", async () => {
    const world = toy(toyTask({ test: 400 }), (role, request) =>
      role === "task" ? (words(JSON.stringify(request), 1)[0]! % 2 === 0 ? "yes" : "no") : undefined,
    );
    const headroom = await measure(world);
    expect(headroom.word).toBe("think again");
    expect(headroom.reasons.join(" ")).toContain("differently when asked again");
    expect(headroom.noise).toBeGreaterThan(0.4);
  });

  it("says think again where the room is smaller than what the test rows can show", async () => {
    const world = toy(toyTask({ test: 30 }), (role, { messages: [message] }) =>
      role === "task" ? (/(number \d*[05]$)/.test(message!.content) ? "no" : "yes") : undefined,
    );
    const headroom = await measureHeadroom(world.tools, 60, world.budget, rng(5));
    expect(headroom.word).toBe("think again");
    expect(headroom.reasons.join(" ")).toContain("add test rows");
  });

  it("decides in rows answered right where the metric is of the whole set, and says so", async () => {
    const task = toyTask({ test: 400 });
    const ofSet = {
      name: "squared",
      isMean: false,
      score: (rows: readonly Observation[]) => accuracy.score(rows) ** 2,
    };
    const plain = await measure(toy(task));
    const squared = await measure(toy({ ...task, metric: ofSet }));
    expect(squared.word).toBe("go");
    expect(squared.initial.value).toBeCloseTo(plain.initial.value ** 2);
    expect(squared.room).toBeCloseTo(1 - squared.initial.value);
    expect(squared.smallestGain).toBe(plain.smallestGain);
    const share = `${(100 * plain.room).toFixed(1)}%`;
    expect(plain.reasons[0]).toContain(`up to ${share}, and`);
    expect(squared.reasons[0]).toContain(`up to ${share} of the rows, and`);
  });

  it("makes do without a paraphrase, and without a budget", async () => {
    const mute = await measure(toy(toyTask({ test: 400 }), (role) => (role === "optimizer" ? "no item" : undefined)));
    expect(mute.suspicious).toEqual([]);
    const broke = await measure(toy(), new CallBudget(0));
    expect(broke).toMatchObject({ word: "think again", reasons: [expect.stringContaining("No answer")] });
    expect(broke.initial.n).toBe(0);
  });
});
