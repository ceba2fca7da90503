import type { Phase } from "../../../src/core/work.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BudgetError, ModelError, UsageError } from "../../../src/core/errors.ts";
import type { ModelAnswer } from "../../../src/core/model.ts";
import { memoryStore } from "../../../src/stores/memory.ts";
import { answer, request, setup, textOf, type Setup } from "../helpers.ts";

const PRICES = { "own:m": { input: 1, output: 10 } };

/** A model that takes 100 ms and counts a token for four characters, and as many out as the request says. */
function paid(options: Parameters<typeof setup>[1]): Setup {
  return setup(
    async (asked, signal, clock) => {
      await clock.sleep(100, signal);
      const text = textOf(asked);
      return answer("x", { input: Math.ceil(text.length / 4), output: Number(/out (\d+)/.exec(text)?.[1] ?? 1) });
    },
    { id: "own:m", prices: PRICES, ...options },
  );
}

const row = (i: number, output = 5): ReturnType<typeof request> =>
  request(`row ${i} out ${output} ${"words ".repeat(40)}`, { maxOutputTokens: 20 });

async function ends(
  calls: readonly Promise<ModelAnswer>[],
  { clock }: Setup,
): Promise<{ answered: number; errors: unknown[] }> {
  const settled = (await clock.until(Promise.allSettled(calls)))!;
  const errors = settled.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
  return { answered: settled.length - errors.length, errors };
}

