/** Which runs are taken up again, with whose answers, and how reads of a test set are counted. */
import { beforeEach, describe, expect, it } from "vitest";
import { UsageError } from "../../src/core/errors.ts";
import type { RunEvent } from "../../src/core/events.ts";
import { standing } from "../../src/facts/of.ts";
import { type RunSummary, summarize } from "../../src/facts/rounds.ts";
import { resultOf } from "../../src/run/result.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import type { Store } from "../../src/stores/store.ts";
import type { StoredEvent } from "../../src/stores/stored.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { comparable, PROMPT, REVIEWS, SEARCH, SMALL } from "../e2e/small-run.ts";
import { counted, failingAt, failureOf, onlyRun, smallRun, typesOf, type Options } from "./runs.ts";

let store: Store;
beforeEach(() => {
  store = memoryStore();
});

/** Begins the small run and breaks it off at its call number 100; returns its id. */
async function cutOff(options: Partial<Options> = {}): Promise<string> {
  const known = new Set((await store.listRuns()).map(({ id }) => id));
  await failureOf(smallRun({ store, model: failingAt(100), ...options }));
  const [run] = (await store.listRuns()).filter(({ id }) => !known.has(id));
  expect(run).toMatchObject({ status: "failed", readTest: false });
  return run!.id;
}

/** What is true of the search and not of one attempt, whatever the order in which answers arrived. */
function contents(events: readonly (RunEvent & Partial<StoredEvent>)[]): string[] {
  const ofAttempts = ["run-started", "run-ended", "notice", "spending", "events-withdrawn"];
  return events
    .filter(({ type }) => !ofAttempts.includes(type))
    .map(({ v: _v, attempt: _attempt, at: _at, sequence: _sequence, ...event }) => JSON.stringify(event))
    .toSorted();
}

function withoutCost({ cost: _, ...summary }: RunSummary): Omit<RunSummary, "cost"> {
  return summary;
}

