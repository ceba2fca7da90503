/** Runs whose metric asks a judge model: its calls are planned, capped, counted and found again as all others are. */
import { asksForReasons } from "../core/toy.ts";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AbortedError, ModelError, UsageError } from "../../src/core/errors.ts";
import { words } from "../../src/core/values/hash.ts";
import type { ModelAnswer, ModelRequest } from "../../src/core/model.ts";
import { evaluate } from "../../src/jobs/evaluate.ts";
import { optimize, type OptimizeOptions } from "../../src/jobs/optimize.ts";
import { open } from "../../src/jobs/open.ts";
import { readConfigured, readOptions } from "../../src/jobs/read.ts";
import type { MetricFunction } from "../../src/metrics/index.ts";
import { estimateRun } from "../../src/run/estimate.ts";
import type { RunResult } from "../../src/run/result.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { scriptedModel } from "../../src/testing/index.ts";
import { comparable } from "../e2e/small-run.ts";
import { failureOf } from "./runs.ts";
import { tempFolder } from "../temp.ts";

type Options = OptimizeOptions<{ text: string; answer: string }>;

const chance = (text: string): number => (words(text, 1)[0]! >>> 0) / 2 ** 32;

function answering(text: string, { messages }: ModelRequest): ModelAnswer {
  const input = Math.ceil(messages[0]!.content.length / 4);
  return { text, finish: "stop", usage: { input, output: Math.ceil(text.length / 4), cachedInput: 0, reasoning: 0 } };
}

/** A model that answers, one that rewrites and one that judges; each answer is good more often the more rules the prompt has. */
function trio(onCall: () => void = () => {}) {
  const task = scriptedModel(
    (request) => {
      onCall();
      const { content } = request.messages[0]!;
      const rules = new Set(content.match(/rule \d/g)).size;
      return answering(chance(content) < 0.2 + 0.1 * rules ? "a good answer" : "a poor answer", request);
    },
    { id: "scripted:task" },
  );
  const optimizer = scriptedModel(
    (request) => {
      onCall();
      const { content } = request.messages[0]!;
      const rule = `rule ${request.sample % 4}`;
      const gradient = asksForReasons(content);
      const item = gradient
        ? `The prompt does not name ${rule}.`
        : `Answer. ${content.match(/rule \d/g)?.join(" ") ?? ""} ${rule}`;
      return answering(JSON.stringify({ items: [item, `${item} again`] }), request);
    },
    { id: "scripted:optimizer" },
  );
  const judge = scriptedModel(
    (request) => {
      onCall();
      return answering(request.messages[0]!.content.endsWith("a good answer") ? "yes" : "no", request);
    },
    { id: "scripted:judge" },
  );
  return { task, optimizer, judge };
}

const asked: MetricFunction = async (answer, { fields }, ask) => {
  const { text } = await ask(`Is this a good answer to "${String(fields["text"])}"? ${answer}`);
  return text === "yes";
};

const OPTIONS: Omit<Options, "model"> = {
  prompt: "# Task\nAnswer.\n\n# Input\n{{text}}",
  examples: Array.from({ length: 120 }, (_, i) => ({
    text: `question ${i} of ${chance(`${i}`)}`,
    answer: `answer ${i}`,
  })),
  metric: asked,
  search: { rounds: 2, minibatchSize: 12, errorGroups: 2, maxSuccessors: 3, headroom: false },
  selection: { perCandidate: 6 },
  splits: { maxDev: 15, maxTest: 20 },
};

function run(models: ReturnType<typeof trio>, options: Partial<Options> = {}): Promise<RunResult> {
  return optimize({ ...OPTIONS, model: models.task, optimizer: models.optimizer, judge: models.judge, ...options });
}

