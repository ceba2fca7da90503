/** Runs whose metric is a judge model: planned, capped, stored and resumed, with replies that cannot be read and rows without a right answer. */
import { describe, expect, it } from "vitest";
import { AbortedError, UsageError } from "../../src/core/errors.ts";
import { words } from "../../src/core/values/hash.ts";
import type { ModelAnswer, ModelRequest } from "../../src/core/model.ts";
import { evaluate } from "../../src/jobs/evaluate.ts";
import { optimize, type OptimizeOptions } from "../../src/jobs/optimize.ts";
import type { RunResult } from "../../src/run/result.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { scriptedModel } from "../../src/testing/index.ts";
import { asksForReasons } from "../core/toy.ts";
import { comparable } from "../e2e/small-run.ts";
import { failureOf } from "./runs.ts";

type Options = OptimizeOptions<{ text: string; answer: string }>;

const chance = (text: string): number => (words(text, 1)[0]! >>> 0) / 2 ** 32;
const textOf = ({ messages }: ModelRequest): string => messages.map(({ content }) => content).join("\n");

function answering(text: string, request: ModelRequest): ModelAnswer {
  const input = Math.ceil(textOf(request).length / 4);
  return { text, finish: "stop", usage: { input, output: Math.ceil(text.length / 4), cachedInput: 0, reasoning: 0 } };
}

interface Script {
  readonly onCall?: () => void;
  /** Share of the judge's first replies that cannot be read, and of its second ones. */
  readonly garbled?: number;
  readonly garbledAgain?: number;
  /** Milliseconds until a reply, by its request. */
  readonly latency?: (request: ModelRequest) => number;
}

/** Answers are good more often the more rules the prompt has; the judge sees it, but some of its replies cannot be read. */
function trio({ onCall = () => {}, garbled = 0, garbledAgain = 0, latency = () => 0 }: Script = {}) {
  const slow = async (text: string, request: ModelRequest): Promise<ModelAnswer> => {
    onCall();
    const wait = latency(request);
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    return answering(text, request);
  };
  const task = scriptedModel(
    (request) => {
      const rules = new Set(textOf(request).match(/rule \d/g)).size;
      return slow(chance(textOf(request)) < 0.2 + 0.1 * rules ? "a good answer" : "a poor answer", request);
    },
    { id: "scripted:task" },
  );
  const optimizer = scriptedModel(
    (request) => {
      const rule = `rule ${request.sample % 4}`;
      const item = asksForReasons(request.messages[0]!.content)
        ? `The prompt does not name ${rule}.`
        : `Answer. ${
            textOf(request)
              .match(/rule \d/g)
              ?.join(" ") ?? ""
          } ${rule}`;
      return slow(JSON.stringify({ items: [item, `${item} again`] }), request);
    },
    { id: "scripted:optimizer" },
  );
  const judge = scriptedModel(
    (request) => {
      const isGarbled =
        chance(`${request.sample} ${textOf(request)}`) < (request.sample % 1000 === 0 ? garbled : garbledAgain);
      const score = textOf(request).includes("\na good answer\n") ? "yes" : "no";
      return slow(isGarbled ? "Hm, hard to say." : JSON.stringify({ reason: "So it is.", score }), request);
    },
    { id: "scripted:judge" },
  );
  return { task, optimizer, judge };
}

const ROWS = Array.from({ length: 120 }, (_, i) => ({
  text: `question ${i} of ${chance(`${i}`)}`,
  answer: `right ${i}`,
}));
const OPTIONS: Omit<Options, "model"> = {
  prompt: "# Task\nAnswer.\n\n# Input\n{{text}}",
  examples: ROWS,
  metric: { judge: "It is a good answer." },
  search: { rounds: 2, minibatchSize: 12, errorGroups: 2, maxSuccessors: 3, headroom: false },
  selection: { perCandidate: 6 },
  splits: { maxDev: 15, maxTest: 20 },
};

