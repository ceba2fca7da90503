/** The estimate of trials: a sum over those that are still to be run. */
import { expect, it } from "vitest";
import { methods } from "../../src/core/methods/index.ts";
import { estimateRun } from "../../src/run/estimate.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { estimateTrials } from "../../src/trials/estimate.ts";
import { runVariants } from "../../src/trials/run-trials.ts";
import { methodVariants } from "./setup.ts";

it("adds up the runs, and the curves on top", async () => {
  const variants = methodVariants(["protegi", "monte-carlo"]);
  const store = memoryStore();
  const runs = variants.flatMap(({ parts }) =>
    [3, 4].map(parts).map(({ task, settings, models }) => estimateRun(task, settings, models)),
  );
  const calls = runs.reduce((sum, run) => sum + run.calls.most, 0);
  const bare = await estimateTrials(variants, [3, 4], store, false);
  expect(bare).toMatchObject({ trials: 4, known: 0, calls: { most: calls }, curveCalls: 0, usd: { most: 0 } });
  expect(bare.tokens.input.most).toBe(runs.reduce((sum, { tokens }) => sum + tokens.input.most, 0));
  expect(bare.calls.least).toBeLessThan(calls);
  // Two rounds: the leader of the first is neither the initial prompt nor the last one.
  const whole = await estimateTrials(variants, [3, 4], store, true);
  expect(whole).toMatchObject({ calls: { most: calls + 4 * 30 }, curveCalls: 4 * 30 });
  expect(whole.tokens.input.most).toBeGreaterThan(bare.tokens.input.most);
});

it("counts the judge's calls for the curves too", async () => {
  const judged = methodVariants(["protegi"]).map(({ name, parts }) => ({
    name,
    parts(seed: number) {
      const { task, models, settings } = parts(seed);
      return { task: { ...task, callsPerCell: 2 }, models: { ...models, judge: models.task }, settings };
    },
  }));
  const { curveCalls, calls } = await estimateTrials(judged, [3], memoryStore(), true);
  const bare = await estimateTrials(judged, [3], memoryStore(), false);
  expect(curveCalls).toBe(2 * 30);
  expect(calls.most).toBe(bare.calls.most + curveCalls);
});

it.each(Object.keys(methods))("leaves out what was run before, and is an upper bound: %s", async (method) => {
  const variants = methodVariants([method]);
  const store = memoryStore();
  const expected = await estimateTrials(variants, [3], store, true);
  const [trial] = await runVariants(variants, [3], { store });
  expect(trial!.result.cost.calls).toBeLessThanOrEqual(expected.calls.most);
  expect(trial!.curveCost.calls - trial!.curveCost.cached).toBeLessThanOrEqual(expected.curveCalls);
  expect(await estimateTrials(variants, [3], store, true)).toMatchObject({
    trials: 1,
    known: 1,
    calls: { least: 0, most: 0 },
    usd: { most: 0 },
  });
});

it("knows no money where a price is unknown", async () => {
  const [variant] = methodVariants(["protegi"]);
  const unknown = {
    ...variant!,
    parts: (seed: number) => {
      const parts = variant!.parts(seed);
      const model = { ...parts.models.task, id: "openai-compatible:mine", pricing: "unknown" as const };
      return { ...parts, models: { task: model, optimizer: model } };
    },
  };
  expect(await estimateTrials([unknown], [3], memoryStore(), false)).not.toHaveProperty("usd");
});
