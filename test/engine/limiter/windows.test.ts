import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLimiter, type LaneOptions } from "../../../src/engine/limiter/limiter.ts";
import { createQuota, WINDOW } from "../../../src/engine/limiter/windows.ts";
import { rng } from "../../../src/core/rng.ts";
import { FakeClock } from "../fake-clock.ts";

interface Sent {
  readonly at: number;
  readonly tokens: number;
}

/** The most that any window of a minute holds: the fullest one ends with a request. */
function fullest(sent: readonly Sent[], size: (one: Sent) => number): number {
  let first = 0;
  let sum = 0;
  let most = 0;
  for (const one of sent) {
    sum += size(one);
    while (sent[first]!.at <= one.at - 60_000) sum -= size(sent[first++]!);
    most = Math.max(most, sum);
  }
  return most;
}

/** Sends `count` requests as fast as the limits let it. */
async function flood(
  options: LaneOptions,
  count: number,
  tokensOf: () => number,
  margin: number,
): Promise<{ sent: Sent[]; minutes: number }> {
  const clock = new FakeClock();
  const lane = createLimiter(clock).join(options);
  const sent: Sent[] = [];
  const all = Array.from({ length: count }, () => {
    const tokens = tokensOf();
    return new Promise<void>((resolve) => {
      lane.enter(Math.ceil(tokens * margin), 2, (ticket) => {
        sent.push({ at: clock.now(), tokens });
        void clock.sleep(400).then(() => {
          lane.leave(ticket, "answered", { tokens });
          resolve();
        });
      });
    });
  });
  await clock.until(Promise.all(all));
  return { sent, minutes: sent.at(-1)!.at / 60_000 };
}

describe("limits a minute", () => {
  it("600 requests and 60,000 tokens are held in every window, and used to 95%", async () => {
    const stream = rng("tokens");
    const { sent, minutes } = await flood(
      { concurrency: 64, requestsPerMinute: 600, tokensPerMinute: 60_000 },
      6000,
      () => 40 + Math.floor(80 * stream.next()),
      1.1,
    );
    expect(fullest(sent, () => 1)).toBeLessThanOrEqual(600);
    expect(fullest(sent, ({ tokens }) => tokens)).toBeLessThanOrEqual(60_000);
    // What goes in the first moment of each minute is not one more minute's worth.
    expect(sent.length / Math.ceil(minutes)).toBeGreaterThanOrEqual(0.95 * 600);
  });

  it("tokens are the tighter limit: held, and used to 95%", async () => {
    const stream = rng("tokens");
    const { sent, minutes } = await flood(
      { concurrency: 64, requestsPerMinute: 600, tokensPerMinute: 60_000 },
      2000,
      () => 200 + Math.floor(300 * stream.next()),
      1.1,
    );
    const tokens = sent.reduce((sum, one) => sum + one.tokens, 0);
    expect(fullest(sent, (one) => one.tokens)).toBeLessThanOrEqual(60_000);
    expect(tokens / Math.ceil(minutes)).toBeGreaterThanOrEqual(0.95 * 60_000);
  });

  it("no window ever holds more, whatever comes when", () => {
    const events = fc.array(
      fc.record({ gap: fc.integer({ min: 0, max: 30_000 }), amount: fc.integer({ min: 1, max: 10 }) }),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(events, fc.integer({ min: 10, max: 25 }), (arrivals, limit) => {
        const quota = createQuota();
        quota.limit = limit;
        let now = 0;
        const taken: Sent[] = [];
        for (const { gap, amount } of arrivals) {
          now += gap;
          now += quota.wait(now, amount);
          expect(quota.wait(now, amount)).toBe(0);
          quota.take(now, amount);
          taken.push({ at: now, tokens: amount });
        }
        expect(fullest(taken, ({ tokens }) => tokens)).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it("waits no longer than it must", () => {
    const quota = createQuota();
    quota.limit = 3;
    for (const at of [0, 10_000, 20_000]) quota.take(at, 1);
    expect(quota.wait(30_000, 1)).toBe(WINDOW - 30_000);
    expect(quota.wait(30_000, 2)).toBe(WINDOW + 10_000 - 30_000);
    expect(quota.wait(WINDOW, 1)).toBe(0);
  });

  it("counts what was really taken once it is known", () => {
    const quota = createQuota();
    quota.limit = 100;
    const share = quota.take(0, 90)!;
    expect(quota.wait(0, 50)).toBeGreaterThan(0);
    quota.settle(share, 30);
    expect(quota.wait(0, 50)).toBe(0);
    quota.wait(2 * WINDOW, 1);
    quota.settle(share, 1000);
    expect(quota.wait(2 * WINDOW, 100)).toBe(0);
  });

  it("lets a request larger than the quota go alone", () => {
    const quota = createQuota();
    quota.limit = 100;
    expect(quota.wait(0, 500)).toBe(0);
    quota.take(0, 500);
    expect(quota.wait(1, 1)).toBe(WINDOW - 1);
  });

  it("holds the tighter limit of two runs, until one has ended", async () => {
    const clock = new FakeClock();
    const limiter = createLimiter(clock);
    const strict = limiter.join({ concurrency: 8, requestsPerMinute: 2 });
    const lax = limiter.join({ concurrency: 8, requestsPerMinute: 100 });
    let sent = 0;
    for (let i = 0; i < 5; i++) lax.enter(1, 2, () => sent++);
    expect(sent).toBe(2);
    strict.close();
    await clock.pass(0);
    expect(sent).toBe(5);
  });
});