function run(models: ReturnType<typeof trio>, options: Partial<Options> = {}): Promise<RunResult> {
  return optimize({ ...OPTIONS, model: models.task, optimizer: models.optimizer, judge: models.judge, ...options });
}
const callsOf = ({ task, optimizer, judge }: ReturnType<typeof trio>): number =>
  task.calls.length + optimizer.calls.length + judge.calls.length;

/** All but what calls cost: of two prompts with one answer to a row, the first to be judged pays, and what is stored is free. */
function outcomeOf(result: RunResult): unknown {
  const { cost: _cost, costByPrompt: _costs, verdict, ...rest } = result;
  return comparable({ ...rest, verdict: { ...verdict, earlierReads: 0 } } as unknown as RunResult);
}

describe("a run whose metric is a judge model", () => {
  it("plans the judge's calls and counts them, and hands its reasons to the optimizer model", async () => {
    const models = trio();
    const { cost, plan, verdict } = await run(models);
    const { task, judge } = cost.byRole!;
    expect(verdict!.metric).toBe("mean judge's score");
    expect(verdict!.winner.n).toBe(20);
    expect(judge!.calls).toBe(task.calls);
    expect(plan.judging).toBe(plan.errors + plan.screening + plan.selecting + plan.dev + plan.verdict);
    const requests = models.optimizer.calls.map(textOf);
    expect(requests.some((text) => text.includes("Feedback: So it is."))).toBe(true);
    expect(requests.some((text) => text.includes("A good answer meets this: It is a good answer."))).toBe(true);
  });

  it("keeps to its cap on calls where replies must be asked for again, and still ends with a verdict", async () => {
    for (const calls of [142, 251]) {
      const models = trio({ garbled: 0.2, garbledAgain: 0.1 });
      const { cost, verdict } = await run(models, { budget: { calls } });
      expect(cost.calls).toBeLessThanOrEqual(calls);
      expect(callsOf(models)).toBeLessThanOrEqual(calls);
      expect(verdict!.winner.n).toBeGreaterThan(10);
      expect(verdict!.initial.n).toBe(verdict!.winner.n);
      expect(verdict!.initial.n + (verdict!.unscored ?? 0) + verdict!.missing).toBe(20);
    }
  });

  it("cuts at one place whatever order replies arrive in", async () => {
    const script = { garbled: 0.3, garbledAgain: 0.2 };
    const orders = [() => 0, (request: ModelRequest) => Math.floor(4 * chance(`a ${textOf(request)}`))];
    const results = await Promise.all(
      orders.map((latency) => run(trio({ ...script, latency }), { budget: { calls: 251 } })),
    );
    for (const result of results) expect(outcomeOf(result)).toEqual(outcomeOf(results[0]!));
  });

  it("pays no call twice when a cap has ended it, or a stop, and it goes on", async () => {
    const script = { garbled: 0.2, garbledAgain: 0.1 };
    const plain = trio(script);
    const whole = await run(plain);
    const store = memoryStore();
    const capped = trio(script);
    await run(capped, { store, budget: { calls: 180 } });
    const abort = new AbortController();
    let calls = 0;
    const stopped = trio({ ...script, onCall: () => void (++calls === 60 && abort.abort()) });
    expect(await failureOf(run(stopped, { store, signal: abort.signal }))).toBeInstanceOf(AbortedError);
    const last = trio(script);
    const resumed = await run(last, { store });
    expect(outcomeOf(resumed)).toEqual(outcomeOf(whole));
    const all = [capped, stopped, last].flatMap(({ judge }) => judge.calls.map((request) => JSON.stringify(request)));
    // What the stop cut off was never delivered, and is asked again; nothing else is.
    const twice = all.length - new Set(all).size;
    expect(twice).toBeLessThanOrEqual(16);
    expect(last.judge.calls.length).toBeLessThan(plain.judge.calls.length - capped.judge.calls.length + 17);
    for (const request of plain.judge.calls) expect(all).toContain(JSON.stringify(request));
  });

  it("leaves a row out where neither reply can be read, on both sides of a pair", async () => {
    const models = trio({ garbled: 0.4, garbledAgain: 0.05 });
    const { verdict } = await run(models);
    expect(verdict!.unscored).toBeGreaterThan(0);
    expect(verdict!.initial.n).toBe(verdict!.winner.n);
    expect(verdict!.initial.n + verdict!.unscored! + verdict!.missing).toBe(20);
  });

  it("stops where the judge's replies can never be read, and says so", async () => {
    const error = await failureOf(run(trio({ garbled: 1, garbledAgain: 1 })));
    expect(String(error)).toContain("Hm, hard to say.");
    expect(String(error)).toContain("failed on");
  });

  it("compares in both orders for a metric that does, and counts what depends on the order", async () => {
    const models = trio();
    const first = scriptedModel('{"reason":"x","better":"1"}', { id: "scripted:first" });
    const options = { ...OPTIONS, metric: { pairwise: "The better one." }, model: models.task, judge: first };
    const { score, cost, orderDependent } = await evaluate(options);
    expect(score.value).toBe(0.5);
    expect(cost.byRole!.judge!.calls).toBe(2 * score.n);
    expect(orderDependent).toEqual({ rows: score.n, of: score.n });
  });

  it("leaves out rows without a right answer where it compares with one, and asks nothing about them", async () => {
    const models = trio();
    const judge = scriptedModel('{"reason":"x","better":"tie"}', { id: "scripted:tie" });
    const examples = ROWS.map((row, i) => ({
      ...row,
      answer: i % 5 === 0 ? "" : row.answer,
    }));
    const options = { ...OPTIONS, examples, metric: { pairwise: "The better one." }, model: models.task, judge };
    const { score, unscored, missing } = await evaluate({ ...options, split: "train" });
    expect(unscored.length).toBeGreaterThan(10);
    expect(unscored[0]!.message).toContain("no right answer");
    expect(missing).toBe(0);
    expect(models.task.calls).toHaveLength(score.n);
    const rubric = await evaluate({ ...options, metric: { judge: "Good." }, judge: trio().judge, split: "train" });
    expect(rubric.unscored).toEqual([]);
    expect(rubric.score.n).toBe(score.n + unscored.length);
  });

  it("needs no column with a right answer where it compares with none", async () => {
    const examples = ROWS.map(({ text }) => ({ text, nothing: "" }));
    const models = trio();
    await run(trio(), { examples: ROWS.map(({ text }) => ({ text, answer: "" })) }).then(({ verdict }) =>
      expect(verdict!.winner.n).toBe(20),
    );
    const { prompt, metric, splits } = OPTIONS;
    const { score } = await evaluate({
      prompt,
      metric: metric as { judge: string },
      splits: splits!,
      examples,
      model: models.task,
      judge: models.judge,
    });
    expect(score.n).toBe(15);
  });
});

