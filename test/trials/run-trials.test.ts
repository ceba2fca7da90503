/** Trials on the simulated model: shared answers, fair counts, going on after a stop, and curves. */
import { describe, expect, it } from "vitest";
import { AbortedError } from "../../src/core/errors.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { runVariants, type Trial } from "../../src/trials/run-trials.ts";
import { comparable } from "../e2e/small-run.ts";
import { counted, failureOf, onlyRun } from "../run/runs.ts";
import { methodVariants } from "./setup.ts";

const SEEDS = [3, 4];
const METHODS = ["protegi", "monte-carlo"];

describe("trials", () => {
  it("run each variant with each seed, over one store, and each counts its calls as if it were alone", async () => {
    const model = counted();
    const trials = await runVariants(methodVariants(METHODS, model), SEEDS, { store: memoryStore() });
    expect(trials.map(({ variant, seed }) => `${variant} ${seed}`)).toEqual([
      "protegi 3",
      "protegi 4",
      "monte-carlo 3",
      "monte-carlo 4",
    ]);
    for (const { variant, seed, result } of trials) {
      const [alone] = await runVariants(methodVariants([variant]), [seed], { store: memoryStore(), curve: false });
      expect(result.cost.calls).toBe(alone!.result.cost.calls);
      expect(result.best).toBe(alone!.result.best);
      expect(total(result.cost)).toBe(total(alone!.result.cost));
    }
    const asked = trials.reduce((sum, { result, curveCost }) => sum + paid(result.cost) + paid(curveCost), 0);
    expect(model.calls).toHaveLength(asked);
    expect(trials.slice(1).every(({ result }) => result.cost.cached > 0)).toBe(true);
  });

  it("that are finished are not run again, nor listed twice", async () => {
    const store = memoryStore();
    const first = await runVariants(methodVariants(METHODS), SEEDS, { store });
    const model = counted();
    const again = await runVariants(methodVariants(METHODS, model), SEEDS, { store });
    expect(model.calls).toHaveLength(0);
    expect(again.every(({ known }) => known)).toBe(true);
    expect(again.map(({ result, curve }) => ({ result: comparable(result), curve }))).toEqual(
      first.map(({ result, curve }) => ({ result: comparable(result), curve })),
    );
    expect(await store.listRuns()).toHaveLength(4);
  });

  it("go on after a stop where they were", async () => {
    const store = memoryStore();
    const stop = new AbortController();
    const first = counted((calls) => {
      if (calls === 500) stop.abort();
    });
    const error = await failureOf(
      runVariants(methodVariants(METHODS, first), SEEDS, { store, signal: stop.signal, curve: false }),
    );
    expect(error).toBeInstanceOf(AbortedError);
    const { answers } = await store.cacheSize();

    const second = counted();
    const trials = await runVariants(methodVariants(METHODS, second), SEEDS, { store, curve: false });
    const whole = await runVariants(methodVariants(METHODS), SEEDS, { store: memoryStore(), curve: false });
    expect(trials.map(({ result }) => [result.best, result.cost.calls])).toEqual(
      whole.map(({ result }) => [result.best, result.cost.calls]),
    );
    expect(answers + second.calls.length).toBe(whole.reduce((sum, { result }) => sum + paid(result.cost), 0));
    expect(await store.listRuns()).toHaveLength(4);
  });

  it("with other prices are told anew, and cost nothing", async () => {
    const store = memoryStore();
    const model = counted();
    const [variant] = methodVariants(["protegi"], model);
    const priced = {
      name: "priced",
      parts: (seed: number) => {
        const parts = variant!.parts(seed);
        return { ...parts, settings: { ...parts.settings, prices: { [model.id]: { input: 1, output: 2 } } } };
      },
    };
    const [free] = await runVariants([variant!], [3], { store });
    const asked = model.calls.length;
    const [trial] = await runVariants([priced], [3], { store });
    expect(model.calls).toHaveLength(asked);
    expect(trial!.known).toBe(false);
    expect(trial!.result.cost).toMatchObject({ calls: free!.result.cost.calls, usd: 0 });
    const { inputTokens, outputTokens } = free!.result.cost;
    expect(trial!.result.cost.savedUsd).toBeCloseTo((inputTokens + 2 * outputTokens) / 1e6, 9);
    const { verdict, savedUsd } = trial!.result.cost;
    expect(trial!.curve.at(-1)!.usd).toBeCloseTo(savedUsd! - verdict!.savedUsd!, 9);
  });

  it("under other caps are others", async () => {
    const store = memoryStore();
    const [variant] = methodVariants(["protegi"]);
    const capped = {
      name: "capped",
      parts: (seed: number) => {
        const parts = variant!.parts(seed);
        return { ...parts, settings: { ...parts.settings, budget: { calls: 150 } } };
      },
    };
    const trials = await runVariants([variant!, capped], [3], { store });
    expect(trials.map(({ known }) => known)).toEqual([false, false]);
    expect(trials[1]!.result.cost.calls).toBeLessThanOrEqual(150);
  });
});

describe("the curve of a trial", () => {
  it("goes from the initial prompt to the best one found, and its calls are those of the search", async () => {
    const [trial] = await runVariants(methodVariants(["protegi"]), [3], { store: memoryStore() });
    const { curve, result } = trial!;
    expect(curve.map(({ round }) => round)).toEqual([0, 1, 2]);
    expect(curve[0]).toMatchObject({ calls: 0, score: result.verdict!.initial.value });
    const { calls, verdict } = result.cost;
    expect(curve.at(-1)).toMatchObject({ calls: calls - verdict!.calls, score: result.verdict!.winner.value });
    expect(curve[1]!.calls).toBeGreaterThan(0);
    expect(curve[1]!.calls).toBeLessThan(curve[2]!.calls);
  });

  it("takes calls outside of the budget, and can be left out", async () => {
    const model = counted();
    const [trial] = await runVariants(methodVariants(["protegi"], model), [3], { store: memoryStore(), curve: false });
    expect(trial!.curve).toEqual([]);
    expect(trial!.winner.filter(({ correct }) => correct)).toHaveLength(
      Math.round(trial!.result.verdict!.winner.value * 30),
    );
    expect(model.calls).toHaveLength(paid(trial!.result.cost));
    expect(paid(trial!.curveCost)).toBe(0);
  });
});

it("runs are told of as they begin, happen and end", async () => {
  const told: string[] = [];
  const store = memoryStore();
  await runVariants(methodVariants(["protegi"]), [3], {
    store,
    onStart: (variant, { seed }) => told.push(`${variant} ${seed} begins`),
    onEvent: (event, variant, seed) => {
      if (event.type === "verdict") told.push(`${variant} ${seed} is judged`);
    },
    onTrial: ({ variant, seed }: Trial) => told.push(`${variant} ${seed} has ended`),
  });
  expect(told).toEqual(["protegi 3 begins", "protegi 3 is judged", "protegi 3 has ended"]);
  expect((await onlyRun(store)).status).toBe("finished");
});

function paid({ calls, cached }: { readonly calls: number; readonly cached: number }): number {
  return calls - cached;
}

function total(cost: Trial["result"]["cost"]): number {
  return cost.inputTokens + cost.outputTokens + (cost.savedTokens ?? 0);
}
