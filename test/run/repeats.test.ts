/** Runs whose rows are answered several times on dev and in the verdict: planned, capped, resumed, and shown. */
import { describe, expect, it } from "vitest";
import { AbortedError, ModelError } from "../../src/core/errors.ts";
import type { RunEvent } from "../../src/core/events.ts";
import { comparePrompts } from "../../src/jobs/compare.ts";
import { evaluate, readingCalls, readingEstimate } from "../../src/jobs/evaluate.ts";
import { open } from "../../src/jobs/open.ts";
import { optimize } from "../../src/jobs/optimize.ts";
import { readOptions } from "../../src/jobs/read.ts";
import { verdictLines } from "../../src/report/verdict.ts";
import { estimateRun } from "../../src/run/estimate.ts";
import type { RunResult } from "../../src/run/result.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { scriptedModel } from "../../src/testing/index.ts";
import { comparable } from "../e2e/small-run.ts";
import { chance, OPTIONS, pair, type Options } from "./noisy.ts";
import { failureOf } from "./runs.ts";

function run(models: ReturnType<typeof pair>, options: Partial<Options> = {}): Promise<RunResult> {
  return optimize({ ...OPTIONS, model: models.task, optimizer: models.optimizer, ...options });
}

/** How many requests of this model have each sample number. */
const bySample = ({ calls }: { calls: readonly { sample: number }[] }): number[] =>
  [...Map.groupBy(calls, ({ sample }) => sample).values()].map((own) => own.length);