describe("a metric that is a judge model", () => {
  const { task, judge } = trio();
  const refused = (options: object): Promise<unknown> =>
    failureOf(evaluate({ ...OPTIONS, model: task, judge, ...options } as never));

  it.each([
    ["no judge is named", { judge: undefined }, "metric"],
    ["its calls are set by hand", { judgeCalls: 2 }, "judgeCalls"],
    ["answers are no free text", { task: "numeric" }, "metric"],
    [
      "a criterion has a name that is a field of the reply",
      { metric: { judge: { criteria: [{ name: "reason", text: "x" }] } } },
      "metric.judge.criteria.0.name",
    ],
    [
      "two criteria have one name",
      {
        metric: {
          judge: {
            criteria: [
              { name: "a", text: "x" },
              { name: "A", text: "y" },
            ],
          },
        },
      },
      "metric.judge.criteria",
    ],
    ["there is no such scale", { metric: { judge: { criteria: "x", scale: "1-10" } } }, "metric.judge.scale"],
    ["the criteria are empty", { metric: { pairwise: " " } }, "metric.pairwise"],
  ])("is refused where %s", async (_, options, where) => {
    const error = await refused(options);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ where });
  });

  it.each(["text", "qa", "custom"] as const)("judges the answers of %s", async (kind) => {
    const models = trio();
    const { score } = await evaluate({ ...OPTIONS, task: kind, model: models.task, judge: models.judge });
    expect(score.n).toBe(15);
    expect(models.judge.calls).toHaveLength(15);
  });
});
