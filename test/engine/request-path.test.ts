import { describe, expect, it, vi } from "vitest";
import { AbortedError, ModelError, ProtegiError } from "../../src/core/errors.ts";
import type { Model } from "../../src/core/model.ts";
import { createRequestPath } from "../../src/engine/request-path.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import type { Store } from "../../src/stores/store.ts";
import { scriptedModel } from "../../src/testing/scripted.ts";
import { FakeClock, settle } from "./fake-clock.ts";
import { answer, hang, request, setup, textOf } from "./helpers.ts";

/** ISO 8601, UTC. */
const MOMENT: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe("request path", () => {
  it("asks once for calls with the same key, in flight or stored", async () => {
    const { path, model, clock } = setup(async (_, signal, time) => {
      await time.sleep(100, signal);
      return answer("yes");
    });
    const both = await clock.until(Promise.all([path.call("task", request("a")), path.call("task", request("a"))]));
    const later = await clock.until(path.call("optimizer", request("a")));
    expect(both!.map(({ text }) => text)).toEqual(["yes", "yes"]);
    expect(later!.text).toBe("yes");
    expect(model.calls).toHaveLength(1);
    expect(path.spending()).toMatchObject({
      calls: 3,
      cached: 2,
      failures: 0,
      inputTokens: 10,
      outputTokens: 2,
      usd: 0,
    });
  });

  it.each([
    ["less than nothing", { input: -5000, output: -5000 }, { input: 0, output: 0, cachedInput: 0, reasoning: 0 }],
    ["no number", { input: NaN, output: Infinity }, { input: 0, output: 0, cachedInput: 0, reasoning: 0 }],
    ["a part of a token", { input: 3.7 }, { input: 4, output: 2, cachedInput: 0, reasoning: 0 }],
    [
      "more from the cache than there was",
      { cachedInput: 900 },
      { input: 10, output: 2, cachedInput: 10, reasoning: 0 },
    ],
  ])("takes no count of tokens that cannot be, so that it lifts no cap: %s", async (_, told, usage) => {
    const { path } = setup(() => answer("yes", told));
    expect(await path.call("task", request("a"))).toMatchObject({ usage });
    expect(path.spending()).toMatchObject({ inputTokens: usage.input, outputTokens: usage.output });
  });

  it("asks apart for another sample, temperature, format, text or salt", async () => {
    const store = memoryStore();
    const { path, model } = setup(() => answer("yes"), { store });
    const salted = createRequestPath({ models: { task: model, optimizer: model }, store, salt: "run 1" });
    await path.call("task", request("a"));
    await path.call("task", request("a", { sample: 1 }));
    await path.call("task", request("a", { temperature: 1 }));
    await path.call("task", request("a", { maxOutputTokens: 5 }));
    await path.call("task", request("a", { format: { kind: "choice", choices: ["x", "y"] } }));
    await path.call("task", request("b"));
    await salted.call("task", request("a"));
    expect(model.calls).toHaveLength(7);
    await salted.close();
  });

  it("resolves only after the answer is stored", async () => {
    const release = Promise.withResolvers<void>();
    const inner = memoryStore();
    const store: Store = {
      ...inner,
      putAnswer: async (key, stored) => (await release.promise, inner.putAnswer(key, stored)),
    };
    const { path } = setup(() => answer("yes"), { store });
    let resolved = false;
    const call = path.call("task", request("a")).then(() => (resolved = true));
    await settle();
    await settle();
    expect(resolved).toBe(false);
    release.resolve();
    await call;
    expect(await inner.cacheSize()).toMatchObject({ answers: 1 });
  });

  it("stores the run that paid, the latency, and no failures", async () => {
    let tries = 0;
    const puts: unknown[] = [];
    const inner = memoryStore();
    const store: Store = {
      ...inner,
      putAnswer: async (key, stored) => (puts.push(stored), inner.putAnswer(key, stored)),
    };
    const { path, clock } = setup(
      async (_, signal, time) => {
        await time.sleep(40, signal);
        if (tries++ < 2) throw new ModelError("server", "HTTP 500");
        return answer("yes");
      },
      { store, runId: "r1" },
    );
    await clock.until(path.call("task", request("a")));
    expect(puts).toEqual([{ ...answer("yes"), latency: 40, run: "r1", at: MOMENT }]);
    expect(path.spending()).toMatchObject({ calls: 1, failures: 2 });
  });

  it("rejects with the last error when the tries are used up, and goes on", async () => {
    const { path, clock, model } = setup(
      (asked) => {
        if (textOf(asked) === "bad") throw new ModelError("network", "refused");
        return answer("yes");
      },
      { retries: 3 },
    );
    await expect(clock.until(path.call("task", request("bad")))).rejects.toMatchObject({
      kind: "network",
      retryable: true,
    });
    expect(model.calls).toHaveLength(4);
    expect((await path.call("task", request("good"))).text).toBe("yes");
    expect(path.spending()).toMatchObject({ calls: 1, failures: 4 });
  });

  it.each(["auth", "unknown-model", "quota", "bad-request"] as const)(
    "stops at once on %s: one request, one error for all",
    async (kind) => {
      const { path, model, clock } = setup(async (asked, signal, time) => {
        if (textOf(asked) === "bad") throw new ModelError(kind, "turned down");
        await time.sleep(60_000, signal);
        return answer("late");
      });
      const waiting = path.call("task", request("slow"));
      const failing = path.call("task", request("bad"));
      await expect(failing).rejects.toMatchObject({ kind });
      await expect(waiting).rejects.toMatchObject({ kind });
      await expect(path.call("task", request("next"))).rejects.toBe(await failing.catch((error: unknown) => error));
      expect(model.calls).toHaveLength(2);
      expect(clock.now()).toBe(0);
      await path.close();
    },
  );

  it("stops when the store cannot write, and says why", async () => {
    const store: Store = { ...memoryStore(), putAnswer: () => Promise.reject(new ProtegiError("the disk is full")) };
    const { path } = setup(() => answer("yes"), { store });
    await expect(path.call("task", request("a"))).rejects.toThrow("the disk is full");
    await expect(path.call("task", request("b"))).rejects.toThrow("the disk is full");
  });

  it("stops with what a broken model throws", async () => {
    const { path } = setup(() => {
      throw new TypeError("x is not a function");
    });
    await expect(path.call("task", request("a"))).rejects.toThrow(TypeError);
    await expect(path.call("task", request("b"))).rejects.toThrow(TypeError);
  });

  it("aborts at once, cuts what is in flight, keeps what arrived", async () => {
    const stop = new AbortController();
    let cut = 0;
    const { path, store } = setup(
      (asked, signal) => {
        if (textOf(asked) === "quick") return answer("yes");
        signal!.addEventListener("abort", () => cut++);
        return hang(signal);
      },
      { signal: stop.signal, concurrency: 2 },
    );
    await path.call("task", request("quick"));
    const calls = ["a", "b", "queued"].map((text) => path.call("task", request(text)));
    await settle();
    stop.abort();
    for (const call of calls) await expect(call).rejects.toThrow(AbortedError);
    await expect(path.call("task", request("next"))).rejects.toThrow(AbortedError);
    expect(cut).toBe(2);
    expect(await store.cacheSize()).toMatchObject({ answers: 1 });
  });

  it("stores an answer that arrives although it was no longer waited for", async () => {
    const stop = new AbortController();
    const late = Promise.withResolvers<void>();
    const { path, store } = setup(async () => (await late.promise, answer("paid")), { signal: stop.signal });
    const call = path.call("task", request("a"));
    await settle();
    stop.abort();
    await expect(call).rejects.toThrow(AbortedError);
    late.resolve();
    await settle();
    expect(await store.cacheSize()).toMatchObject({ answers: 1 });
  });

  it("does nothing when it begins aborted", async () => {
    const { path, model } = setup(() => answer("yes"), { signal: AbortSignal.abort() });
    await expect(path.call("task", request("a"))).rejects.toThrow(AbortedError);
    expect(model.calls).toHaveLength(0);
  });

  it("waits for writes when it closes, and takes no calls after", async () => {
    const release = Promise.withResolvers<void>();
    const store: Store = { ...memoryStore(), putAnswer: () => release.promise };
    const { path } = setup(() => answer("yes"), { store });
    path.call("task", request("a")).catch(() => undefined);
    await settle();
    let closed = false;
    const closing = path.close().then(() => (closed = true));
    await settle();
    expect(closed).toBe(false);
    release.resolve();
    await closing;
    await expect(path.call("task", request("b"))).rejects.toThrow("The run has ended.");
  });

  it("leaves no timer behind when it is closed", async () => {
    const { path, clock } = setup((_, signal) => hang(signal), { budget: { minutes: 5 } });
    path.call("task", request("a")).catch(() => undefined);
    await settle();
    expect(clock.asleep).toBeGreaterThan(0);
    await path.close();
    await settle();
    expect(clock.asleep).toBe(0);
  });

  it("cuts a hang by the latencies seen, and tries again", async () => {
    let hung = 0;
    const { path, clock } = setup(async (asked, signal, time) => {
      if (textOf(asked) === "hang" && hung++ === 0) return hang(signal);
      await time.sleep(200, signal);
      return answer("yes");
    });
    await clock.until(Promise.all(Array.from({ length: 40 }, (_, i) => path.call("task", request(`row ${i}`)))));
    const began = clock.now();
    const cut = await clock.until(path.call("task", request("hang")));
    expect(cut!.text).toBe("yes");
    expect(clock.now() - began).toBeLessThan(2000);
    expect(path.spending().failures).toBe(1);
  });

  it("stops when more than a few calls were never delivered, and says how many", async () => {
    const { path, clock } = setup(
      (asked) => {
        if (Number(textOf(asked)) % 2 === 0) throw new ModelError("server", "HTTP 500: oops");
        return answer("yes");
      },
      { retries: 1 },
    );
    const calls = Array.from({ length: 60 }, (_, i) => path.call("task", request(String(i))));
    const ends = await clock.until(Promise.allSettled(calls));
    await expect(path.call("task", request("after"))).rejects.toThrow(
      /1\d of \d+ calls got no answer.*HTTP 500: oops/s,
    );
    expect(ends!.filter(({ status }) => status === "rejected").length).toBeGreaterThanOrEqual(10);
  });

  it("goes on when few are lost", async () => {
    const { path, clock } = setup(
      (asked) => {
        if (Number(textOf(asked)) % 40 === 0) throw new ModelError("server", "HTTP 500");
        return answer("yes");
      },
      { retries: 1 },
    );
    const ends = await clock.until(
      Promise.allSettled(Array.from({ length: 400 }, (_, i) => path.call("task", request(String(i))))),
    );
    expect(ends!.filter(({ status }) => status === "rejected")).toHaveLength(10);
    expect((await path.call("task", request("after"))).text).toBe("yes");
  });

  it("tells spending at most once a second, and each notice once", async () => {
    const onSpending = vi.fn();
    const onNotice = vi.fn();
    let tries = 0;
    const { path, clock } = setup(
      async (_, signal, time) => {
        await time.sleep(100, signal);
        if (tries++ % 7 === 0) throw new ModelError("server", "function:test: HTTP 500\n  secret details");
        if (tries % 9 === 0) throw new ModelError("network", "function:test: no connection\n  details\n  Check it.");
        return { ...answer("yes"), warnings: ["The temperature is left out."] };
      },
      { onSpending, onNotice, concurrency: 1 },
    );
    await clock.until(Promise.all(Array.from({ length: 40 }, (_, i) => path.call("task", request(String(i))))));
    expect(onSpending.mock.calls.length).toBeGreaterThan(1);
    expect(onSpending.mock.calls.length).toBeLessThanOrEqual(clock.now() / 1000);
    expect(onNotice.mock.calls.map(([text]) => text as string)).toEqual([
      "function:test: HTTP 500. Trying again; failed attempts are counted separately.",
      "The temperature is left out.",
      "function:test: no connection. Check it. Trying again; failed attempts are counted separately.",
    ]);
  });

  it("waits where an answer says that nothing is left, and does not store that", async () => {
    const inner = memoryStore();
    const puts: unknown[] = [];
    const store: Store = {
      ...inner,
      putAnswer: async (key, stored) => (puts.push(stored), inner.putAnswer(key, stored)),
    };
    const { path, clock } = setup(() => ({ ...answer("yes"), nextIn: 2 }), { store });
    await clock.until(path.call("task", request("a")));
    await clock.until(path.call("task", request("b")));
    expect(clock.now()).toBe(2000);
    expect(puts[0]).toEqual({ ...answer("yes"), latency: 0, at: MOMENT });
  });

  it.each<[string, Partial<Model>, Partial<Model>, number]>([
    ["one limiter among runs on one model", { id: "function:shared" }, { id: "function:shared" }, 4],
    ["one among models of one key", { id: "own:a", account: "key 1" }, { id: "own:b", account: "key 1" }, 4],
    ["none among models of two keys", { id: "own:c", account: "key 2" }, { id: "own:c", account: "key 3" }, 8],
  ])("shares %s", async (_, one, other, expected) => {
    const clock = new FakeClock();
    let inFlight = 0;
    let most = 0;
    const paths = [one, other].map((own) => {
      const model = scriptedModel(async () => {
        most = Math.max(most, ++inFlight);
        await clock.sleep(100);
        inFlight--;
        return answer("yes");
      });
      const models = { task: { ...model, ...own }, optimizer: { ...model, ...own } };
      return createRequestPath({ models, store: memoryStore(), clock, concurrency: 4 });
    });
    const calls = paths.flatMap((path, p) =>
      Array.from({ length: 20 }, (_, i) => path.call("task", request(`${p} ${i}`))),
    );
    await clock.until(Promise.all(calls));
    expect(most).toBe(expected);
    expect(clock.now()).toBe(4000 / expected);
  });

  it("holds the roles of a run to one limit when one key opens both models", async () => {
    const clock = new FakeClock();
    let sent = 0;
    const model = scriptedModel(() => (sent++, answer("yes")));
    const account = "one key for two roles";
    const models = { task: { ...model, id: "own:t", account }, optimizer: { ...model, id: "own:o", account } };
    const path = createRequestPath({ models, store: memoryStore(), clock, requestsPerMinute: 10 });
    for (let i = 0; i < 40; i++) path.call(i % 2 === 0 ? "task" : "optimizer", request(`${i}`)).catch(() => undefined);
    await clock.pass(59_000);
    expect(sent).toBe(10);
    await path.close();
  });
});
