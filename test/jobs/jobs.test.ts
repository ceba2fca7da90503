/** The library's jobs: their options, their bounds, and what one leaves in the store for the next. */
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/events.ts";
import {
  AbortedError,
  check,
  comparePrompts,
  evaluate,
  memoryStore,
  optimize,
  runTrials,
  step,
  UsageError,
  type VariantOptions,
} from "../../src/index.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { PROMPT, REVIEWS, SEARCH, SMALL } from "../e2e/small-run.ts";
import { counted, failingAt, failureOf } from "../run/runs.ts";

type Row = Readonly<Record<string, unknown>>;

const OTHER = PROMPT.replace("Is this", "Mind negations: they turn the words after them around. Is this");

describe("options", () => {
  const model = counted();
  const given = { ...SMALL, model };
  const others = { prompts: [PROMPT, OTHER] };
  it.each([
    ["evaluate a split that is none", () => evaluate({ ...given, split: "valid" as never }), "split"],
    ["evaluate with an option of another job", () => evaluate({ ...given, live: true } as never), "live"],
    ["check with a word for live", () => check({ ...given, live: "yes" as never }), "live"],
    ["check a budget that holds no run", () => check({ ...given, budget: { calls: 10 } }), "budget.calls"],
    ["compare one prompt", () => comparePrompts({ ...given, prompts: [PROMPT] }), "prompts"],
    [
      "compare a prompt that names what is no column",
      () => comparePrompts({ ...given, prompts: [PROMPT, "{{txt}}"] }),
      "prompts.1",
    ],
    [
      "settle early what is no mean",
      () => comparePrompts({ ...given, ...others, metric: "macro-f1", untilDecided: true }),
      "untilDecided",
    ],
    ["step with fresh, which is for runs", () => step({ ...given, fresh: true } as never), "fresh"],
    ["try no variant", () => runTrials({ ...given, variants: {} }), "variants"],
    ["try a seed twice", () => runTrials({ ...given, seeds: [1, 1] }), "seeds"],
    ["try no seed", () => runTrials({ ...given, seeds: 0 }), "seeds"],
    [
      "vary the rows",
      () => runTrials({ ...given, variants: { a: {}, b: { splits: { seed: 2 } } as VariantOptions<Row> } }),
      "variants.b.splits",
    ],
  ])("refuse to %s, before any call", async (_, job, where) => {
    const error = await failureOf(job());
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).where).toBe(where);
    expect(model.calls).toHaveLength(0);
  });

  it("refuse variants whose prompts split the rows otherwise", async () => {
    const rows: readonly Readonly<Record<string, unknown>>[] = REVIEWS.map((row, i) => ({ ...row, number: `${i}` }));
    const variants = { a: {}, b: { prompt: `${PROMPT}\n{{number}}` } };
    const error = await failureOf(runTrials({ ...SMALL, examples: rows, model: simulatedReviews(), variants }));
    expect((error as UsageError).where).toBe("variants");
  });
});

describe("evaluate", () => {
  it("reads as many rows as the cap allows, and counts the others", async () => {
    const { observations, missing, score } = await evaluate({
      ...SMALL,
      model: simulatedReviews(),
      split: "test",
      budget: { calls: 12 },
    });
    expect([observations.length, missing, score.n]).toEqual([12, 18, 12]);
  });

  it("reports what happens, and stops when it is told to", async () => {
    const events: RunEvent[] = [];
    await evaluate({ ...SMALL, model: simulatedReviews(), onEvent: (event) => events.push(event) });
    expect(events.at(-1)).toMatchObject({ type: "spending", spending: { calls: 20 } });
    const stopped = evaluate({ ...SMALL, model: simulatedReviews(), signal: AbortSignal.abort() });
    expect(await failureOf(stopped)).toBeInstanceOf(AbortedError);
  });

  it("keeps the answers that arrived before a model refused", async () => {
    const store = memoryStore();
    await failureOf(evaluate({ ...SMALL, model: failingAt(6), store, requests: { concurrency: 1 } }));
    const { cost } = await evaluate({ ...SMALL, model: simulatedReviews(), store });
    expect([cost.calls, cost.cached]).toEqual([20, 5]);
  });
});

describe("comparePrompts", () => {
  it("asks nothing about a prompt that was evaluated on these rows", async () => {
    const store = memoryStore();
    await evaluate({ ...SMALL, model: simulatedReviews(), store });
    const { cost, prompts, rows } = await comparePrompts({
      ...SMALL,
      prompts: [PROMPT, OTHER],
      model: simulatedReviews(),
      store,
    });
    expect([cost.calls, cost.cached, rows]).toEqual([40, 20, 20]);
    expect(prompts.map(({ text }) => text)).toEqual([PROMPT, OTHER]);
  });
});

describe("step", () => {
  it("does what a run begins with: a run with its store asks for none of it again", async () => {
    const store = memoryStore();
    const first = counted();
    const { candidates, events } = await step({ ...SMALL, model: first, store });
    expect(candidates.length).toBeGreaterThan(0);
    const second = counted();
    const result = await optimize({ ...SMALL, search: { ...SEARCH, rounds: 1 }, model: second, store });
    const asked = new Set(second.calls.map(({ messages, sample }) => JSON.stringify([messages, sample])));
    expect(first.calls.filter(({ messages, sample }) => asked.has(JSON.stringify([messages, sample])))).toEqual([]);
    const texts = events.flatMap((event) => (event.type === "gradient" ? [event.text] : []));
    expect(result.gradients.map(({ text }) => text).toSorted()).toEqual(texts.toSorted());
  });

  it("says so where the run's method begins in another way", async () => {
    const notices = async (method: "greedy" | "opro"): Promise<string[]> => {
      const found: string[] = [];
      const onEvent = (event: RunEvent): void => void (event.type === "notice" && found.push(event.text));
      await step({ ...SMALL, search: { method, rounds: 1 }, selection: {}, model: counted(), onEvent });
      return found.filter((text) => text.startsWith("A step shows"));
    };
    expect(await notices("greedy")).toEqual([]);
    expect(await notices("opro")).toEqual([
      "A step shows gradients and edits, as protegi writes them; the method opro begins in another way.",
    ]);
  });
});

