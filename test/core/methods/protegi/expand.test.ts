import { describe, expect, it } from "vitest";
import { CallBudget } from "../../../../src/core/budget.ts";
import { capSuccessors } from "../../../../src/core/methods/beam/successors.ts";
import { expand } from "../../../../src/core/methods/protegi/expand.ts";
import { callsPerExpansion } from "../../../../src/core/methods/protegi/plan.ts";
import type { ConflictStrategyName } from "../../../../src/core/gradients/strategies.ts";
import { rowOrder } from "../../../../src/core/row-order.ts";
import type { Parent } from "../../../../src/core/methods/beam/proposal.ts";
import { planCalls } from "../../../../src/core/methods/plan-calls.ts";
import { rng } from "../../../../src/core/rng.ts";
import { asksForReasons, toy, toyTask, TOY_SEARCH, type Toy } from "../../toy.ts";

function parentOf({ tools }: Toy, budget = new CallBudget(Infinity)): Parent {
  const stream = rng("expand");
  return {
    parent: { prompt: tools.task.prompt, origin: { kind: "initial" }, round: 0 },
    order: rowOrder(tools.task.train, stream.fork("minibatch")),
    round: 1,
    rng: stream,
    budget,
    beam: 1,
  };
}

describe("expand", () => {
  it("makes the calls of the formula, all tied to what they came from", async () => {
    const world = toy();
    const { successors, seen } = await expand(world.tools, TOY_SEARCH)(parentOf(world));
    expect(seen).toHaveLength(20);
    expect(world.call.made).toHaveLength(callsPerExpansion(TOY_SEARCH));
    expect(world.call.made.filter(({ role }) => role === "optimizer")).toHaveLength(2 * (1 + 2 * (1 + 1)) + 1);
    const gradients = world.events.filter((event) => event.type === "gradient");
    expect(gradients).toHaveLength(4);
    const wrong = new Set(seen.filter(({ correct }) => !correct).map(({ example }) => example.id));
    for (const { rows, relevance } of gradients) {
      expect(rows.every((row) => wrong.has(row))).toBe(true);
      expect(relevance).toBeTypeOf("number");
    }
    for (const { origin } of successors) {
      if (origin.kind === "edit") expect(gradients.map(({ id }) => id)).toContain(origin.gradient);
    }
    expect(
      successors.filter(({ origin }) => origin.kind === "paraphrase" && origin.parent === world.tools.task.prompt.id),
    ).toHaveLength(1);
    const edits = successors.filter(({ origin }) => origin.kind === "edit");
    expect(successors.flatMap(({ origin }) => (origin.kind === "paraphrase" ? (origin.edit ?? []) : []))).toEqual(
      edits.map(({ origin }) => origin),
    );
  });

  it("draws on when the minibatch has too few errors, until there are enough or it has met 100 rows", async () => {
    const rare = toy(toyTask(), (role, request) =>
      role === "task" ? (/train number \d*7$/.test(request.messages[0]!.content) ? "no" : "yes") : undefined,
    );
    const { seen } = await expand(rare.tools, { ...TOY_SEARCH, errorsPerGroup: 5 })(parentOf(rare));
    expect(seen.filter(({ correct }) => !correct).length).toBeGreaterThanOrEqual(5);
    expect(seen.length % 20).toBe(0);
    expect(seen.length).toBeGreaterThan(20);
    const never = toy(toyTask(), (role) => (role === "task" ? "yes" : undefined));
    expect((await expand(never.tools, TOY_SEARCH)(parentOf(never))).seen).toHaveLength(100);
    const large = await expand(never.tools, { ...TOY_SEARCH, minibatchSize: 150 })(parentOf(never));
    expect(large.seen).toHaveLength(150);
    const few = toy(toyTask({ train: 50 }), (role) => (role === "task" ? "yes" : undefined));
    expect((await expand(few.tools, TOY_SEARCH)(parentOf(few))).seen).toHaveLength(50);
  });

  it("cuts at the same place in every repeat when the budget is short", async () => {
    const texts = async (cap: number) => {
      const world = toy();
      const budget = new CallBudget(cap);
      const { successors } = await expand(world.tools, TOY_SEARCH)(parentOf(world, budget));
      expect(world.call.made.length).toBeLessThanOrEqual(cap);
      return successors.map(({ prompt }) => prompt.id);
    };
    for (const cap of [0, 5, 12, 22, 26]) expect(await texts(cap)).toEqual(await texts(cap));
    expect((await texts(31)).length).toBeGreaterThan((await texts(14)).length);
  });

  it("leaves out edits that break the contract or change nothing, with the reason", async () => {
    const world = toy(toyTask(), (role, { messages: [message] }) =>
      role === "optimizer" && message!.content.includes("## What may be wrong with the prompt")
        ? '{"items": ["Now {{label}}"]}'
        : role === "optimizer" && message!.content.includes("other words")
          ? '{"items": ["Start."]}'
          : undefined,
    );
    const { successors } = await expand(world.tools, TOY_SEARCH)(parentOf(world));
    expect(successors).toEqual([]);
    const reasons = world.events.flatMap((event) => (event.type === "candidate-rejected" ? [event.breach.kind] : []));
    expect(new Set(reasons)).toEqual(new Set(["placeholder-added", "unchanged"]));
  });
});

