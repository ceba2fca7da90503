/** Runs that are stopped or break down: what is thrown, what is kept, and that they can go on. */
import { describe, expect, it } from "vitest";
import { AbortedError, ModelError, ProtegiError } from "../../src/core/errors.ts";
import type { RunEvent } from "../../src/core/events.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import type { Store } from "../../src/stores/store.ts";
import { comparable, SEARCH } from "../e2e/small-run.ts";
import { counted, failingAt, failureOf, onlyRun, smallRun, typesOf } from "./runs.ts";

describe("an abort", () => {
  it.each([1, 40, 150, 280])("at call %i stops the run, keeps what arrived, and the run can go on", async (at) => {
    const store = memoryStore();
    const abort = new AbortController();
    const model = counted((calls) => {
      if (calls === at) abort.abort();
    });
    const error = await failureOf(smallRun({ store, model, signal: abort.signal, requests: { concurrency: 8 } }));
    expect(error).toBeInstanceOf(AbortedError);
    expect(model.calls.length).toBeLessThan(at + 8);
    const run = await onlyRun(store);
    expect(run).toMatchObject({ status: "stopped" });
    expect(run.endedAt).toBeDefined();
    expect((await store.readEvents(run.id)).at(-1)).toMatchObject({ type: "run-ended", status: "stopped" });
    const { answers } = await store.cacheSize();
    expect(answers).toBeGreaterThan(at - 10);

    const result = await smallRun({ store });
    expect(result).toMatchObject({ runId: run.id, resumed: true });
    expect(result.cost.cached).toBe(answers);
    expect(comparable(result)).toEqual(comparable(await smallRun()));
  });

  it("before the start makes no call", async () => {
    const model = counted();
    expect(await failureOf(smallRun({ model, signal: AbortSignal.abort() }))).toBeInstanceOf(AbortedError);
    expect(model.calls).toEqual([]);
  });

  it("does not wait for a model that never answers", async () => {
    const abort = new AbortController();
    const model = { ...counted(), generate: () => (abort.abort(), new Promise<never>(() => {})) };
    expect(await failureOf(smallRun({ model, signal: abort.signal }))).toBeInstanceOf(AbortedError);
  });
});

describe("a model that refuses for good", () => {
  it.each([
    ["at its first call", 1, true],
    ["at its first call, without headroom", 1, false],
    ["among the gradients", 20, false],
    ["in the selection", 120, false],
    ["in the verdict", 275, false],
  ])("%s fails the run, which can go on", async (_, at, headroom) => {
    const store = memoryStore();
    const events: RunEvent[] = [];
    const search = { ...SEARCH, headroom };
    const error = await failureOf(
      smallRun({ store, search, model: failingAt(at), onEvent: (event) => events.push(event) }),
    );
    expect(error).toBeInstanceOf(ModelError);
    expect(error).toMatchObject({ kind: "auth", message: "sim:reviews: the key was not accepted" });
    const run = await onlyRun(store);
    expect(run).toMatchObject({ status: "failed" });
    expect(events.at(-1)).toEqual({ type: "run-ended", status: "failed", message: (error as Error).message });
    expect(typesOf(events).filter((type) => type === "run-ended")).toHaveLength(1);

    const result = await smallRun({ store, search });
    expect(result).toMatchObject({ runId: run.id, resumed: true });
    expect(comparable(result)).toEqual(comparable(await smallRun({ search })));
  });

  it("is asked no more once it has refused", async () => {
    const model = failingAt(100);
    await failureOf(smallRun({ model, requests: { concurrency: 8 } }));
    expect(model.calls.length).toBeLessThan(100 + 2 * 8);
  });
});

describe("a part that breaks down", () => {
  it("as a metric does, ends the run with its row and reason", async () => {
    const store = memoryStore();
    let judged = 0;
    const metric = (answer: string): number => (++judged >= 50 ? JSON.parse("{") : answer.length > 4 ? 1 : 0);
    const error = await failureOf(smallRun({ store, metric }));
    expect(error).toBeInstanceOf(ProtegiError);
    // A few rows leave the score; as many as this are the metric's fault.
    expect((error as Error).message).toMatch(
      /^the metric failed on \d+ of \d+ answers.*; the last one: metric: the function threw on examples, row \d+: /,
    );
    expect(await onlyRun(store)).toMatchObject({ status: "failed" });
  });

  it("as a store does, ends the run, since answers that cannot be kept must not be paid for", async () => {
    const inner = memoryStore();
    let puts = 0;
    const store: Store = {
      ...inner,
      putAnswer: (key, answer) =>
        ++puts < 50 ? inner.putAnswer(key, answer) : Promise.reject(new ProtegiError("The disk is full.")),
    };
    const model = counted();
    const error = await failureOf(smallRun({ store, model, requests: { concurrency: 8 } }));
    expect(error).toBeInstanceOf(ProtegiError);
    expect((error as Error).message).toBe("The disk is full.");
    expect(model.calls.length).toBeLessThan(50 + 2 * 8);
    expect(await onlyRun(inner)).toMatchObject({ status: "failed" });
  });

  it("as the store of events does, ends the run with that error", async () => {
    const inner = memoryStore();
    const store: Store = { ...inner, appendEvents: () => Promise.reject(new ProtegiError("The disk is full.")) };
    expect(await failureOf(smallRun({ store }))).toMatchObject({ message: "The disk is full." });
    expect(await inner.listRuns()).toHaveLength(1);
  });

  it("as a reader of events does, ends the run, and no call is made after it", async () => {
    const store = memoryStore();
    const model = counted();
    const mistake = new TypeError("a mistake in the reader");
    const onEvent = (event: RunEvent): void => {
      if (event.type === "gradient") throw mistake;
    };
    expect(await failureOf(smallRun({ store, model, onEvent, requests: { concurrency: 8 } }))).toBe(mistake);
    const { length } = model.calls;
    expect(await onlyRun(store)).toMatchObject({ status: "failed" });
    const whole = await smallRun();
    expect(length).toBeLessThan(whole.cost.calls / 2);
  });

  it("as a reader does that fails on every event, ends the run all the same", async () => {
    const store = memoryStore();
    const mistake = new TypeError("a mistake in the reader");
    const onEvent = (): void => {
      throw mistake;
    };
    expect(await failureOf(smallRun({ store, onEvent }))).toBe(mistake);
    expect(await onlyRun(store)).toMatchObject({ status: "failed" });
  });
});

describe("models", () => {
  it("that were handed in stay open", async () => {
    let closed = 0;
    const model = { ...counted(), close: async () => void closed++ };
    await smallRun({ model, optimizer: model });
    expect(closed).toBe(0);
  });
});
