/** Caps on calls, tokens, money and time: nothing is asked in vain, and the verdict is paid from a reserve. */
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/core/errors.ts";
import type { RunEvent } from "../../src/core/events.ts";
import { HEADROOM_CALLS } from "../../src/core/measuring/headroom/calls.ts";
import type { RunResult } from "../../src/run/result.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { comparable, LEAST_CALLS, PROMPT, SEARCH } from "../e2e/small-run.ts";
import { counted, failingAt, failureOf, onlyRun, smallRun, typesOf } from "./runs.ts";

function tokensOf({ cost }: RunResult): number {
  return cost.inputTokens + cost.outputTokens;
}

describe("a cap on calls", () => {
  it.each([
    [false, LEAST_CALLS],
    [true, LEAST_CALLS + HEADROOM_CALLS],
  ])("that cannot hold a run is refused before any call, with headroom %s", async (headroom, least) => {
    const store = memoryStore();
    const model = counted();
    const search = { ...SEARCH, headroom };
    const error = await failureOf(smallRun({ store, model, search, budget: { calls: least - 1 } }));
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ where: "budget.calls" });
    expect((error as Error).message).toContain(`at least ${least}`);
    expect(model.calls).toEqual([]);
    expect(await store.listRuns()).toHaveLength(0);

    const result = await smallRun({ store, model, search, budget: { calls: least } });
    expect(result.stopped).toEqual({ kind: "budget", cap: "calls" });
    expect(result.candidates).toHaveLength(1);
    expect(result.verdict?.difference.n).toBe(30);
    expect(result.cost.calls).toBeLessThanOrEqual(least);
  });

  it("that is raised lets the run do what it would have done", async () => {
    const store = memoryStore();
    const cut = await smallRun({ store, budget: { calls: 151 } });
    expect(cut.stopped).toEqual({ kind: "budget", cap: "calls" });
    expect(cut.cost.calls).toBeLessThanOrEqual(151);
    const whole = await smallRun({ store });
    const { earlierReads: _, ...verdict } = whole.verdict!;
    expect((await smallRun()).verdict).toMatchObject(verdict);
  });
});

describe("a cap on tokens", () => {
  it("is used, and ends the search in time for the verdict", async () => {
    const whole = await smallRun();
    for (const share of [0.5, 0.7, 0.9]) {
      const tokens = Math.floor(share * tokensOf(whole));
      const store = memoryStore();
      const result = await smallRun({ store, budget: { tokens } });
      expect(result.stopped).toEqual({ kind: "budget", cap: "tokens" });
      expect(tokensOf(result)).toBeLessThanOrEqual(tokens);
      expect(tokensOf(result)).toBeGreaterThan(0.6 * tokens);
      expect(result.verdict?.difference.n).toBe(30);
      expect(await onlyRun(store)).toMatchObject({ status: "finished" });
      // Dev has its share too: the final prompt is picked by it, out of all that the search ended with.
      for (const { dev } of result.candidates) expect(dev.n).toBeGreaterThan(0);
      expect(Math.max(...result.candidates.map(({ dev }) => dev.n))).toBeGreaterThanOrEqual(10);
      expect(result.best).toBe(result.candidates[0]!.text);
      const kept = (await store.readEvents(result.runId)).findLast((event) => event.type === "selected")?.kept ?? [0];
      expect(result.candidates.length).toBeGreaterThanOrEqual(kept.length);
    }
  });

  it("too small for the verdict ends without one, and recommends the initial prompt", async () => {
    const store = memoryStore();
    const events: RunEvent[] = [];
    const result = await smallRun({ store, budget: { tokens: 200 }, onEvent: (event) => events.push(event) });
    expect(result).toMatchObject({
      stopped: { kind: "budget", cap: "tokens" },
      prompt: PROMPT,
      best: PROMPT,
      candidates: [],
    });
    expect(result.verdict).toBeUndefined();
    expect(tokensOf(result)).toBeLessThanOrEqual(200);
    expect(typesOf(events)).not.toContain("verdict");
    expect(events.at(-1)).toMatchObject({ type: "run-ended", status: "stopped" });
    expect(await onlyRun(store)).toMatchObject({ status: "stopped" });
  });

  it("that is raised lets the run go on under its name", async () => {
    const store = memoryStore();
    const cut = await smallRun({ store, budget: { tokens: 2000 } });
    expect(cut.verdict).toBeUndefined();
    const result = await smallRun({ store });
    expect(result).toMatchObject({ runId: cut.runId, resumed: true });
    expect(result.stopped.kind).not.toBe("budget");
    // It keeps the plan that it was begun with.
    expect(result.verdict!.difference.n).toBe(30);
    const again = memoryStore();
    await smallRun({ store: again, budget: { tokens: 2000 } });
    expect(comparable(await smallRun({ store: again }))).toEqual(comparable(result));
  });

  it("includes what the run had paid before it was cut off", async () => {
    const store = memoryStore();
    const tokens = Math.floor(0.7 * tokensOf(await smallRun()));
    await failureOf(smallRun({ store, model: failingAt(100), budget: { tokens } }));
    const result = await smallRun({ store, budget: { tokens } });
    expect(result.resumed).toBe(true);
    expect(result.stopped).toEqual({ kind: "budget", cap: "tokens" });
    expect(tokensOf(result)).toBeLessThanOrEqual(tokens);
    expect(result.verdict?.difference.n).toBe(30);
  });
});

describe("a cap on money", () => {
  const prices = { "sim:reviews": { input: 1, output: 4 } };

  it("is kept by the prices given", async () => {
    const whole = await smallRun({ prices });
    const price = (whole.cost.inputTokens + 4 * whole.cost.outputTokens) / 1e6;
    expect(whole.cost.usd).toBeCloseTo(price, 9);
    const result = await smallRun({ prices, budget: { usd: 0.6 * price } });
    expect(result.stopped).toEqual({ kind: "budget", cap: "usd" });
    expect(result.cost.usd).toBeLessThanOrEqual(0.6 * price);
    expect(result.cost.usd).toBeGreaterThan(0.36 * price);
    expect(result.verdict?.difference.n).toBe(30);
  });

  it("is refused where a price is unknown, before any call and without a run", async () => {
    const store = memoryStore();
    const model = { ...counted(), id: "somewhere:model", pricing: "unknown" as const };
    const error = await failureOf(smallRun({ store, model, budget: { usd: 1 } }));
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ where: "budget.usd" });
    expect((error as Error).message).toContain("somewhere:model");
    expect(model.calls).toEqual([]);
    expect(await store.listRuns()).toHaveLength(0);
  });
});

describe("a cap on time", () => {
  it("that is over ends without a verdict", async () => {
    const model = counted();
    const result = await smallRun({ model, budget: { minutes: 1e-9 } });
    expect(result).toMatchObject({ stopped: { kind: "budget", cap: "minutes" }, prompt: PROMPT });
    expect(result.verdict).toBeUndefined();
    expect(model.calls).toEqual([]);
  });
});