describe("expand, of gradients that contradict each other", () => {
  const texts = ["It is too strict on links, as rule-1 says.", "It is too lenient on links in mails, as rule-1 says."];
  const split = (conflicts: ConflictStrategyName) => {
    const world = toy(toyTask(), (role, { messages: [message] }) =>
      role === "optimizer" && asksForReasons(message!.content) ? JSON.stringify({ items: texts }) : undefined,
    );
    return { world, search: { ...TOY_SEARCH, conflicts } };
  };

  it.each([
    ["keep", 4, 2],
    ["merge", 2, 2],
    ["majority", 2, 2],
    ["specific", 2, 1],
    ["average", 2, 2],
  ] as const)("%s asks for edits %i times, and tells of each pair what was kept of it", async (name, asked, kept) => {
    const { world, search } = split(name);
    const { successors } = await expand(world.tools, search)(parentOf(world));
    const edits = world.call.made.filter(({ request }) =>
      request.messages[0]!.content.includes("## What may be wrong with the prompt"),
    );
    expect(edits).toHaveLength(asked);
    expect(world.call.made.length).toBeLessThanOrEqual(callsPerExpansion(search));
    const conflicts = world.events.filter((event) => event.type === "gradient-conflict");
    expect(conflicts).toHaveLength(4);
    for (const conflict of conflicts) expect(conflict.kept).toHaveLength(kept);
    const told = new Set(world.events.flatMap((event) => (event.type === "gradient" ? [event.id] : [])));
    const followed = successors.flatMap(({ origin }) =>
      origin.kind === "edit" ? [origin.gradient, ...(origin.others ?? [])] : [],
    );
    expect(followed.length).toBeGreaterThan(0);
    for (const id of [...followed, ...conflicts.flatMap(({ gradients }) => gradients)]) expect(told).toContain(id);
  });

  it("lets no group wait for another where the strategy looks at each alone", async () => {
    const asking: string[] = [];
    let open: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (open = resolve));
    const world = toy(toyTask(), async (role, { messages: [message] }) => {
      if (role !== "optimizer") return undefined;
      const isGradient = asksForReasons(message!.content);
      asking.push(isGradient ? "gradient" : message!.content.includes("## What may be wrong") ? "edit" : "paraphrase");
      if (asking.filter((one) => one === "edit").length > 0) open();
      if (isGradient && asking.filter((one) => one === "gradient").length > 1) await held;
      return undefined;
    });
    await expand(world.tools, TOY_SEARCH)(parentOf(world));
    expect(asking.filter((one) => one === "edit")).toHaveLength(4);
  });
});

describe("capSuccessors", () => {
  it("keeps a random few of each parent, each prompt once, never a prompt of the beam", async () => {
    const world = toy();
    const parent = parentOf(world);
    const proposal = await expand(world.tools, TOY_SEARCH)(parent);
    const again = { ...parent, parent: proposal.successors[0]! };
    const kept = await capSuccessors(world.tools, [parent, again], [proposal, proposal], {
      maxSuccessors: 3,
      screenOnErrors: false,
    });
    expect(kept).toHaveLength(3);
    const ids = kept.map(({ prompt }) => prompt.id);
    expect(new Set(ids).size).toBe(3);
    expect(ids).not.toContain(again.parent.prompt.id);
  });

  it("keeps those that do best on the parent's errors when asked", async () => {
    const world = toy();
    const parent = parentOf(world);
    const proposal = await expand(world.tools, TOY_SEARCH)(parent);
    const kept = await capSuccessors(world.tools, [parent], [proposal], { maxSuccessors: 3, screenOnErrors: true });
    const wrong = proposal.seen.filter(({ correct }) => !correct).map(({ example }) => example);
    const score = async (i: number, of = proposal.successors) =>
      world.tools.task.metric.score(
        await world.tools.evaluate(of[i]!.prompt, wrong, { round: 1, phase: "errors", budget: world.budget }),
      );
    const all = await Promise.all(proposal.successors.map((_, i) => score(i)));
    const best = all.toSorted((a, b) => b - a).slice(0, 3);
    expect(wrong.length).toBeLessThanOrEqual(16);
    expect(await Promise.all(kept.map((_, i) => score(i, kept)))).toEqual(best);
  });
});

describe("planCalls", () => {
  it("gives the paper's numbers for the paper's settings", () => {
    const paper = {
      ...TOY_SEARCH,
      rounds: 6,
      beamWidth: 4,
      minibatchSize: 64,
      errorGroups: 4,
      errorsPerGroup: 4,
      gradientsPerGroup: 4,
      paraphrasesPerPrompt: 2,
      maxSuccessors: 8,
    };
    const plan = planCalls(paper, { dev: 50, test: 150 }, () => 2048);
    expect(plan).toEqual({
      headroom: 0,
      judging: 0,
      errors: 21 * 64,
      proposing: 21 * (4 + 16 + 34),
      screening: 0,
      selecting: 6 * 2048,
      dev: 200,
      verdict: 300,
      total: 1344 + 1134 + 12288 + 200 + 300,
    });
  });

  it("counts screening and the leaders' dev scores where they are asked for", () => {
    const plan = planCalls(
      { ...TOY_SEARCH, screenOnErrors: true, patience: 2, maxSuccessors: 3 },
      { dev: 10, test: 0 },
      (arms) => arms,
    );
    expect(plan.screening).toBe(7 * 9 * 16);
    expect(plan.dev).toBe((3 + 2) * 10);
    expect(plan.selecting).toBe(4 + 12 + 12);
  });
});
