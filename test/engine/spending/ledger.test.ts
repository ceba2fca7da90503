import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Model, Role, Usage } from "../../../src/core/model.ts";
import { createLedger } from "../../../src/engine/spending/ledger.ts";
import { priceOf, type Priced } from "../../../src/engine/spending/prices.ts";
import { createTokenEstimator } from "../../../src/engine/spending/tokens.ts";
import { functionModel } from "../../../src/models/function.ts";
import { createModel } from "../../../src/models/providers.ts";
import { memoryStore } from "../../../src/stores/memory.ts";
import { scriptedModel } from "../../../src/testing/scripted.ts";
import { simulatedReviews } from "../../../src/testing/simulated-reviews.ts";
import { answer, request, setup } from "../helpers.ts";

const usage = (input: number, output: number, cachedInput = 0, reasoning = 0): Usage => ({
  input,
  output,
  cachedInput,
  reasoning,
});
const price = priceOf({ id: "own" }, { own: { input: 2, output: 10, cachedInput: 0.5 } })!;

describe("ledger", () => {
  it("adds up in all, by role, by round and by prompt", () => {
    const ledger = createLedger({ task: price, optimizer: price });
    ledger.answered("task", { round: 1, prompt: "p0" }, usage(1000, 100, 400, 50), 20);
    ledger.answered("optimizer", { round: 1, prompt: "p0" }, usage(2000, 300), 900);
    ledger.recalled("task", { round: 2, prompt: "p1" });
    ledger.answered("task", { round: 2, phase: "verdict", prompt: "p1" }, usage(500, 50), 20);
    ledger.failed();
    expect(ledger.spending()).toEqual({
      calls: 4,
      cached: 1,
      failures: 1,
      inputTokens: 3500,
      outputTokens: 450,
      cachedInputTokens: 400,
      reasoningTokens: 50,
      usd: 0.0109,
      byRole: {
        task: { calls: 3, cached: 1, inputTokens: 1500, outputTokens: 150, usd: 0.0039 },
        optimizer: { calls: 1, cached: 0, inputTokens: 2000, outputTokens: 300, usd: 0.007 },
      },
      byRound: [
        { round: 1, calls: 2, cached: 0, inputTokens: 3000, outputTokens: 400, usd: 0.0094 },
        { round: 2, calls: 1, cached: 1, inputTokens: 0, outputTokens: 0, usd: 0 },
      ],
      verdict: { calls: 1, cached: 0, inputTokens: 500, outputTokens: 50, usd: 0.0015 },
    });
    expect(ledger.byPrompt()).toEqual({
      p0: { calls: 2, cached: 0, inputTokens: 3000, outputTokens: 400, usd: 0.0094 },
      p1: { calls: 2, cached: 1, inputTokens: 500, outputTokens: 50, usd: 0.0015 },
    });
  });

  it("tells what other runs had paid for, apart from what this one has", () => {
    const ledger = createLedger({ task: price, optimizer: price });
    ledger.recalled("task", { round: 1 }, { usage: usage(1000, 100), paid: false });
    ledger.recalled("task", { round: 1 }, { usage: usage(500, 50), paid: true });
    ledger.recalled("task", { round: 1 });
    const spent = { calls: 3, cached: 3, inputTokens: 500, outputTokens: 50, usd: 0.0015 };
    const saved = { savedTokens: 1100, savedUsd: 0.003 };
    expect(ledger.spending()).toMatchObject({ ...spent, ...saved, byRound: [{ round: 1, ...spent, ...saved }] });
  });

  it("tells no money when a price is unknown", () => {
    const ledger = createLedger({ task: price, optimizer: undefined });
    ledger.answered("task", {}, usage(1000, 100), 1);
    expect(ledger.spending()).not.toHaveProperty("usd");
  });

  it("does not depend on the order of the calls, to the last digit", () => {
    const call = fc.record({
      role: fc.constantFrom<Role>("task", "optimizer"),
      round: fc.integer({ min: 0, max: 3 }),
      input: fc.nat(100_000),
      output: fc.nat(10_000),
    });
    fc.assert(
      fc.property(fc.array(call), fc.integer(), (calls, seed) => {
        const total = (list: typeof calls): unknown => {
          const ledger = createLedger({
            task: priceOf(listed("openai", "gpt-5-mini")),
            optimizer: priceOf(listed("anthropic", "claude-sonnet-4-5")),
          });
          for (const { role, round, input, output } of list) ledger.answered(role, { round }, usage(input, output), 1);
          return ledger.spending();
        };
        expect(total([...calls].sort((a, b) => ((a.input * 31 + seed) % 7) - ((b.input * 31 + seed) % 7)))).toEqual(
          total(calls),
        );
      }),
    );
  });

  it("counts what the same run had paid before it was cut off, once, and what other runs paid not at all", async () => {
    const store = memoryStore();
    const prices = { "own:m": { input: 1, output: 1 } };
    const first = setup(() => answer("yes"), { store, runId: "r1", prices, id: "own:m" });
    await first.path.call("task", request("a"));
    await first.path.call("task", request("a"));
    const paid = { inputTokens: 10, outputTokens: 2, usd: 0.000012 };
    expect(first.path.spending()).toMatchObject({ calls: 2, cached: 1, ...paid });
    const again = setup(() => answer("yes"), { store, runId: "r1", prices, id: "own:m" });
    await again.path.call("task", request("a"));
    await again.path.call("task", request("a"));
    expect(again.path.spending()).toMatchObject({ calls: 2, cached: 2, ...paid });
    const other = setup(() => answer("yes"), { store, runId: "r2", prices, id: "own:m" });
    await other.path.call("task", request("a"));
    expect(other.path.spending()).toMatchObject({ calls: 1, cached: 1, inputTokens: 0, outputTokens: 0, usd: 0 });
  });

  it("estimates what a paid server does not count", async () => {
    const silent = { ...answer("a long answer of thirty chars.."), usage: usage(0, 0) };
    const paid = setup(() => silent, { prices: { "own:m": { input: 1, output: 1 } }, id: "own:m" });
    await paid.path.call("task", request("What is it?"));
    expect(paid.path.spending().usd).toBeGreaterThan(0);
    const free = setup(() => silent);
    await free.path.call("task", request("What is it?"));
    expect(free.path.spending()).toMatchObject({ inputTokens: 0, outputTokens: 0, usd: 0 });
  });
});