describe("a run that was cut off", () => {
  it("is taken up under its name, with its answers, and ends like one that was not", async () => {
    const whole = await smallRun();
    const id = await cutOff();
    const { answers } = await store.cacheSize();
    expect(answers).toBeGreaterThan(80);

    const model = counted();
    const result = await smallRun({ store, model });
    expect(result).toMatchObject({ runId: id, resumed: true });
    expect(comparable(result)).toEqual(comparable(whole));
    expect(result.cost.cached).toBe(answers);
    expect(model.calls).toHaveLength(whole.cost.calls - answers);
    expect(await onlyRun(store)).toMatchObject({ id, status: "finished", readTest: true });
  });

  it("is taken up when its process died without a word", async () => {
    const id = await cutOff();
    await store.updateRun(id, { status: "running" });
    expect(await smallRun({ store })).toMatchObject({ runId: id, resumed: true });
  });

  it("tells one story with the first try: what was reported before is not stored again", async () => {
    const whole = memoryStore();
    const { runId } = await smallRun({ store: whole });
    const id = await cutOff();
    const before = await store.readEvents(id);
    expect(typesOf(before).at(-1)).toBe("run-ended");

    const seen: RunEvent[] = [];
    await smallRun({ store, onEvent: (event) => seen.push(event) });
    const events = await store.readEvents(id);
    expect(events.slice(0, before.length)).toEqual(before);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1));
    expect(events[before.length]).toMatchObject({ type: "run-started", resumed: true, attempt: 2 });
    expect(new Set(events.slice(before.length).map(({ attempt }) => attempt))).toEqual(new Set([2]));
    for (const { at } of events) expect(new Date(at).toISOString()).toBe(at);

    expect(contents(events)).toEqual(contents(await whole.readEvents(runId)));
    // The reader in the process itself sees everything again.
    expect(contents(seen)).toEqual(contents(events));
    expect(typesOf(events)).not.toContain("events-withdrawn");
    expect(withoutCost(summarize(events))).toEqual(withoutCost(summarize(await whole.readEvents(runId))));
  });

  it("withdraws what a cap had made of it, once the cap is raised", async () => {
    const whole = memoryStore();
    const { runId } = await smallRun({ store: whole });
    const capped = await smallRun({ store, budget: { calls: 120 } });
    expect(capped.stopped).toEqual({ kind: "budget", cap: "calls" });
    // The cap on calls keeps the verdict; one that lost it is taken up again.
    await store.updateRun(capped.runId, { status: "stopped" });
    const before = await store.readEvents(capped.runId);

    expect(await smallRun({ store })).toMatchObject({ runId: capped.runId, resumed: true });
    const events = await store.readEvents(capped.runId);
    const withdrawn = events.flatMap((event) => (event.type === "events-withdrawn" ? event.sequences : []));
    const types = withdrawn.map((sequence) => events[sequence - 1]!.type);
    expect(types).toContain("search-ended");
    expect(types).toContain("verdict");
    for (const kept of ["run-started", "run-ended", "spending", "notice"]) expect(types).not.toContain(kept);
    expect(Math.max(...withdrawn)).toBeLessThanOrEqual(before.length);
    expect(typesOf(events).slice(-2)).toEqual(["events-withdrawn", "run-ended"]);
    expect(contents(standing(events))).toEqual(contents(await whole.readEvents(runId)));
    // What the capped attempt ended with is no end of the one that goes on.
    expect(summarize(before)).toMatchObject({ stopped: { kind: "budget" }, verdict: { metric: "accuracy" } });
    const going = summarize(events.slice(0, before.length + 1));
    expect(going).toMatchObject({ stopped: undefined, best: undefined, verdict: undefined, message: undefined });
    expect(going.rounds).toEqual(summarize(before).rounds);
    const summary = summarize(events);
    expect(withoutCost(summary)).toEqual(withoutCost(summarize(await whole.readEvents(runId))));
    expect(summary.cost!.calls).toBe((await resultOf((await store.getRun(capped.runId))!))!.cost.calls);

    // Capped again, it withdraws what it does not get to, and reports again what was withdrawn before.
    await store.updateRun(capped.runId, { status: "stopped" });
    await smallRun({ store, budget: { calls: 120 } });
    const third = await store.readEvents(capped.runId);
    expect(contents(standing(third))).toEqual(contents(before));
    expect(third.at(-1)!.attempt).toBe(3);
  });

  it("withdraws nothing when it is cut off once more", async () => {
    const id = await cutOff();
    await failureOf(smallRun({ store, model: failingAt(20) }));
    const events = await store.readEvents(id);
    expect(typesOf(events)).not.toContain("events-withdrawn");
    expect(events.at(-1)).toMatchObject({ type: "run-ended", status: "failed", attempt: 2 });
    expect(summarize(events.slice(0, -1)).message).toBeUndefined();
  });

  it("is taken up with other caps, requests and prices", async () => {
    const id = await cutOff();
    const others: Partial<Options> = {
      budget: { calls: 2000 },
      requests: { concurrency: 3, retries: 1 },
      prices: { "sim:reviews": { input: 1, output: 1 } },
    };
    expect(await smallRun({ store, ...others })).toMatchObject({ runId: id, resumed: true });
    const { budget, prices } = others;
    expect((await onlyRun(store)).options).toMatchObject({ budget, prices });
  });

  it("is taken up whatever the order of the rows", async () => {
    const id = await cutOff();
    const examples = REVIEWS.toReversed();
    const result = await smallRun({ store, examples });
    expect(result.runId).toBe(id);
    // The places of rows are those in the list that was given.
    expect(comparable(result)).toEqual(comparable(await smallRun({ examples })));
    expect(result.best).toEqual((await smallRun()).best);
  });

  it.each<[string, Partial<Options>]>([
    ["seed", { seed: 4 }],
    ["prompt", { prompt: PROMPT.replace("Is this", "Is the") }],
    ["row", { examples: REVIEWS.slice(1) }],
    ["search", { search: { ...SEARCH, rounds: 1 } }],
    ["selection", { selection: { ...SMALL.selection, selector: "uniform" } }],
    ["split seed", { splits: { ...SMALL.splits, seed: 2 } }],
    ["metric", { metric: "macro-f1" }],
    ["model", { model: simulatedReviews({ seed: 2 }) }],
    ["optimizer", { optimizer: simulatedReviews({ seed: 2 }) }],
    ["instruction", { instructions: { paraphrase: "## Your task\nSay {{section}} in other words. {{reply}}" } }],
  ])("is left alone by a run with another %s", async (_, options) => {
    const id = await cutOff();
    const other = await smallRun({ store, ...options });
    expect(other.resumed).toBe(false);
    expect(other.runId).not.toBe(id);
    expect(await store.getRun(id)).toMatchObject({ status: "failed" });
    expect(await smallRun({ store })).toMatchObject({ runId: id, resumed: true });
  });
});