describe("a run whose metric asks a judge model", () => {
  it("plans and estimates the judge's calls, and counts them on a line of their own", async () => {
    const models = trio();
    const { cost, plan, verdict } = await run(models);
    const { task, optimizer, judge } = cost.byRole!;
    expect(verdict!.winner.n).toBe(20);
    expect(judge!.calls).toBe(task.calls);
    expect(models.judge.calls.length).toBe(judge!.calls - judge!.cached);
    expect(cost.calls).toBe(task.calls + optimizer.calls + judge!.calls);
    expect(judge!.inputTokens).toBeGreaterThan(0);
    expect(plan.judging).toBe(plan.errors + plan.screening + plan.selecting + plan.dev + plan.verdict);
    expect(plan.total).toBe(2 * plan.judging + plan.proposing);
    expect(cost.calls).toBeLessThanOrEqual(plan.total);
    const read = readOptions({ ...OPTIONS, model: models.task, judge: models.judge });
    expect(read.task.callsPerCell).toBe(2);
    const estimate = estimateRun(read.task, read.settings, models);
    const alone = estimateRun({ ...read.task, callsPerCell: 1 }, read.settings, {
      task: models.task,
      optimizer: models.optimizer,
    });
    expect(estimate.calls.most - alone.calls.most).toBe(alone.calls.most - plan.proposing);
    expect(cost.calls).toBeLessThanOrEqual(estimate.calls.most);
    expect(estimate.tokens.input.most).toBeGreaterThan(alone.tokens.input.most);
  });

  it("keeps to its cap on calls, and still ends with a verdict", async () => {
    const least = 2 * (2 * 20 + 12 + 15);
    for (const calls of [least, least + 1, 180, 251, 400]) {
      const models = trio();
      const { cost, verdict } = await run(models, { budget: { calls } });
      expect(cost.calls).toBeLessThanOrEqual(calls);
      expect(models.task.calls.length + models.optimizer.calls.length + models.judge.calls.length).toBeLessThanOrEqual(
        calls,
      );
      expect(verdict!.initial.n).toBe(20);
      expect(verdict!.winner.n).toBe(20);
    }
    expect(await failureOf(run(trio(), { budget: { calls: least - 1 } }))).toMatchObject({ where: "budget.calls" });
  });

  it("keeps the judge's share of the verdict back from a cap on money", async () => {
    const prices = {
      "scripted:task": { input: 1, output: 1 },
      "scripted:optimizer": { input: 1, output: 1 },
      "scripted:judge": { input: 100, output: 100 },
    };
    const whole = await run(trio(), { prices });
    const { usd } = whole.cost;
    expect(whole.cost.byRole!.judge!.usd!).toBeGreaterThan(0.9 * usd!);
    const { cost, verdict, stopped } = await run(trio(), { prices, budget: { usd: 0.7 * usd! } });
    expect(stopped).toMatchObject({ kind: "budget", cap: "usd" });
    expect(cost.usd).toBeLessThanOrEqual(0.7 * usd!);
    expect(verdict!.winner.n).toBe(20);
  });

  it("finds the judge's answers again after a stop, and ends as if there had been none", async () => {
    const plain = trio();
    const whole = await run(plain);
    const store = memoryStore();
    const abort = new AbortController();
    let calls = 0;
    const first = trio(() => {
      if (++calls === Math.floor(whole.cost.calls / 2)) abort.abort();
    });
    expect(await failureOf(run(first, { store, signal: abort.signal }))).toBeInstanceOf(AbortedError);
    const second = trio();
    const resumed = await run(second, { store });
    expect(resumed.resumed).toBe(true);
    expect(comparable(resumed)).toEqual(comparable(whole));
    expect(second.judge.calls.length).toBeLessThan(plain.judge.calls.length);
    const asked1 = new Set([...first.judge.calls, ...second.judge.calls].map((request) => JSON.stringify(request)));
    expect(asked1).toEqual(new Set(plain.judge.calls.map((request) => JSON.stringify(request))));
  });

  it("is another run with another judge", async () => {
    const store = memoryStore();
    await run(trio(), { store });
    const other = { ...trio(), judge: scriptedModel("yes", { id: "scripted:other" }) };
    await run(other, { store });
    const runs = await store.listRuns();
    expect(new Set(runs.map(({ fingerprint }) => fingerprint)).size).toBe(2);
    expect(runs[0]!.options["models"]).toMatchObject({ task: "scripted:task", judge: "scripted:other" });
  });
});