describe("prices", () => {
  it("are the table's, with cached tokens cheaper", () => {
    expect(priceOf(listed("openai", "gpt-5-mini"))!(usage(1_000_000, 1_000_000))).toBe(2.25e9);
    expect(priceOf(listed("openai", "gpt-5-mini"))!(usage(1_000_000, 0, 1_000_000))).toBe(0.025e9);
  });

  it("follow tiers by the length of the input", () => {
    const gemini = priceOf(listed("google", "gemini-2.5-pro"))!;
    expect(gemini(usage(100_000, 0))).toBe(0.125e9);
    expect(gemini(usage(300_000, 0))).toBe(0.75e9);
  });

  it("are the user's first, by the name in the config too", () => {
    expect(
      priceOf(listed("openai", "gpt-5-mini"), { "openai:gpt-5-mini": { input: 1, output: 3 } })!(
        usage(500_000, 1_000_000, 500_000),
      ),
    ).toBe(3.5e9);
    const model = { id: "openai-compatible:llama [example.org:8000]", name: "openai-compatible:llama" };
    expect(priceOf(model, { "openai-compatible:llama": { input: 1, output: 1 } })!(usage(1, 1))).toBe(2000);
  });

  it.each<[string, Priced | Promise<Priced>]>([
    ["a simulated model", simulatedReviews()],
    ["an Ollama server's", createModel("ollama:llama3", {})],
    ["a function", functionModel(() => "yes")],
    ["a scripted model", scriptedModel("yes")],
    ["a server on this machine", server("http://127.0.0.1:8000/v1")],
    ["one that is called localhost", server("http://localhost/v1")],
    ["one with an address of the next version", server("http://[::1]:8000/v1")],
  ])("are nothing for %s", async (_, model) => expect(priceOf(await model)!(usage(1e6, 1e6))).toBe(0));

  it.each<[string, Priced | Promise<Priced>]>([
    ["a name that the table lacks", listed("openai", "no-such-model")],
    ["a server elsewhere", server("https://api.example.org/v1")],
    ["a server elsewhere whose name begins as one here", server("http://localhost.example.org/v1")],
    ["a model that says nothing of it", { id: "mine" }],
    ["a provider that is none", listed("constructor", "x")],
  ])("are unknown for %s", async (_, model) => expect(priceOf(await model)).toBeUndefined());
});

describe("token estimates", () => {
  it("begin above the truth and learn the highest seen", () => {
    const estimator = createTokenEstimator();
    const asked = request("a".repeat(4000), { maxOutputTokens: 500 });
    expect(estimator.estimate("task", asked)).toEqual({ input: expect.any(Number), output: 500 });
    expect(estimator.estimate("task", asked).input).toBeGreaterThan(1000);
    for (let i = 0; i < 5; i++) estimator.learn("task", asked, usage(1000, 10 + i));
    const { input, output } = estimator.estimate("task", asked);
    expect(input).toBeGreaterThanOrEqual(1100);
    expect(input).toBeLessThan(1110);
    expect(output).toBe(21);
    expect(estimator.estimate("optimizer", asked).output).toBe(500);
  });

  it("never exceed what the request allows, and assume something where it allows anything", () => {
    const estimator = createTokenEstimator();
    expect(estimator.estimate("task", request("a")).output).toBe(1024);
    for (let i = 0; i < 5; i++) estimator.learn("task", request("a"), usage(10, 100));
    expect(estimator.estimate("task", request("a", { maxOutputTokens: 20 })).output).toBe(20);
  });

  it("learn nothing from models that count nothing", () => {
    const estimator = createTokenEstimator();
    const before = estimator.estimate("task", request("a"));
    for (let i = 0; i < 9; i++) estimator.learn("task", request("a"), usage(0, 0));
    expect(estimator.estimate("task", request("a"))).toEqual(before);
  });
});

function listed(provider: string, model: string): Priced {
  return { id: `${provider}:${model}`, pricing: { provider, model } };
}

function server(baseURL: string): Promise<Model> {
  return createModel({ model: "openai-compatible:x", baseURL }, {});
}
