import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/events.ts";
import { all } from "../../src/facts/of.ts";
import { eventLog } from "../../src/run/event-log.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import type { Store } from "../../src/stores/store.ts";
import { bare } from "../stores/stamped.ts";

function notice(text: string): RunEvent {
  return { type: "notice", text };
}

/** A memory store that writes each batch a few turns after it was asked to, and notes the batches. */
function slowStore(turns: () => number = () => 2): { store: Store; batches: number[] } {
  const inner = memoryStore();
  const batches: number[] = [];
  const store: Store = {
    ...inner,
    async appendEvents(runId, events) {
      batches.push(events.length);
      for (let left = turns(); left > 0; left--) await new Promise<void>((resolve) => setImmediate(resolve));
      await inner.appendEvents(runId, events);
    },
  };
  return { store, batches };
}

describe("eventLog", () => {
  it("tells the reader at once, and the store in the same order and without gaps", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 30 }), async (pauses) => {
        const { store } = slowStore(() => pauses.length % 3);
        const seen: RunEvent[] = [];
        const log = await eventLog(store, "run", (event) => seen.push(event));
        for (const [i, pause] of pauses.entries()) {
          log.report(notice(String(i)));
          expect(seen).toHaveLength(i + 1);
          for (let turn = 0; turn < pause; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
        }
        await log.flush();
        expect(seen).toEqual(pauses.map((_, i) => notice(String(i))));
        expect((await store.readEvents("run")).map(bare)).toEqual(seen);
      }),
    );
  });

  it("writes what was reported in one go in one go", async () => {
    const { store, batches } = slowStore();
    const log = await eventLog(store, "run", () => {});
    for (let i = 0; i < 100; i++) log.report(notice(String(i)));
    await log.flush();
    expect(batches).toEqual([100]);
  });

  it("says at flush that the store failed, and writes nothing after a gap", async () => {
    const inner = memoryStore();
    let writes = 0;
    const store: Store = {
      ...inner,
      appendEvents: (runId, events) =>
        ++writes === 2 ? Promise.reject(new Error("full")) : inner.appendEvents(runId, events),
    };
    const seen: RunEvent[] = [];
    const log = await eventLog(store, "run", (event) => seen.push(event));
    log.report(notice("first"));
    await log.flush();
    log.report(notice("second"));
    await expect(log.flush()).rejects.toThrow("full");
    log.report(notice("third"));
    await expect(log.flush()).rejects.toThrow("full");
    expect((await inner.readEvents("run")).map(bare)).toEqual([notice("first")]);
    expect(seen).toHaveLength(3);
  });

  it("throws what the reader throws, once, and stores all the same", async () => {
    const store = memoryStore();
    let told = 0;
    const log = await eventLog(store, "run", () => {
      told++;
      throw new TypeError("a mistake in the reader");
    });
    expect(() => log.report(notice("first"))).toThrow("a mistake in the reader");
    log.report(notice("second"));
    await log.flush();
    expect(told).toBe(1);
    expect((await store.readEvents("run")).map(bare)).toEqual([notice("first"), notice("second")]);
  });

  it("tells one story over attempts: stores only what is new, in any order, and withdraws what is not reported again", async () => {
    const text = fc.constantFrom("a", "b", "c", "d");
    const attempt = fc.record({ dropped: fc.array(text, { maxLength: 12 }), whole: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { minLength: 1, maxLength: 5 }), async (attempts) => {
        const store = memoryStore();
        let standingBefore: string[] = [];
        for (const [i, { dropped, whole }] of attempts.entries()) {
          const before = await store.readEvents("run");
          const seen: RunEvent[] = [];
          const log = await eventLog(store, "run", (event) => seen.push(event));
          log.report(notice("once for each attempt"));
          for (const reason of dropped) log.report(droppedReply(reason));
          if (whole) log.withdrawRest();
          await log.flush();

          const events = await store.readEvents("run");
          expect(events.slice(0, before.length)).toEqual(before);
          expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1));
          for (const event of events.slice(before.length)) expect(event.attempt).toBe(i + 1);
          expect(seen.filter(({ type }) => type === "reply-dropped")).toEqual(dropped.map(droppedReply));
          expect(events.filter(({ type }) => type === "notice")).toHaveLength(i + 1);
          const stands = all(events, "reply-dropped").map(({ reason }) => reason);
          // Cut off, an attempt leaves what was there; whole, it leaves what it has reported.
          expect(stands.toSorted()).toEqual((whole ? dropped : most(standingBefore, dropped)).toSorted());
          if (
            whole &&
            stands.length === standingBefore.length &&
            most(standingBefore, dropped).length === stands.length
          )
            expect(events.slice(before.length).map(({ type }) => type)).toEqual(["notice"]);
          standingBefore = stands;
        }
      }),
    );
  });
});

function droppedReply(reason: string): RunEvent {
  return { type: "reply-dropped", round: 1, parent: "p0", asked: "gradient", reason };
}

/** Every text as often as it is in the one list or in the other, whichever has more. */
function most(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].flatMap((text) => {
    const times = Math.max(...[a, b].map((list) => list.filter((one) => one === text).length));
    return Array.from({ length: times }, () => text);
  });
}