describe("a run that somebody is at work on", () => {
  it("is refused to others, and free again when it has ended", async () => {
    const id = await cutOff();
    const gate = Promise.withResolvers<void>();
    const slow = counted();
    const model = {
      ...slow,
      generate: async (...call: Parameters<typeof slow.generate>) => (await gate.promise, slow.generate(...call)),
    };
    const first = smallRun({ store, model });
    const error = await failureOf(smallRun({ store }));
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toContain(id);
    gate.resolve();
    expect(await first).toMatchObject({ runId: id, resumed: true });
    expect(await smallRun({ store })).toMatchObject({ resumed: false });
  });
});

describe("a finished run", () => {
  it("is not taken up; the next one finds its answers and calls no model", async () => {
    const first = await smallRun({ store });
    const model = counted();
    const second = await smallRun({ store, model });
    expect(second.resumed).toBe(false);
    expect(second.runId).not.toBe(first.runId);
    expect(model.calls).toEqual([]);
    expect(second.candidates).toEqual(first.candidates);
    expect(second.cost).toMatchObject({ calls: first.cost.calls, cached: first.cost.calls, inputTokens: 0 });
  });
});

describe("fresh", () => {
  it("begins anew, with answers of its own that no other run uses", async () => {
    const first = await smallRun({ store });
    const model = counted();
    const fresh = await smallRun({ store, model, fresh: true });
    expect(fresh.resumed).toBe(false);
    expect(model.calls).toHaveLength(first.cost.calls - first.cost.cached);
    expect((await store.getRun(fresh.runId))!.salt).toBe(fresh.runId);
    expect((await store.getRun(first.runId))!.salt).toBe("");

    const again = counted();
    await smallRun({ store, model: again, fresh: true });
    expect(again.calls).toHaveLength(model.calls.length);
  });

  it("leaves a run that was cut off alone", async () => {
    const id = await cutOff();
    expect(await smallRun({ store, fresh: true })).toMatchObject({ resumed: false });
    expect(await store.getRun(id)).toMatchObject({ status: "failed" });
  });

  it("goes on with its own answers when it was cut off itself", async () => {
    await smallRun({ store });
    const { answers: earlier } = await store.cacheSize();
    const id = await cutOff({ fresh: true });
    const { answers } = await store.cacheSize();
    expect(answers - earlier).toBeGreaterThan(80);

    const model = counted();
    const result = await smallRun({ store, model });
    expect(result).toMatchObject({ runId: id, resumed: true });
    expect(result.cost.cached).toBe(answers - earlier);
    expect(model.calls).toHaveLength(result.cost.calls - result.cost.cached);
    expect({ ...result.verdict, earlierReads: 0 }).toEqual((await smallRun()).verdict);
  });
});

describe("earlier reads of a test set", () => {
  const readsOf = async (options: Partial<Options> = {}): Promise<number> =>
    (await smallRun({ store, ...options })).verdict!.earlierReads;

  it("are counted over all runs on the same test rows", async () => {
    expect(await readsOf()).toBe(0);
    expect(await readsOf({ seed: 4 })).toBe(1);
    expect(await readsOf({ seed: 4, prompt: PROMPT.replace("Is this", "Is the") })).toBe(2);
    expect(await readsOf({ splits: { ...SMALL.splits, seed: 2 } })).toBe(0);
    expect(await readsOf({ fresh: true })).toBe(3);
  });

  it("do not count repeats, which find the same answers", async () => {
    expect(await readsOf()).toBe(0);
    expect(await readsOf()).toBe(0);
    expect(await readsOf({ seed: 4 })).toBe(1);
  });

  it("do not count a run that never got there, nor the run itself", async () => {
    await cutOff({ seed: 4 });
    expect(await readsOf()).toBe(0);
    expect(await readsOf({ seed: 4 })).toBe(1);
  });

  it("count a run that was cut off while it read them, but not for that run itself", async () => {
    const whole = await smallRun();
    await failureOf(
      smallRun({ store, model: failingAt(whole.cost.calls - whole.cost.cached - 20), requests: { concurrency: 1 } }),
    );
    expect(await onlyRun(store)).toMatchObject({ status: "failed", readTest: true });
    expect(await readsOf({ seed: 4 })).toBe(1);
    const result = await smallRun({ store });
    expect(result.resumed).toBe(true);
    expect(result.verdict!.earlierReads).toBe(1);
  });
});
