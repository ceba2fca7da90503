/** Slow models: answers that arrive after their try was cut, models that report progress, and first deadlines. */
import { describe, expect, it } from "vitest";
import type { Model, ModelAnswer } from "../../src/core/model.ts";
import { createAttempts, type Earlier } from "../../src/engine/attempts.ts";
import { createDeadline, type Deadline } from "../../src/engine/deadlines.ts";
import { createRequestPath, type RequestPath } from "../../src/engine/request-path.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { FakeClock } from "./fake-clock.ts";
import { answer, hang, request, setup } from "./helpers.ts";

const modelOf = (generate: Model["generate"]): Model => ({ id: "m", holds: { choice: false, json: false }, generate });

/** The n-th try sleeps for `seconds[n]`, and answers with the number of the try. */
function slow(seconds: readonly number[]) {
  const aborted: number[] = [];
  let tries = 0;
  const made = setup(
    async (_, signal, clock) => {
      const n = tries++;
      signal!.addEventListener("abort", () => aborted.push(n));
      await clock.sleep(1000 * seconds[n]!, signal);
      return answer(`try ${n}`);
    },
    { retries: 5 },
  );
  return { ...made, aborted, tries: () => tries };
}

describe("an answer that arrives after its try was cut", () => {
  it("is taken while the next try runs, which is aborted; it is stored, and paid once", async () => {
    const { clock, path, aborted, store } = slow([200, 200]);
    expect((await clock.until(path.call("task", request("a"))))!.text).toBe("try 0");
    expect(clock.now()).toBe(200_000);
    expect(aborted).toEqual([1]);
    expect(path.spending()).toMatchObject({ calls: 1, inputTokens: 10, outputTokens: 2 });
    await path.close();
    const again = setup(() => answer("not asked"), { store });
    expect((await again.clock.until(again.path.call("task", request("a"))))!.text).toBe("try 0");
    expect(again.model.calls).toHaveLength(0);
  });

  it("loses to the next try where that answers first", async () => {
    const { clock, path, aborted } = slow([1000, 5]);
    expect((await clock.until(path.call("task", request("a"))))!.text).toBe("try 1");
    expect(clock.now()).toBeLessThan(126_000);
    expect(aborted).toEqual([0]);
  });

  it("is waited for until the next try is cut too; then that one's answer is", async () => {
    const clock = new FakeClock();
    const aborted: number[] = [];
    const learned: number[] = [];
    let tries = 0;
    const model = modelOf(async (_, signal) => {
      const n = tries++;
      signal!.addEventListener("abort", () => aborted.push(n));
      await clock.sleep(3500, signal);
      return answer(`try ${n}`);
    });
    const deadline: Deadline = { learn: (ms) => learned.push(ms), allowed: (cutBefore) => 1000 * 2 ** cutBefore };
    const attempts = createAttempts(clock);
    const call: Earlier = {};
    const run = (cutBefore: number) => clock.until(attempts.run(model, request("a"), deadline, cutBefore, call));
    await expect(run(0)).rejects.toMatchObject({ kind: "timeout", message: "m: no answer within 1.1 s" });
    await expect(run(1)).rejects.toMatchObject({ kind: "timeout" });
    expect(aborted).toEqual([0]);
    expect(await run(2)).toEqual({ answer: answer("try 1"), latency: 3500 });
    expect(aborted).toEqual([0, 2]);
    expect(learned).toEqual([1050, 2050, 3500]);
  });

  it("is taken while the next try waits for its place, which it then leaves", async () => {
    const clock = new FakeClock();
    let sent = 0;
    const model: Model = {
      id: "function:slow",
      pricing: "free",
      holds: { choice: false, json: false },
      async generate(asked, signal) {
        sent++;
        // Once the first call is cut, the second one has the only place, for long.
        await clock.sleep(asked.messages[0]!.content === "first" ? 150_000 : 100_000, signal);
        return answer(asked.messages[0]!.content);
      },
    };
    const path: RequestPath = createRequestPath({
      models: { task: model, optimizer: model },
      store: memoryStore(),
      clock,
      requestsPerMinute: 1,
      concurrency: 1,
    });
    const calls = [path.call("task", request("first")), path.call("task", request("second"))];
    expect((await clock.until(calls[0]!))!.text).toBe("first");
    expect(clock.now()).toBe(150_000);
    expect((await clock.until(calls[1]!))!.text).toBe("second");
    expect(sent).toBe(2);
    await path.close();
  });

  it("leaves nothing in flight when the run ends", async () => {
    const { clock, path, aborted } = slow([900, 900]);
    const call = path.call("task", request("a"));
    call.catch(() => undefined);
    await clock.pass(130_000);
    await path.close();
    await expect(call).rejects.toThrow("ended");
    expect(new Set(aborted)).toEqual(new Set([0, 1]));
  });
});

describe("a model that reports progress", () => {
  const start = (clock: FakeClock, generate: Model["generate"]) =>
    createAttempts(clock, 2000).run({ ...modelOf(generate), reportsProgress: true }, request("a"), strict, 0);
  const strict: Deadline = { learn: () => undefined, allowed: () => 1000 };

  it("is never cut while it goes on, however long that takes", async () => {
    const clock = new FakeClock();
    const run = start(clock, async (_, signal, onProgress): Promise<ModelAnswer> => {
      for (let token = 0; token < 20; token++) {
        await clock.sleep(1500, signal);
        onProgress!();
      }
      return answer("at last");
    });
    expect(await clock.until(run)).toEqual({ answer: answer("at last"), latency: 30_000 });
  });

  it("is cut when nothing moves for long", async () => {
    const clock = new FakeClock();
    const run = start(clock, async (_, signal, onProgress): Promise<ModelAnswer> => {
      await clock.sleep(1500, signal);
      onProgress!();
      return hang(signal);
    });
    await expect(clock.until(run)).rejects.toMatchObject({ kind: "timeout", message: "m: no progress for 2 s" });
    expect(clock.now()).toBe(3550);
  });
});

describe("the first deadline", () => {
  it("is the user's, or the model's, or two minutes", async () => {
    const seconds: number[] = [];
    for (const options of [{ timeout: 30 }, {}]) {
      const { clock, path } = setup((_, signal, own) => own.sleep(1e9, signal).then(() => answer("")), {
        ...options,
        retries: 0,
      });
      await expect(clock.until(path.call("task", request("a")))).rejects.toMatchObject({ kind: "timeout" });
      seconds.push(Math.round(clock.now() / 1000));
    }
    expect(seconds).toEqual([30, 120]);
    expect(createDeadline(undefined, 600).allowed(0)).toBe(600_000);
    expect(createDeadline(undefined, 600).allowed(1)).toBe(1_200_000);
  });

  it("of one role allows a share of it where the other role is quick", () => {
    const other = createDeadline(undefined, 600);
    for (let i = 0; i < 256; i++) other.learn(10);
    expect(createDeadline(other, 600).allowed(0)).toBe(50_000);
  });
});