describe("a judge model", () => {
  const score = (metric: MetricFunction, more: Partial<Options> = {}) => {
    const models = trio();
    const job = evaluate({ ...OPTIONS, metric, model: models.task, judge: models.judge, ...more });
    return { models, job };
  };

  it("costs nothing where the metric does not ask it", async () => {
    const { models, job } = score((answer) => answer.includes("good"));
    const { cost } = await job;
    expect(models.judge.calls).toEqual([]);
    expect(cost.byRole!.judge).toMatchObject({ calls: 0, inputTokens: 0 });
    const { cost: without } = await evaluate({ ...OPTIONS, metric: () => 1, model: models.task });
    expect(without.byRole).not.toHaveProperty("judge");
  });

  it("may be asked several times, by whole requests, as often as the options say", async () => {
    const votes: MetricFunction = async (answer, _, ask) => {
      const replies = await Promise.all(
        [0, 1, 2].map((sample) =>
          ask({
            messages: [
              { role: "system", content: "Judge." },
              { role: "user", content: answer },
            ],
            temperature: 1,
            sample,
          }),
        ),
      );
      return replies.filter(({ text }) => text === "yes").length / 3;
    };
    const { models, job } = score(votes, { judgeCalls: 3, budget: { calls: 9 } });
    const { observations, missing } = await job;
    expect(observations).toHaveLength(2);
    expect(missing).toBe(13);
    // Both rows got the same answer, and are judged by the same three replies.
    const samples = models.judge.calls.map(({ sample, temperature }) => [sample, temperature]);
    expect(new Set(samples.map(String))).toEqual(new Set(["0,1", "1,1", "2,1"]));
    expect(await failureOf(score(votes).job)).toMatchObject({ where: "judgeCalls" });
  });

  it("leaves a row out when its reply was never delivered", async () => {
    const isLost = (request: ModelRequest): boolean => chance(request.messages[0]!.content) < 0.3;
    const judge = scriptedModel(
      (request) => {
        if (isLost(request)) throw new ModelError("timeout", "scripted:lossy: no answer");
        return "yes";
      },
      { id: "scripted:lossy" },
    );
    const { missing, observations, cost } = await score(asked, { judge, requests: { retries: 0 } }).job;
    expect(missing).toBe(judge.calls.filter(isLost).length);
    expect(missing).toBeGreaterThan(0);
    expect(observations).toHaveLength(15 - missing);
    expect(cost.failures).toBe(missing);
  });

  it("is an error where none is named, where it has no use, and where only its calls are set", async () => {
    const without = evaluate({ ...OPTIONS, model: trio().task });
    expect(await failureOf(without)).toMatchObject({ where: "judge" });
    const labels = { examples: Array.from({ length: 60 }, (_row, i) => ({ text: `row ${i}`, answer: `${i % 2}` })) };
    expect(await failureOf(score(asked, { ...labels, metric: "accuracy" }).job)).toBeInstanceOf(UsageError);
    const onlyCalls = evaluate({ ...OPTIONS, model: trio().task, judgeCalls: 2 });
    expect(await failureOf(onlyCalls)).toMatchObject({ where: "judgeCalls" });
  });
});

it("is named in the config, with settings and the most calls about an answer", async () => {
  const folder = tempFolder();
  const rows = OPTIONS.examples as readonly { text: string; answer: string }[];
  await writeFile(join(folder, "rows.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
  await writeFile(
    join(folder, "score.mjs"),
    "export default async (answer, row, ask) => (await ask(answer)).text === '';",
  );
  const file = join(folder, "protegi.yaml");
  await writeFile(
    file,
    `prompt: "Answer: {{text}}"
data: rows.jsonl
metric: score.mjs
model: sim:reviews
judge:
  model: ollama:judge
  contextSize: 512
judgeCalls: 2
`,
  );
  const opened = await open(await readConfigured(file, {}, {}), { env: {} });
  expect(opened.models.judge!.id).toContain("ollama:judge");
  expect(opened.task).toMatchObject({ kind: "custom", callsPerCell: 3 });
  await opened.close();
});
