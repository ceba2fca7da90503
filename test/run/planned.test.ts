import { expect, test } from "vitest";
import { check, optimize, runTrials, type OptimizeOptions } from "../../src/index.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { simulatedWorld } from "../../src/testing/simulated-world.ts";

const { prompt, examples, model, metric } = simulatedWorld({ family: "rules", seed: 2, rows: 300 });
const given = { prompt, examples, label: "label", metric, model } as const;
type Options = Partial<OptimizeOptions<(typeof examples)[number]>>;

const planOf = async (options: Options) => (await check({ ...given, ...options })).settings.plan;

test("a cap of any kind makes a plan, and none makes none", async () => {
  expect(await planOf({})).toBeUndefined();
  expect(await planOf({ budget: { calls: 600 } })).toMatchObject({ calls: 600, search: { beamWidth: 1 } });
  const prices = { [model.id]: { input: 1, output: 2 } };
  for (const budget of [{ tokens: 200_000 }, { minutes: 2 }, { usd: 0.3 }]) {
    const plan = await planOf({ budget, prices });
    expect(plan!.calls).toBeGreaterThan(50);
    expect(plan!.calls).toBeLessThan(5000);
  }
});

test("check shows the rows that the plan uses, and those of each label keep their share", async () => {
  const all = await check(given);
  const { splits, settings } = await check({ ...given, budget: { calls: 600 } });
  expect(splits.test.rows).toBe(settings.plan!.rows.test);
  expect(splits.test.rows).toBeLessThan(all.splits.test.rows);
  expect(splits.train.rows).toBe(all.splits.train.rows);
  const shareOf = ({ rows, labels }: typeof splits.test): number => labels["yes"]! / rows;
  expect(Math.abs(shareOf(splits.test) - shareOf(all.splits.test))).toBeLessThan(0.03);
});

test("a run that goes on under a higher cap keeps its plan, but for what is set by then", async () => {
  const store = memoryStore();
  const stop = new AbortController();
  let calls = 0;
  const counted = {
    ...model,
    generate: (...request: Parameters<typeof model.generate>) => {
      if (++calls === 250) stop.abort();
      return model.generate(...request);
    },
  };
  const options = { ...given, model: counted, store };
  await expect(optimize({ ...options, budget: { calls: 500 }, signal: stop.signal })).rejects.toThrow();
  const [begun] = await store.listRuns();
  const result = await optimize({ ...options, budget: { calls: 900 } });
  expect(result.resumed).toBe(true);
  const [run] = await store.listRuns();
  const [kept, was] = [run!, begun!].map(({ options }) => options["plan"] as Record<string, Record<string, unknown>>);
  expect(kept).toMatchObject({ selection: was!["selection"], rows: was!["rows"] });
  expect({ ...kept!["search"], rounds: 0 }).toEqual({ ...was!["search"], rounds: 0 });
  // A higher cap allows more rounds.
  expect(kept!["search"]!["rounds"]).toBeGreaterThan(was!["search"]!["rounds"] as number);
  expect(result.verdict!.difference.n + result.verdict!.missing).toBe(
    (begun!.options["plan"] as { rows: { test: number } }).rows.test,
  );
});

test("variants under several caps are judged on the same test rows", async () => {
  const variants = { small: { budget: { calls: 300 } }, large: { budget: { calls: 600 } } };
  const { trials } = await runTrials({ ...given, variants, seeds: 1, curve: false });
  const rows = trials.map(({ result }) => result.verdict!.difference.n);
  expect(new Set(rows).size).toBe(1);
});