describe("check", () => {
  it("calls no model and keeps nothing, unless it is to be live", async () => {
    const model = counted();
    const store = memoryStore();
    const { estimate, splits, live, headroom } = await check({ ...SMALL, model, store });
    expect([model.calls.length, live, headroom]).toEqual([0, undefined, undefined]);
    expect(await store.cacheSize()).toMatchObject({ answers: 0 });
    expect(splits.test).toEqual({ rows: 30, labels: { positive: 15, negative: 15 } });
    expect(estimate.plan.verdict).toBe(60);
  });

  it("calls each model once when it is live, and measures the headroom into the store", async () => {
    const model = counted();
    const store = memoryStore();
    const given = { ...SMALL, search: { ...SEARCH, headroom: true }, model, store };
    const { live, headroom, cost } = await check({ ...given, live: true });
    expect(live?.map(({ role, invalid }) => [role, invalid])).toEqual([
      ["task", false],
      ["optimizer", undefined],
    ]);
    expect(headroom?.initial.n).toBeGreaterThan(0);
    expect(cost!.calls - cost!.cached).toBe(model.calls.length - 2);
    const again = await check({ ...given, live: true });
    expect(again.headroom).toEqual(headroom);
    expect(again.cost?.cached).toBe(cost?.calls);
  });

  it("measures no headroom when a call does not work", async () => {
    const silent = {
      ...simulatedReviews(),
      generate: async () => ({ text: "", finish: "stop", usage: USAGE }) as const,
    };
    const { live, headroom } = await check({
      ...SMALL,
      search: { ...SEARCH, headroom: true },
      model: silent,
      live: true,
    });
    expect(live?.[0]).toMatchObject({ reply: "", invalid: true });
    expect(headroom).toBeUndefined();
  });
});

const USAGE = { input: 1, output: 1, cachedInput: 0, reasoning: 0 };

describe("runTrials", () => {
  it("sets what a variant names and leaves the rest of the group, for each seed", async () => {
    const started: string[] = [];
    const { variants, trials, seeds } = await runTrials({
      ...SMALL,
      model: simulatedReviews(),
      variants: { one: { search: { rounds: 1 } }, two: {} },
      seeds: [3, 5],
      curve: false,
      onEvent: (event, variant, seed) => {
        if (event.type === "run-started") started.push(`${variant} ${seed}`);
      },
    });
    expect(seeds).toEqual([3, 5]);
    expect(started).toEqual(["one 3", "two 3", "one 5", "two 5"]);
    expect(variants.map(({ name, trials }) => [name, trials])).toEqual([
      ["one", 2],
      ["two", 2],
    ]);
    const alone = await optimize({ ...SMALL, search: { ...SEARCH, rounds: 1 }, model: simulatedReviews(), seed: 5 });
    const { result } = trials.find(({ variant, seed }) => variant === "one" && seed === 5)!;
    expect([result.best, result.verdict?.difference]).toEqual([alone.best, alone.verdict?.difference]);
    expect(result.plan).toEqual(alone.plan);
  });

  it("runs every seed on every split, whose rows are those of `splits.seed`", async () => {
    const { variants, trials, splitSeeds } = await runTrials({
      ...SMALL,
      model: simulatedReviews(),
      seeds: [3],
      splitSeeds: 2,
      curve: false,
    });
    const [first, second] = splitSeeds!;
    expect(second).toBe(first! + 1);
    expect(trials.map(({ seed, splitSeed }) => [seed, splitSeed])).toEqual([
      [3, first],
      [3, second],
    ]);
    expect(variants[0]!.score.n).toBe(2);
    const alone = await optimize({
      ...SMALL,
      splits: { ...SMALL.splits, seed: second! },
      model: simulatedReviews(),
      seed: 3,
    });
    expect(trials[1]!.result.verdict?.winner).toEqual(alone.verdict?.winner);
    expect(trials[1]!.result.verdict?.initial).not.toEqual(trials[0]!.result.verdict?.initial);
  });

  it("refuses splits of rows that are divided already", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ text: `row ${i} is fine`, label: i % 2 === 0 ? "a" : "b" }));
    const examples = { train: rows.slice(0, 20), dev: rows.slice(20, 40), test: rows.slice(40) };
    const error = await failureOf(
      runTrials({ prompt: "a or b?\n{{text}}", examples, model: simulatedReviews(), splitSeeds: 2 }),
    );
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toMatch(/^splitSeeds: the test rows are the same .*\n.*give them as one list/);
  });

  it("runs no trial again that its store has finished", async () => {
    const store = memoryStore();
    const first = await runTrials({ ...SMALL, model: simulatedReviews(), store, seeds: 2, curve: false });
    expect(first.trials.map(({ variant, seed, known }) => [variant, seed, known])).toEqual([
      ["as configured", 3, false],
      ["as configured", 4, false],
    ]);
    const model = counted();
    const again = await runTrials({ ...SMALL, model, store, seeds: 2, curve: false });
    expect(again.trials.map(({ known }) => known)).toEqual([true, true]);
    expect(model.calls).toHaveLength(0);
  });
});
