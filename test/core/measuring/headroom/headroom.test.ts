import { describe, expect, it } from "vitest";
import { CallBudget } from "../../../../src/core/budget.ts";
import { ModelError } from "../../../../src/core/errors.ts";
import { HEADROOM_CALLS, mostHeadroomCalls } from "../../../../src/core/measuring/headroom/calls.ts";
import { measureHeadroom } from "../../../../src/core/measuring/headroom/headroom.ts";
import { words } from "../../../../src/core/values/hash.ts";
import { protegi } from "../../../../src/core/methods/protegi/protegi.ts";
import { wilson } from "../../../../src/core/stats/wilson.ts";
import { rng } from "../../../../src/core/rng.ts";
import type { Example } from "../../../../src/core/example.ts";
import type { Observation, Task } from "../../../../src/core/task.ts";
import { accuracy, toy, toyTask, TOY_SEARCH } from "../../toy.ts";

/** Every other row is a no. */
const halves = ({ train }: Task): Example[] =>
  train.map((row, i) => ({ ...row, expected: i % 2 === 0 ? "yes" : "no" }));

const measure = (world: ReturnType<typeof toy>, budget = world.budget) =>
  measureHeadroom(world.tools, { ...TOY_SEARCH, minibatchSize: 40 }, budget, rng(1).fork("round 1"));

