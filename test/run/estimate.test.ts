/** The estimate before a run holds what the run then takes, and follows caps, prices and models. */
import { describe, expect, it } from "vitest";
import { buildTask } from "../../src/jobs/task/build-task.ts";
import type { Model, Models } from "../../src/core/model.ts";
import type { Task } from "../../src/core/task.ts";
import { estimateCalls, estimateRun, type RunEstimate } from "../../src/run/estimate.ts";
import type { Range } from "../../src/run/guesses.ts";
import { parseGroups, type GroupOptions, type Settings } from "../../src/options/settings.ts";
import { scriptedModel, simulatedReviews } from "../../src/testing/index.ts";
import { simulated } from "../../src/jobs/models/simulated.ts";
import { pricingOf } from "../../src/models/providers.ts";
import { SEARCH, SMALL, readBy } from "../e2e/small-run.ts";
import { smallRun } from "./runs.ts";

const { search, selection, splits, seed } = SMALL;

function settingsOf(options: GroupOptions = {}): Settings {
  return parseGroups({ search, selection, splits, seed, ...options });
}

const task: Task = buildTask(SMALL, settingsOf().splits, () => undefined);

function modelsNamed(name: string, optimizer: string = name): Models {
  const named = (id: string): Model => scriptedModel("", { id, pricing: pricingOf(id, [simulated]) });
  return { task: named(name), optimizer: named(optimizer) };
}

function estimateFor(options: GroupOptions = {}, models = modelsNamed("sim:reviews")): RunEstimate {
  return estimateRun(task, settingsOf(options), models);
}

function expectWithin(value: number, { least, most }: Range): void {
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
}

describe("the estimate of a run", () => {
  it.each([
    [1, { search: SEARCH }],
    [2, { search: SEARCH }],
    [3, { search: { ...SEARCH, headroom: true } }],
    [4, { search: { ...SEARCH, rounds: 4, beamWidth: 3 } }],
    [5, readBy("greedy")],
    [6, readBy("monte-carlo")],
  ] as const)("holds what a run takes (%i)", async (seed, options) => {
    const estimate = estimateFor({ seed, ...options });
    const { cost } = await smallRun({ seed, ...options, model: simulatedReviews() });
    expectWithin(cost.calls, estimate.calls);
    expectWithin(cost.inputTokens, estimate.tokens.input);
    expect(cost.outputTokens).toBeLessThanOrEqual(estimate.tokens.output.most);
    expect(estimate.plan.total).toBeLessThanOrEqual(estimate.calls.most);
  });

  it("has two ends in order, the least that of one round", () => {
    const { calls, tokens, usd, seconds, plan } = estimateFor({}, modelsNamed("openai:gpt-4.1-mini"));
    for (const { least, most } of [calls, tokens.input, tokens.output, usd!, seconds]) {
      expect(least).toBeGreaterThan(0);
      expect(most).toBeGreaterThan(least);
    }
    expect(calls.least).toBe(estimateFor({ search: { ...SEARCH, rounds: 1 } }).plan.total);
    expect(plan.total).toBeGreaterThan(calls.least);
  });

  it("goes beyond no cap", () => {
    const models = modelsNamed("openai:gpt-4.1-mini");
    const free = estimateFor({}, models);
    const calls = Math.ceil(free.calls.least / 2);
    expect(estimateFor({ budget: { calls } }, models).calls).toEqual({ least: calls, most: calls });
    expect(estimateFor({ budget: { usd: 0.001 } }, models).usd!.most).toBe(0.001);
    const { tokens, usd } = estimateFor({ budget: { tokens: 5000 } }, models);
    expect(Math.abs(tokens.input.most + tokens.output.most - 5000)).toBeLessThanOrEqual(2);
    expect(usd!.most).toBeLessThan(free.usd!.most);
    expect(estimateFor({ budget: { minutes: 0.01 } }, models).seconds.most).toBe(0.6);
  });

  it("takes as long as the limits a minute say, and as models that work alone", () => {
    const { calls, tokens } = estimateFor();
    expect(estimateFor({ requests: { requestsPerMinute: 6 } }).seconds.least).toBeCloseTo(10 * calls.least, 6);
    expect(estimateFor({ requests: { tokensPerMinute: 60 } }).seconds.least).toBeCloseTo(
      tokens.input.least + tokens.output.least,
      6,
    );
    const alone = { task: { ...simulatedReviews(), concurrency: 1 }, optimizer: simulatedReviews() };
    expect(estimateFor({}, alone).seconds.most).toBe(3 * calls.most);
  });

  it("reckons with thoughts where the model thinks unless told not to, up to the longest answer", () => {
    const most = (name: string, options: GroupOptions = {}): number =>
      estimateFor(options, modelsNamed(name)).tokens.output.most;
    const bare = most("openai:gpt-4.1-mini");
    for (const name of ["openai:gpt-5-mini", "openai:o4-mini", "google:gemini-3.8-flash", "openai-compatible:qwq"])
      expect(most(name)).toBeGreaterThan(3 * bare);
    for (const name of ["openai:gpt-4o", "anthropic:claude-haiku-4-5", "ollama:llama3.2", "local:smollm2"])
      expect(most(name)).toBe(bare);
    const { calls } = estimateFor();
    expect(most("openai:gpt-5-mini", { requests: { maxOutputTokens: 10 } })).toBeLessThanOrEqual(10 * calls.most);
  });

  it("prices both models by what each is asked", () => {
    const prices = { "own:task": { input: 1, output: 10 }, "own:optimizer": { input: 100, output: 1000 } };
    const both = estimateFor({ prices }, modelsNamed("own:task", "own:optimizer")).usd!;
    expect(both.most).toBeGreaterThan(estimateFor({ prices }, modelsNamed("own:task")).usd!.most);
    expect(both.most).toBeLessThan(estimateFor({ prices }, modelsNamed("own:optimizer")).usd!.most);
    expect(estimateFor({}, modelsNamed("own:task")).usd).toBeUndefined();
    expect(estimateFor({}, modelsNamed("openai:gpt-5-mini", "own:optimizer")).usd).toBeUndefined();
  });

  it("tells batch prices where both providers have some: half", () => {
    const { usd, batchUsd } = estimateFor({}, modelsNamed("openai:gpt-5-mini", "anthropic:claude-haiku-4-5"));
    expect(batchUsd).toEqual({ least: usd!.least / 2, most: usd!.most / 2 });
    const prices = { "openai:gpt-5-mini": { input: 1, output: 1 } };
    for (const estimate of [
      estimateFor(),
      estimateFor({ prices }, modelsNamed("openai:gpt-5-mini")),
      estimateFor({}, modelsNamed("openai:gpt-5-mini", "ollama:any")),
      estimateFor({}, modelsNamed("openai:gpt-5-mini [proxy.example]")),
    ])
      expect(estimate.batchUsd).toBeUndefined();
  });
});

describe("the estimate of some calls", () => {
  it("is about the prompts that are named", () => {
    const calls = { answering: 30, writing: 0 };
    const models = modelsNamed("sim:reviews");
    const long = task.prompt.withParts({ task: "Be careful. ".repeat(100) });
    const [short, both] = [[task.prompt], [task.prompt, long]].map((prompts) =>
      estimateCalls(task, prompts, settingsOf(), models, calls),
    );
    expect(both!.calls).toEqual({ least: 30, most: 30 });
    expect(both!.tokens.input.least).toBe(short!.tokens.input.least);
    expect(both!.tokens.input.most).toBeGreaterThan(short!.tokens.input.most + 30 * 250);
  });
});
