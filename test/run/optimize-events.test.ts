import { describe, expect, it } from "vitest";
import { ModelError, UsageError } from "../../src/core/errors.ts";
import type { RunEvent } from "../../src/core/events.ts";
import { optimizeEvents } from "../../src/jobs/optimize.ts";
import type { RunResult } from "../../src/run/result.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { openSqliteStore } from "../../src/stores/sqlite.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { comparable, SEARCH, SMALL } from "../e2e/small-run.ts";
import { bare } from "../stores/stamped.ts";
import { tempFolder } from "../temp.ts";
import { counted, failingAt, failureOf, onlyRun, smallRun, typesOf, type Options } from "./runs.ts";

function events(options: Partial<Options> = {}): AsyncGenerator<RunEvent, RunResult> {
  return optimizeEvents({ ...SMALL, model: simulatedReviews(), ...options });
}

/** All events, and what the generator returned. */
async function collect(
  generator: AsyncGenerator<RunEvent, RunResult>,
): Promise<{ seen: RunEvent[]; result: RunResult }> {
  const seen: RunEvent[] = [];
  for (;;) {
    const next = await generator.next();
    if (next.done === true) return { seen, result: next.value };
    seen.push(next.value);
  }
}

/** Spending is told by the clock while the run goes on, and stored once at its end. */
function told(all: readonly RunEvent[]): RunEvent[] {
  return all.filter(({ type }) => type !== "spending");
}

describe("optimizeEvents", () => {
  it("yields what happens in the order in which it happens, and returns the result", async () => {
    const { seen, result } = await collect(events({ search: { ...SEARCH, headroom: true } }));
    const types = typesOf(seen);
    const order = [
      "run-started",
      "headroom",
      "round-started",
      "errors-found",
      "gradient",
      "candidate",
      "selected",
      "dev-score",
      "search-ended",
      "verdict",
      "run-ended",
    ];
    expect(types.filter((type, i) => order.includes(type) && types.indexOf(type) === i)).toEqual(order);
    expect(types.at(0)).toBe("run-started");
    expect(types.at(-1)).toBe("run-ended");
    expect(seen.filter((event) => event.type === "round-started").map(({ round }) => round)).toEqual([1, 2]);
    expect(seen.find((event) => event.type === "verdict")?.verdict).toEqual(result.verdict);
    expect(seen.find((event) => event.type === "run-started")).toMatchObject({
      runId: result.runId,
      resumed: false,
      simulated: true,
    });
    expect(seen.findLast((event) => event.type === "spending")?.spending).toEqual(result.cost);
    expect(comparable(result)).toEqual(comparable(await smallRun({ search: { ...SEARCH, headroom: true } })));
  });

  it.each(["memory", "SQLite"])("yields, tells and stores the same events (%s)", async (kind) => {
    const store = kind === "memory" ? memoryStore() : await openSqliteStore(`${tempFolder()}/protegi.db`);
    const heard: RunEvent[] = [];
    const { seen, result } = await collect(events({ store, onEvent: (event) => heard.push(event) }));
    expect(heard).toEqual(seen);
    const stored = await store.readEvents(result.runId);
    expect(told(stored.map(bare))).toEqual(told(seen));
    expect((await store.readEvents(result.runId, stored.length - 1)).map(bare)).toEqual([seen.at(-1)]);
    await store.close();
  });

  it("names in events only candidates, gradients and rows that were told of before", async () => {
    const { seen } = await collect(events());
    const known = new Set<string>();
    const gradients = new Set<string>();
    for (const event of seen) {
      if (event.type === "run-started") known.add(event.prompt);
      if (event.type === "gradient") gradients.add(event.id);
      if (event.type === "candidate") {
        if (event.origin.kind === "edit") expect(gradients).toContain(event.origin.gradient);
        known.add(event.id);
      }
      if (event.type === "round-started") for (const id of event.beam) expect(known).toContain(id);
      if (event.type === "selected") for (const { id } of event.ranking) expect(known).toContain(id);
      if (event.type === "dev-score") expect(known).toContain(event.id);
      if (event.type === "search-ended") expect(known).toContain(event.best);
    }
    expect(known.size).toBeGreaterThan(5);
    expect(gradients.size).toBeGreaterThan(3);
  });

  it("stops the run when the loop is left, before it hands control back", async () => {
    const store = memoryStore();
    const model = counted();
    for await (const event of events({ store, model, requests: { concurrency: 8 } }))
      if (event.type === "gradient") break;
    const { length } = model.calls;
    expect(length).toBeLessThan(150);
    const run = await onlyRun(store);
    expect(run).toMatchObject({ status: "stopped" });
    expect((await store.readEvents(run.id)).at(-1)).toMatchObject({ type: "run-ended", status: "stopped" });
    for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
    expect(model.calls).toHaveLength(length);
    expect(await smallRun({ store })).toMatchObject({ runId: run.id, resumed: true });
  });

  it("stops when its own signal says so, and not the caller's", async () => {
    const abort = new AbortController();
    const error = await failureOf(
      (async () => {
        for await (const event of events({ signal: abort.signal })) if (event.type === "selected") abort.abort();
      })(),
    );
    expect(error).toMatchObject({ name: "AbortedError" });
    const other = new AbortController();
    for await (const event of events({ signal: other.signal })) if (event.type === "round-started") break;
    expect(other.signal.aborted).toBe(false);
  });

  it("throws what ended the run, after the events before it", async () => {
    const seen: RunEvent[] = [];
    const error = await failureOf(
      (async () => {
        for await (const event of events({ model: failingAt(100) })) seen.push(event);
      })(),
    );
    expect(error).toBeInstanceOf(ModelError);
    expect(seen.at(0)?.type).toBe("run-started");
    expect(seen.at(-1)).toMatchObject({ type: "run-ended", status: "failed" });
  });

  it("throws a UsageError before any event", async () => {
    await expect(events({ search: { rounds: 0 } }).next()).rejects.toThrow(UsageError);
    await expect(events({ prompt: "Say {{nothing}}." }).next()).rejects.toThrow(UsageError);
  });

  it("begins nothing until it is read", async () => {
    const model = counted();
    const generator = events({ model });
    for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
    expect(model.calls).toEqual([]);
    await generator.return(undefined as never);
    expect(model.calls).toEqual([]);
  });
});