describe("measureHeadroom", () => {
  it("says go where there is room that the test rows can show", async () => {
    const world = toy(toyTask({ test: 400 }));
    const headroom = await measure(world);
    expect(headroom.word).toBe("go");
    expect(headroom.noise).toBe(0);
    expect(headroom.room).toBeCloseTo(1 - headroom.initial.value);
    expect(headroom.smallestGain).toBeGreaterThan(0);
    expect(headroom.smallestGain).toBeLessThan(0.2);
    expect(headroom.suspicious).toEqual([]);
  });

  it("names rows that no wording gets right, where right answers are labels", async () => {
    const { suspicious } = await measure(toy({ ...toyTask({ test: 400 }), labels: ["yes", "no"] }));
    expect(suspicious.length).toBeGreaterThan(0);
    expect(suspicious.length).toBeLessThanOrEqual(16);
  });

  it("takes at most the calls that were planned beyond those of the run, which finds its own answers known", async () => {
    const world = toy();
    await measureHeadroom(world.tools, { ...TOY_SEARCH, minibatchSize: 20 }, world.budget, rng(1).fork("round 1"));
    expect(world.call.made.length).toBeLessThanOrEqual(20 + HEADROOM_CALLS);
    const before = new Set(world.call.made.map(({ request }) => JSON.stringify(request)));
    await protegi({ ...TOY_SEARCH, rounds: 1 })(world.tools, world.budget, rng(1));
    const alone = toy();
    await protegi({ ...TOY_SEARCH, rounds: 1 })(alone.tools, alone.budget, rng(1));
    const shared = alone.call.made.filter(({ request }) => before.has(JSON.stringify(request)));
    expect(shared.filter(({ role }) => role === "task").length).toBeGreaterThanOrEqual(20);
    expect(shared.filter(({ role }) => role === "optimizer")).toHaveLength(1);
  });

  it("takes at most the calls that are said to be the most, where answers do not move", async () => {
    const search = { ...TOY_SEARCH, minibatchSize: 40 };
    const { answering, writing } = mostHeadroomCalls(search);
    const stuck = toy({ ...toyTask(), train: halves(toyTask()), labels: ["yes", "no"] }, (role) =>
      role === "task" ? "yes" : undefined,
    );
    await measure(stuck);
    const made = (role: string) => stuck.call.made.filter((one) => one.role === role).length;
    expect(made("optimizer")).toBeGreaterThan(1);
    expect(made("optimizer")).toBeLessThanOrEqual(writing);
    expect(made("task")).toBeGreaterThan(40 + HEADROOM_CALLS);
    expect(made("task")).toBeLessThanOrEqual(40 + answering);
  });

  it("leaves a tight budget to the search, and then says nothing of movement", async () => {
    const stuck = () =>
      toy({ ...toyTask({ test: 400 }), train: halves(toyTask()), labels: ["yes", "no"] }, (role) =>
        role === "task" ? "yes" : undefined,
      );
    const budget = new CallBudget(200);
    const headroom = await measure(stuck(), budget);
    expect(headroom).toMatchObject({ word: "go", movement: { wordings: 1, moved: 0 } });
    expect(budget.spent).toBeLessThanOrEqual(40 + HEADROOM_CALLS);
    expect((await measure(stuck(), new CallBudget(600))).word).toBe("no-go");
  });

  it("says no-go where there is nothing to learn, or no gain could be shown", async () => {
    const perfect = await measure(toy(toyTask({ test: 400 }), (role) => (role === "task" ? "yes" : undefined)));
    expect(perfect).toMatchObject({ word: "no-go", reasons: [expect.stringContaining("no error on 40 rows")] });
    const few = await measure(toy(toyTask({ test: 3 })));
    expect(few).toMatchObject({ word: "no-go", reasons: [expect.stringContaining("too few to show any gain")] });
    const good = toy(toyTask({ test: 30 }), (role, { messages: [message] }) =>
      role === "task" ? (/number 1?7$/.test(message!.content) ? "no" : "yes") : undefined,
    );
    expect((await measureHeadroom(good.tools, { ...TOY_SEARCH, minibatchSize: 200 }, good.budget, rng(1))).word).toBe(
      "no-go",
    );
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
    const headroom = await measureHeadroom(world.tools, { ...TOY_SEARCH, minibatchSize: 60 }, world.budget, rng(5));
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

describe("measureHeadroom, of a model that wording does not move", () => {
  const labels = ["yes", "no"];
  const labelled = (text?: string) => {
    const task = toyTask({ test: 400 }, text);
    return { ...task, train: halves(task), labels };
  };
  const FRAMED = "# Task\nIs it so?\n\n# Input\n{{text}}";

  it("says no-go where no answer changes, with few calls, and that the whole prompt may help where it does", async () => {
    const stuck = toy(labelled(FRAMED), (role) => (role === "task" ? "yes" : undefined));
    const never = await measure(stuck);
    expect(never).toMatchObject({ word: "no-go", room: 0, movement: { moved: 0, movedByWhole: 0 } });
    expect(never.reasons.join(" ")).toMatch(/No answer changed on \d+ rows under \d+ other wordings.*demonstrations/);
    expect(stuck.call.made.length).toBeLessThanOrEqual(40 + 118);

    const free = toy(labelled(FRAMED), (role, { messages: [message] }) => {
      if (role !== "task") return undefined;
      return message!.content.startsWith("# Task") || /number \d*[02468]$/m.test(message!.content) ? "yes" : "no";
    });
    const framed = await measure(free);
    expect(framed.word).toBe("no-go");
    expect(framed.reasons.join(" ")).toContain("let all of it change (section: all)");
  });

  it("still says no-go where the model refuses any prompt of another form", async () => {
    const picky = toy(labelled(FRAMED), (role, { messages: [message] }) => {
      if (role !== "task") return undefined;
      if (!message!.content.startsWith("# Task")) throw new ModelError("bad-request", "There is no task.");
      return "yes";
    });
    expect(await measure(picky)).toMatchObject({ word: "no-go", movement: { moved: 0, movedByWhole: 0 } });
  });

  it("says think again where wordings only trade one label for another", async () => {
    const world = toy(labelled(), (role, { messages: [message] }) =>
      role === "task" ? (message!.content.includes("Start") ? "yes" : "no") : undefined,
    );
    const headroom = await measure(world);
    expect(headroom).toMatchObject({ word: "think again", movement: { constant: true } });
    expect(headroom.reasons.join(" ")).toContain("trades one constant for another");
  });

  it("bounds the gain by the errors that wordings change, where several were tried", async () => {
    // One row in eight changes with the wording, and all others are a yes.
    const world = toy(labelled(), (role, { messages: [message] }) => {
      if (role !== "task") return undefined;
      const text = message!.content;
      return words(text.slice(text.indexOf("# Input")), 1)[0]! % 8 === 0 && !text.includes("Start.\n") ? "no" : "yes";
    });
    const { movement, room, initial } = await measure(world);
    expect(movement!.wordings).toBeGreaterThan(1);
    expect(movement!.movedErrors).toBeLessThan(movement!.errors / 2);
    expect(room).toBeCloseTo((1 - initial.value) * wilson(movement!.movedErrors, movement!.errors).high);
    expect(room).toBeLessThan(0.8 * (1 - initial.value));
  });

  it("says think again where other wordings move a few answers and no wrong one", async () => {
    // What other wordings change was right: one row in eight.
    const world = toy(labelled(), (role, { messages: [message] }) => {
      if (role !== "task") return undefined;
      const text = message!.content;
      const row = Number(/number (\d+)/.exec(text)![1]);
      const right = row % 2 === 0 ? "yes" : "no";
      const wrong = right === "yes" ? "no" : "yes";
      if (row % 3 === 0) return wrong;
      return row % 8 === 4 && !text.includes("Start.\n") ? wrong : right;
    });
    const { word, reasons, movement } = await measure(world);
    expect(movement!.moved).toBeGreaterThan(0);
    expect(movement).toMatchObject({ movedErrors: 0, errors: 4, constant: false });
    expect(word).toBe("think again");
    expect(reasons.join(" ")).toMatch(/moved \d+ of \d+ answers, and none of the 4 wrong ones/);
  });

  it("asks the bank nothing where the paraphrase moves answers", async () => {
    const world = toy(labelled(), (role, { messages: [message] }) => {
      if (role !== "task") return undefined;
      return words(message!.content, 1)[0]! % 2 === 0 ? "yes" : "no";
    });
    const headroom = await measure(world);
    expect(headroom.movement).toMatchObject({ wordings: 1, constant: false });
    expect(headroom.word).toBe("go");
  });
});