describe("caps", () => {
  it("on tokens: uses nearly all of it, crosses it never, says what is spent", async () => {
    const run = paid({ budget: { tokens: 5000 }, concurrency: 8 });
    const { answered, errors } = await ends(
      Array.from({ length: 200 }, (_, i) => run.path.call("task", row(i))),
      run,
    );
    const { inputTokens, outputTokens } = run.path.spending();
    expect(inputTokens + outputTokens).toBeLessThanOrEqual(5000);
    expect(inputTokens + outputTokens).toBeGreaterThan(4800);
    expect(answered).toBeGreaterThan(60);
    expect(errors[0]).toBeInstanceOf(BudgetError);
    expect(errors[0]).toMatchObject({
      cap: "tokens",
      message: expect.stringMatching(
        /^The cap of 5000 tokens is reached: \d+ tokens spent, \d+ tokens may be taken by the next call\.$/,
      ),
    });
  });

  it("on money: the same, in dollars", async () => {
    const run = paid({ budget: { usd: 0.01 }, concurrency: 8 });
    const { errors } = await ends(
      Array.from({ length: 200 }, (_, i) => run.path.call("task", row(i))),
      run,
    );
    expect(run.path.spending().usd).toBeLessThanOrEqual(0.01);
    expect(run.path.spending().usd).toBeGreaterThan(0.0095);
    expect(errors[0]).toMatchObject({
      cap: "usd",
      message: expect.stringContaining("The cap of $0.0100 is reached: $0.009"),
    });
  });

  it("on time: what is in flight ends, what waits is turned away", async () => {
    const run = paid({ budget: { minutes: 0.01 }, concurrency: 1 });
    const { answered, errors } = await ends(
      Array.from({ length: 20 }, (_, i) => run.path.call("task", row(i))),
      run,
    );
    expect(answered).toBe(6);
    expect(errors).toHaveLength(14);
    expect(errors[0]).toMatchObject({ cap: "minutes" });
    expect(run.clock.now()).toBeLessThanOrEqual(700);
  });

  it("on time: holds while the limits a minute let nothing through", async () => {
    const run = paid({ budget: { minutes: 0.5 }, requestsPerMinute: 2 });
    const { answered } = await ends(
      Array.from({ length: 9 }, (_, i) => run.path.call("task", row(i))),
      run,
    );
    expect(answered).toBe(2);
    expect(run.clock.now()).toBe(30_000);
  });

  it("on time: holds while the provider makes a call wait", async () => {
    const run = setup(
      () => {
        throw new ModelError("rate-limit", "later", { retryAfter: 200 });
      },
      { budget: { minutes: 1 } },
    );
    const { errors } = await ends([run.path.call("task", row(1))], run);
    expect(errors[0]).toMatchObject({ cap: "minutes" });
    expect(run.clock.now()).toBe(60_000);
  });

  it("wait for calls in flight that may turn out cheaper than thought", async () => {
    const run = paid({ budget: { tokens: 300 }, concurrency: 8 });
    const { answered } = await ends(
      Array.from({ length: 3 }, (_, i) => run.path.call("task", row(i))),
      run,
    );
    expect(answered).toBe(3);
    expect(run.clock.now()).toBeGreaterThan(100);
  });

  it("let stored answers pass when all is spent", async () => {
    const store = memoryStore();
    const first = paid({ store, runId: "r" });
    await ends(
      Array.from({ length: 10 }, (_, i) => first.path.call("task", row(i))),
      first,
    );
    const again = paid({ store, runId: "r", budget: { tokens: 300 } });
    expect(
      (
        await ends(
          Array.from({ length: 10 }, (_, i) => again.path.call("task", row(i))),
          again,
        )
      ).answered,
    ).toBe(10);
    await expect(again.path.call("task", row(99))).rejects.toMatchObject({ cap: "tokens" });
  });

  it("go on from there when they are raised", async () => {
    const store = memoryStore();
    const first = paid({ store, runId: "r", budget: { tokens: 1000 } });
    const cut = await ends(
      Array.from({ length: 40 }, (_, i) => first.path.call("task", row(i))),
      first,
    );
    const raised = paid({ store, runId: "r", budget: { tokens: 5000 } });
    const all = await ends(
      Array.from({ length: 40 }, (_, i) => raised.path.call("task", row(i))),
      raised,
    );
    expect(cut.answered).toBeLessThan(20);
    expect(all.answered).toBe(40);
    expect(raised.model.calls).toHaveLength(40 - cut.answered);
    const { inputTokens, outputTokens } = raised.path.spending();
    expect(inputTokens + outputTokens).toBeLessThanOrEqual(5000);
  });

  it("keep the verdict's share back, and give it to the verdict", async () => {
    const run = paid({ budget: { tokens: 5000 }, verdictCalls: 20, concurrency: 4 });
    const search = await ends(
      Array.from({ length: 200 }, (_, i) => run.path.call("task", row(i), { phase: "selecting" })),
      run,
    );
    expect(search.errors[0]).toMatchObject({
      message: expect.stringMatching(/, \d+ tokens kept for dev and the verdict\.$/),
    });
    const verdict = await ends(
      Array.from({ length: 20 }, (_, i) => run.path.call("task", row(1000 + i), { phase: "verdict" })),
      run,
    );
    expect(verdict.answered).toBe(20);
    const { inputTokens, outputTokens } = run.path.spending();
    expect(inputTokens + outputTokens).toBeLessThanOrEqual(5000);
    // A tenth more is kept for the verdict, which takes what was thought.
    expect(inputTokens + outputTokens).toBeGreaterThan(4600);
  });

  it("keep dev's share back for dev, and the verdict's from both", async () => {
    const run = paid({ budget: { tokens: 5000 }, devCalls: 10, verdictCalls: 20, concurrency: 4 });
    const flood = (from: number, count: number, phase: Phase): Promise<{ answered: number; errors: unknown[] }> =>
      ends(
        Array.from({ length: count }, (_, i) => run.path.call("task", row(from + i), { phase })),
        run,
      );
    const search = await flood(0, 200, "selecting");
    const dev = await flood(1000, 10, "dev");
    expect(dev.answered).toBe(10);
    const more = await flood(2000, 100, "dev");
    expect(more.errors[0]).toMatchObject({ message: expect.stringMatching(/, \d+ tokens kept for the verdict\.$/) });
    expect((await flood(3000, 20, "verdict")).answered).toBe(20);
    expect(search.answered + dev.answered + more.answered + 20).toBe(run.path.spending().calls);
    const { inputTokens, outputTokens } = run.path.spending();
    expect(inputTokens + outputTokens).toBeLessThanOrEqual(5000);
    // A tenth more is kept for the verdict, which takes what was thought.
    expect(inputTokens + outputTokens).toBeGreaterThan(4600);
  });

  it("let one call show what later ones take before a burst of others goes", async () => {
    // Without the first answer, all 16 would go: half of the cap.
    const run = paid({ budget: { tokens: 2000 }, verdictCalls: 20, concurrency: 16 });
    const search = await ends(
      Array.from({ length: 16 }, (_, i) => run.path.call("task", row(i), { phase: "selecting" })),
      run,
    );
    expect(search.answered).toBeLessThan(8);
    const verdict = await ends(
      Array.from({ length: 20 }, (_, i) => run.path.call("task", row(1000 + i), { phase: "verdict" })),
      run,
    );
    expect(verdict.answered).toBe(20);
    expect(run.path.spending().inputTokens + run.path.spending().outputTokens).toBeLessThanOrEqual(2000);
  });

  it("make no call wait for the first answer where nothing is kept, or of another role", async () => {
    const free = paid({ budget: { tokens: 5000 }, concurrency: 8 });
    await ends(
      Array.from({ length: 8 }, (_, i) => free.path.call("task", row(i))),
      free,
    );
    expect(free.clock.now()).toBe(100);
    const kept = paid({ budget: { tokens: 9000 }, verdictCalls: 20, concurrency: 8 });
    const calls = [
      ...Array.from({ length: 4 }, (_, i) => kept.path.call("optimizer", row(i))),
      kept.path.call("task", row(9)),
    ];
    await ends(calls, kept);
    expect(kept.clock.now()).toBe(100);
  });

  it("keep enough for a verdict on the longest prompt, however short the others were", async () => {
    const run = paid({ budget: { tokens: 20_000 }, verdictCalls: 40, concurrency: 4 });
    const long = (i: number): ReturnType<typeof row> =>
      request(`row ${i} out 5 ${"words ".repeat(160)}`, { maxOutputTokens: 20 });
    const flood = (from: number, count: number, phase: Phase, prompt: string) =>
      ends(
        Array.from({ length: count }, (_, i) =>
          run.path.call("task", prompt === "long" ? long(from + i) : row(from + i), { phase, prompt }),
        ),
        run,
      );
    await flood(0, 60, "selecting", "short");
    await flood(1000, 8, "selecting", "long");
    expect((await flood(2000, 400, "selecting", "short")).errors).not.toEqual([]);
    const verdict = [await flood(5000, 20, "verdict", "short"), await flood(6000, 20, "verdict", "long")];
    expect(verdict.map(({ answered }) => answered)).toEqual([20, 20]);
  });

  it("keep time back for the verdict", async () => {
    const run = paid({ budget: { minutes: 0.1 }, verdictCalls: 20, concurrency: 1 });
    const search = await ends(
      Array.from({ length: 100 }, (_, i) => run.path.call("task", row(i), { phase: "selecting" })),
      run,
    );
    // Of 60 calls in all, half as many again as the verdict takes are kept.
    expect(search.answered).toBeGreaterThan(25);
    expect(search.answered).toBeLessThan(35);
    expect(
      (
        await ends(
          Array.from({ length: 20 }, (_, i) => run.path.call("task", row(1000 + i), { phase: "verdict" })),
          run,
        )
      ).answered,
    ).toBe(20);
    expect(run.clock.now()).toBeLessThanOrEqual(6000);
  });

  it("say at once when money is capped and a price is unknown", () => {
    expect(() => setup(() => answer("x"), { id: "mine:m", pricing: "unknown", budget: { usd: 1 } })).toThrow(
      UsageError,
    );
    expect(() => setup(() => answer("x"), { id: "mine:m", pricing: "unknown", budget: { usd: 1 } })).toThrow(
      /budget\.usd: the price of mine:m is not known/,
    );
    expect(() => setup(() => answer("x"), { id: "mine:m", budget: { tokens: 1 } })).not.toThrow();
  });

  it("are never crossed by what could be known before: 200 random runs", async () => {
    const scenario = fc.record({
      tokens: fc.option(fc.integer({ min: 50, max: 8000 }), { nil: undefined }),
      usd: fc.option(fc.double({ min: 0.0001, max: 0.02, noNaN: true }), { nil: undefined }),
      concurrency: fc.integer({ min: 1, max: 12 }),
      verdictCalls: fc.integer({ min: 0, max: 10 }),
      rows: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ tokens, usd, concurrency, verdictCalls, rows }) => {
        const budget = { ...(tokens !== undefined && { tokens }), ...(usd !== undefined && { usd }) };
        const run = paid({ budget, concurrency, verdictCalls });
        const search = await ends(
          rows.map((output, i) => run.path.call(i % 5 === 0 ? "optimizer" : "task", row(i, output))),
          run,
        );
        const verdict = await ends(
          Array.from({ length: verdictCalls }, (_, i) => run.path.call("task", row(1000 + i), { phase: "verdict" })),
          run,
        );
        for (const error of [...search.errors, ...verdict.errors]) expect(error).toBeInstanceOf(BudgetError);
        const spent = run.path.spending();
        // Only the reply tells its length; a learned estimate may be too low by so much for each call in flight.
        const unknown = 20 * concurrency;
        if (tokens !== undefined) expect(spent.inputTokens + spent.outputTokens).toBeLessThanOrEqual(tokens + unknown);
        if (usd !== undefined) expect(spent.usd).toBeLessThanOrEqual(usd + unknown * 10e-6);
        expect(spent.calls).toBe(search.answered + verdict.answered);
      }),
      { numRuns: 200 },
    );
  });

  it("are exact when answers are as long as the request allows", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 50, max: 5000 }),
        fc.integer({ min: 1, max: 12 }),
        async (tokens, concurrency) => {
          const run = paid({ budget: { tokens }, concurrency });
          await ends(
            Array.from({ length: 50 }, (_, i) => run.path.call("task", row(i, 20))),
            run,
          );
          const { inputTokens, outputTokens } = run.path.spending();
          expect(inputTokens + outputTokens).toBeLessThanOrEqual(tokens);
        },
      ),
      { numRuns: 50 },
    );
  });
});