describe("a run with repeats", () => {
  it("plans and makes n calls a row of dev and of the verdict, and counts a row once", async () => {
    const [once, often] = [pair(), pair()];
    const plain = await run(once);
    const { plan, cost, verdict } = await run(often, { repeats: 3 });
    expect(plan).toEqual({
      ...plain.plan,
      dev: 3 * plain.plan.dev,
      verdict: 3 * plain.plan.verdict,
      total: plain.plan.total + 2 * (plain.plan.dev + plain.plan.verdict),
    });
    expect(verdict).toMatchObject({
      initial: { n: 20 },
      winner: { n: 20 },
      difference: { n: 20 },
      repeats: { times: 3 },
    });
    const { initial, winner } = verdict!.repeats!.varying;
    expect(initial).toBeGreaterThan(0);
    expect(initial).toBeLessThan(20);
    expect(winner).toBeLessThan(20);
    expect(cost.calls).toBeLessThanOrEqual(plan.total);
    // Samples 1 and 2 are of dev and of the verdict alone: as many of each.
    const [zero, first, second, ...more] = bySample(often.task);
    expect(more).toEqual([]);
    expect(first).toBe(second);
    expect(first).toBeGreaterThanOrEqual(2 * 20 + 15);
    expect(first).toBeLessThan(zero!);
    expect(bySample(once.task)).toHaveLength(1);
    const read = readOptions({ ...OPTIONS, repeats: 3, model: often.task });
    const estimate = estimateRun(read.task, read.settings, often);
    expect(estimate.calls.most).toBeGreaterThanOrEqual(cost.calls);
    const text = verdictLines(verdict!).join("\n");
    expect(text).toContain("each row was answered 3 times; answers differ between repeats");
    expect(text).toContain(`initial prompt ${Math.round((100 * initial) / 20)}% of the rows (${initial} of 20)`);
  });

  it("keeps to its cap on calls, and still ends with a verdict on all rows", async () => {
    const least = 3 * (2 * 20 + 15) + 12;
    for (const calls of [least, least + 1, 260, 331]) {
      const models = pair();
      const { cost, verdict } = await run(models, { repeats: 3, budget: { calls } });
      expect(cost.calls).toBeLessThanOrEqual(calls);
      expect(models.task.calls.length + models.optimizer.calls.length).toBeLessThanOrEqual(calls);
      expect(verdict).toMatchObject({ initial: { n: 20 }, winner: { n: 20 }, missing: 0 });
    }
    expect(await failureOf(run(pair(), { repeats: 3, budget: { calls: least - 1 } }))).toMatchObject({
      where: "budget.calls",
    });
  });

  it("goes on after a stop, pays for nothing twice, and ends as if there had been none", async () => {
    const plain = pair();
    const whole = await run(plain, { repeats: 3 });
    const store = memoryStore();
    const abort = new AbortController();
    let calls = 0;
    // Within the verdict, where a row has some of its answers.
    const first = pair(() => {
      if (++calls === whole.cost.calls - 25) abort.abort();
    });
    expect(await failureOf(run(first, { repeats: 3, store, signal: abort.signal }))).toBeInstanceOf(AbortedError);
    const second = pair();
    const resumed = await run(second, { repeats: 3, store });
    expect(resumed.resumed).toBe(true);
    expect(comparable(resumed)).toEqual(comparable(whole));
    expect(second.task.calls.length).toBeLessThan(plain.task.calls.length / 4);
    const asked = new Set([...first.task.calls, ...second.task.calls].map((request) => JSON.stringify(request)));
    expect(asked).toEqual(new Set(plain.task.calls.map((request) => JSON.stringify(request))));
  });

  it("is another run for another number; one is as none", async () => {
    const store = memoryStore();
    await run(pair(), { store });
    await run(pair(), { store, repeats: 1 });
    expect(new Set((await store.listRuns()).map(({ fingerprint }) => fingerprint)).size).toBe(1);
    await run(pair(), { store, repeats: 2 });
    await run(pair(), { store, repeats: 3 });
    expect(new Set((await store.listRuns()).map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });

  it("warns where the temperature is 0", async () => {
    const warned = async (temperature: number, repeats: number): Promise<boolean> => {
      const events: RunEvent[] = [];
      const { task: model } = pair();
      const { prompt, examples, splits } = OPTIONS as Options;
      const search = { temperature };
      await evaluate({ prompt, examples, splits, model, search, repeats, onEvent: (event) => events.push(event) });
      return events.some(
        (event) =>
          event.type === "notice" && event.text.startsWith(`repeats is ${repeats} and search.temperature is 0`),
      );
    };
    expect(await warned(0, 2)).toBe(true);
    expect(await warned(1, 2)).toBe(false);
    expect(await warned(0, 1)).toBe(false);
  });

  it("is refused for other numbers than 1 to 20", async () => {
    for (const repeats of [0, 21, 1.5])
      expect(await failureOf(run(pair(), { repeats }))).toMatchObject({ where: "repeats" });
  });
});

describe("other commands with repeats", () => {
  const { prompt, examples, splits } = OPTIONS as Options;
  const common = { examples, splits, search: { temperature: 1 }, repeats: 4 };

  it("evaluate answers each row n times, and a graded score counts rows", async () => {
    const { task: model } = pair();
    const { score, observations, repeats, cost, confusion } = await evaluate({ prompt, ...common, model });
    expect(cost.calls).toBe(4 * 15);
    const opened = await open(readOptions({ prompt, ...common, model }), { env: {} });
    expect(readingCalls(opened, [opened.task.prompt], "dev")).toBe(60);
    expect(readingEstimate(opened, [opened.task.prompt], "dev").calls).toEqual({ least: 60, most: 60 });
    expect(score.n).toBe(15);
    expect(repeats!.times).toBe(4);
    expect(repeats!.varying).toBe(
      observations.filter(({ repeats: own }) => new Set(own!.map(({ predicted }) => predicted)).size > 1).length,
    );
    const all = observations.flatMap(({ repeats: own }) => own!.map((one) => one.score));
    expect(all).toHaveLength(60);
    expect(score.value).toBeCloseTo(all.reduce((sum, one) => sum + one, 0) / 60, 12);
    expect(confusion!.counts.flat().reduce((sum, rows) => sum + rows, 0)).toBe(15);
  });

  it("compare does so for every prompt, within a cap", async () => {
    const prompts = [prompt, "# Task\nAnswer yes or no. rule 1 rule 2 rule 3\n\n# Input\n{{text}}"];
    const { task: model } = pair();
    const all = await comparePrompts({ prompts, ...common, model });
    expect(all).toMatchObject({ rows: 15, repeats: 4 });
    expect(all.cost.calls).toBe(2 * 4 * 15);
    expect(all.prompts.every(({ varying }) => varying !== undefined && varying > 0)).toBe(true);
    const few = await comparePrompts({ prompts, ...common, model: pair().task, budget: { calls: 50 } });
    expect(few.rows).toBe(6);
    expect(few.cost.calls).toBe(48);
  });

  it("leave a row out where one of its answers is lost, or the metric fails on it, and count it once", async () => {
    const [lost, odd] = [0, 1].map((i) => (examples as readonly { text: string; label: string }[])[i]!.text);
    const { task } = pair();
    const model = scriptedModel((request) => {
      const { content } = request.messages[0]!;
      if (content.includes(lost!) && request.sample === 2) throw new ModelError("network", "gone");
      return content.includes(odd!) && request.sample > 1
        ? "odd"
        : task.generate(request, new AbortController().signal);
    });
    const metric = (answer: string, { expected }: { expected: unknown }): boolean => {
      if (answer === "odd") throw new Error("no such tone");
      return answer === expected;
    };
    const events: RunEvent[] = [];
    const requests = { retries: 0, concurrency: 1 };
    const options = { prompt, ...common, model, task: "custom" as const, metric, requests, split: "all" as const };
    const seen = await evaluate({ ...options, onEvent: (event) => events.push(event) });
    expect(seen.score.n).toBe(158);
    expect(seen.missing).toBe(1);
    expect(seen.unscored).toHaveLength(1);
    expect(events.filter(({ type }) => type === "row-unscored")).toHaveLength(1);
    expect(seen.observations.every(({ repeats }) => repeats?.length === 4)).toBe(true);
  });

  it("changes nothing in an interval where the model's answers never vary", async () => {
    const steady = scriptedModel(({ messages }) => (chance(messages[0]!.content) < 0.6 ? "yes" : "no"));
    const [once, often] = await Promise.all(
      [1, 5].map((repeats) => evaluate({ prompt, ...common, repeats, model: steady, metric: "accuracy" })),
    );
    expect(often!.score).toEqual(once!.score);
    expect(often!.repeats).toEqual({ times: 5, varying: 0 });
    expect(once!.repeats).toBeUndefined();
    const [f1Once, f1Often] = await Promise.all(
      [1, 5].map((repeats) => evaluate({ prompt, ...common, repeats, model: steady, metric: "macro-f1" })),
    );
    for (const end of ["value", "low", "high"] as const) expect(f1Often!.score[end]).toBeCloseTo(f1Once!.score[end], 9);
  });
});
