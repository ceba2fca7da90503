import { describe, expect, it } from "vitest";
import { ModelError } from "../../src/core/errors.ts";
import type { Model } from "../../src/core/model.ts";
import { createAttempts, type Earlier } from "../../src/engine/attempts.ts";
import type { Clock } from "../../src/engine/clock.ts";
import { createDeadline } from "../../src/engine/deadlines.ts";
import { FakeClock, settle } from "./fake-clock.ts";
import { answer, hang, request } from "./helpers.ts";

function learned(...latencies: number[]): number {
  const deadline = createDeadline();
  for (const ms of latencies) deadline.learn(ms);
  return deadline.allowed(0);
}

const repeat = (ms: number, times: number): number[] => Array.from({ length: times }, () => ms);

describe("deadline", () => {
  it("is two minutes before anything was seen", () => {
    expect(learned()).toBe(120_000);
  });

  it("is wide after one answer, so that a hang among the first calls is not waited for, nor a slow answer cut", () => {
    expect(learned(1000)).toBe(22_000);
    expect(learned(1000, 3000)).toBe(6 * (3000 + 4 * 2000));
  });

  it("follows the other role's as long as too little was seen", () => {
    const other = createDeadline();
    const deadline = createDeadline(other);
    expect(deadline.allowed(0)).toBe(120_000);
    for (const ms of repeat(10, 256)) other.learn(ms);
    expect(deadline.allowed(0)).toBe(10_000);
    for (const ms of repeat(1000, 256)) other.learn(ms);
    expect(deadline.allowed(0)).toBeCloseTo(30 * other.allowed(0), 6);
    for (const ms of repeat(5000, 256)) other.learn(ms);
    expect(deadline.allowed(0)).toBe(120_000);
    for (const ms of repeat(2000, 256)) deadline.learn(ms);
    expect(deadline.allowed(0)).toBeLessThan(5000);
  });

  it("is twice the 99th percentile of even latencies, more while few were seen", () => {
    expect(learned(...repeat(1000, 256))).toBeCloseTo(2000 * (1 + 10 / 256), -1);
    expect(learned(...repeat(1000, 5))).toBeCloseTo(6000, 6);
  });

  it("leaves more room where latencies differ much", () => {
    const spread = [...repeat(1000, 250), ...repeat(5000, 6)];
    expect(learned(...spread)).toBeGreaterThan(5000 + 4 * 4000);
  });

  it("keeps its bounds", () => {
    expect(learned(...repeat(1, 256))).toBe(250);
    expect(learned(...repeat(500_000, 256))).toBe(600_000);
  });

  it("doubles with every cut, and follows when the provider gets slower", () => {
    const deadline = createDeadline();
    for (const ms of repeat(1000, 256)) deadline.learn(ms);
    expect(deadline.allowed(2)).toBeCloseTo(4 * deadline.allowed(0), 6);
    const before = deadline.allowed(0);
    for (const ms of repeat(before, 256)) deadline.learn(ms);
    expect(deadline.allowed(0)).toBeGreaterThan(1.9 * before);
  });
});

const modelOf = (generate: Model["generate"]): Model => ({ id: "m", holds: { choice: false, json: false }, generate });

describe("attempts", () => {
  it("cut a try that began before anything was known, once others have taught what is usual", async () => {
    const clock = new FakeClock();
    const attempts = createAttempts(clock);
    const deadline = createDeadline();
    let aborted = false;
    const tries: Earlier = {};
    const stuck = attempts.run(
      modelOf((_, signal) => {
        signal!.addEventListener("abort", () => (aborted = true));
        return hang(signal);
      }),
      request("stuck"),
      deadline,
      0,
      tries,
    );
    stuck.catch(() => undefined);
    const quick = modelOf(async (_, signal) => (await clock.sleep(100, signal), answer("yes")));
    for (let i = 0; i < 20; i++) await clock.until(attempts.run(quick, request("quick"), deadline, 0));
    await expect(clock.until(stuck)).rejects.toMatchObject({ kind: "timeout", message: "m: no answer within 0.6 s" });
    expect(clock.now()).toBeLessThanOrEqual(2000);
    expect(aborted).toBe(false);
    tries.late!.drop();
    expect(aborted).toBe(true);
  });

  it("do not cut answers that lie unread because the process was held up", async () => {
    const fake = new FakeClock();
    let heldUp = 0;
    const clock: Clock = { now: () => fake.now() + heldUp, sleep: (ms, signal) => fake.sleep(ms, signal) };
    const attempts = createAttempts(clock);
    const deadline = createDeadline();
    for (const ms of repeat(100, 256)) deadline.learn(ms);
    const release = Promise.withResolvers<void>();
    const call = attempts.run(
      modelOf(async () => (await release.promise, answer("yes"))),
      request("a"),
      deadline,
      0,
    );
    await fake.pass(40);
    heldUp = 5000;
    await fake.pass(20);
    release.resolve();
    expect((await call).answer.text).toBe("yes");
  });

  it("pass on what the model throws, at once or later", async () => {
    const attempts = createAttempts(new FakeClock());
    const throwing = modelOf(() => {
      throw new ModelError("auth", "no");
    });
    await expect(attempts.run(throwing, request("a"), createDeadline(), 0)).rejects.toMatchObject({ kind: "auth" });
    await expect(
      attempts.run(
        modelOf(() => Promise.reject(new Error("later"))),
        request("a"),
        createDeadline(),
        0,
      ),
    ).rejects.toThrow("later");
  });

  it("watch only while something is in flight", async () => {
    const clock = new FakeClock();
    const attempts = createAttempts(clock);
    await attempts.run(
      modelOf(async () => answer("yes")),
      request("a"),
      createDeadline(),
      0,
    );
    await clock.pass(1000);
    await settle();
    expect(clock.asleep).toBe(0);
  });
});
