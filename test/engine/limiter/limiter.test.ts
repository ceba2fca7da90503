import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { createLimiter, type Lane, type Ticket } from "../../../src/engine/limiter/limiter.ts";
import { FakeClock } from "../fake-clock.ts";

/** Says for a moment whether a request is turned away, and how many seconds it is told to wait; -1 for not told. */
type Policy = (now: number) => number | undefined;

interface Played {
  readonly seconds: number;
  /** Requests a second that were answered after the warm-up, and the share refused then. */
  readonly rate: number;
  readonly refused: number;
}

/** Sends `total` requests to a simulated server as fast as the limiter lets it. Rates are taken until nine tenths are done. */
async function play(
  policy: Policy,
  { latency = 100, concurrency = 64, total = 1200, warmUp = 15_000 },
): Promise<Played> {
  const clock = new FakeClock();
  const lane = createLimiter(clock).join({ concurrency });
  const random = rng("simulated server").next;
  const after = { answered: 0, refused: 0 };
  let answered = 0;
  let measured: { rate: number; refused: number } | undefined;

  async function request(): Promise<void> {
    for (let tries = 0; ; tries++) {
      const ticket = await new Promise<Ticket>((go) => lane.enter(1, tries === 0 ? 2 : 0, go));
      const warm = clock.now() >= warmUp;
      const wait = policy(clock.now());
      await clock.sleep(wait === undefined ? latency * (0.8 + 0.4 * random()) : 5);
      if (wait === undefined) {
        answered++;
        if (warm) after.answered++;
        const seconds = (clock.now() - warmUp) / 1000;
        if (answered === Math.floor(0.9 * total))
          measured = { rate: after.answered / seconds, refused: after.refused / (after.answered + after.refused) };
        return lane.leave(ticket, "answered");
      }
      if (warm) after.refused++;
      lane.leave(ticket, "refused", wait < 0 ? {} : { retryAfter: wait });
      await clock.sleep(wait < 0 ? 500 * random() : 1000 * wait);
    }
  }

  await clock.until(Promise.all(Array.from({ length: total }, request)));
  return { seconds: clock.now() / 1000, ...measured! };
}

/** At most so many requests in any second. */
function slidingSecond(most: number, retryAfter: (wait: number) => number): Policy {
  const taken: number[] = [];
  return (now) => {
    while (taken.length > 0 && taken[0]! <= now - 1000) taken.shift();
    if (taken.length < most) {
      taken.push(now);
      return undefined;
    }
    return retryAfter((taken[0]! + 1000 - now) / 1000);
  };
}

/** A bucket of so many, filled at so many a second. */
function bucket(most: number): Policy {
  let left = most;
  let last = 0;
  return (now) => {
    left = Math.min(most, left + ((now - last) * most) / 1000);
    last = now;
    if (left < 1) return 1;
    left--;
    return undefined;
  };
}

describe("limiter", () => {
  it.each([
    ["a sliding second, told how long to wait", 100, 64, () => slidingSecond(20, (wait) => wait)],
    ["a sliding second, told nothing", 100, 64, () => slidingSecond(20, () => -1)],
    ["a sliding second, quick answers", 5, 16, () => slidingSecond(20, (wait) => wait)],
    ["a sliding second, slow answers", 800, 64, () => slidingSecond(20, () => 1)],
    ["a bucket", 100, 64, () => bucket(20)],
    ["a bucket, few at once", 100, 16, () => bucket(20)],
  ] as const)("reaches 85%% of 20 a second with under 5%% refused: %s", async (_, latency, concurrency, policy) => {
    const { rate, refused } = await play(policy(), { latency, concurrency });
    expect(rate).toBeGreaterThanOrEqual(17);
    expect(rate).toBeLessThanOrEqual(20.5);
    expect(refused).toBeLessThan(0.05);
  });

  it.each([0.05, 0.15])("does not slow down for a share of %d refused by chance", async (share) => {
    const clean = await play(() => undefined, { total: 5000, warmUp: 0 });
    const random = rng("chance").next;
    const chance = await play(() => (random() < share ? 0.1 : undefined), { total: 5000, warmUp: 0 });
    expect(chance.seconds).toBeLessThan(1.15 * clean.seconds);
  });

  it("finds room that has come free", async () => {
    let most = 20;
    const clock = { changed: false };
    const taken: number[] = [];
    const { rate } = await play(
      (now) => {
        if (now > 30_000 && !clock.changed) {
          most = 60;
          clock.changed = true;
        }
        while (taken.length > 0 && taken[0]! <= now - 1000) taken.shift();
        if (taken.length >= most) return 1;
        taken.push(now);
        return undefined;
      },
      { total: 5000, warmUp: 60_000 },
    );
    expect(rate).toBeGreaterThan(50);
  });

  it("holds concurrency, and fills every free place at once", async () => {
    const clock = new FakeClock();
    const lane = createLimiter(clock).join({ concurrency: 3 });
    const tickets: Ticket[] = [];
    for (let i = 0; i < 10; i++) lane.enter(1, 2, (ticket) => tickets.push(ticket));
    expect(tickets).toHaveLength(3);
    lane.leave(tickets[0]!, "answered");
    lane.leave(tickets[1]!, "failed");
    expect(tickets).toHaveLength(5);
  });

  it("lets the urgent go first, and equals in order", () => {
    const lane = createLimiter(new FakeClock()).join({ concurrency: 1 });
    const order: string[] = [];
    const enter = (name: string, urgency: number): void =>
      lane.enter(1, urgency, (ticket) => {
        order.push(name);
        queueMicrotask(() => lane.leave(ticket, "answered"));
      });
    for (const [name, urgency] of [
      ["first", 2],
      ["verdict", 3],
      ["task a", 2],
      ["task b", 2],
      ["optimizer", 1],
      ["again", 0],
    ] as const)
      enter(name, urgency);
    return new Promise<void>((done) => setImmediate(done)).then(() => {
      expect(order).toEqual(["first", "again", "optimizer", "task a", "task b", "verdict"]);
    });
  });

  it("shares fairly between runs, each within its own concurrency", async () => {
    const clock = new FakeClock();
    const limiter = createLimiter(clock);
    const lanes = [limiter.join({ concurrency: 8 }), limiter.join({ concurrency: 2 })];
    const inFlight = [0, 0];
    const most = [0, 0];
    const send = (lane: Lane, who: number): Promise<void> =>
      new Promise((resolve) => {
        lane.enter(1, 2, (ticket) => {
          most[who] = Math.max(most[who]!, ++inFlight[who]!);
          expect(inFlight[0]! + inFlight[1]!).toBeLessThanOrEqual(8);
          void clock.sleep(10).then(() => {
            inFlight[who]!--;
            lane.leave(ticket, "answered");
            resolve();
          });
        });
      });
    await clock.until(Promise.all(lanes.flatMap((lane, who) => Array.from({ length: 40 }, () => send(lane, who)))));
    expect(most[1]).toBe(2);
    expect(most[0]).toBeGreaterThanOrEqual(6);
  });

  it("stops all for as long as the provider asks when nothing gets through any more", async () => {
    const clock = new FakeClock();
    const lane = createLimiter(clock).join({ concurrency: 8 });
    const started: number[] = [];
    const send = (): void =>
      lane.enter(1, 2, (ticket) => {
        started.push(clock.now());
        const refused = clock.now() < 30_000;
        void clock
          .sleep(10)
          .then(() => (refused ? lane.leave(ticket, "refused", { retryAfter: 30 }) : lane.leave(ticket, "answered")));
      });
    for (let i = 0; i < 100; i++) send();
    await clock.pass(29_000);
    const before = started.length;
    expect(before).toBeLessThanOrEqual(16);
    await clock.pass(3000);
    expect(started.length).toBe(100);
    expect(Math.min(...started.slice(before))).toBeGreaterThanOrEqual(30_000);
  });

  it("rests when an answer says that nothing is left", async () => {
    const clock = new FakeClock();
    const lane = createLimiter(clock).join({ concurrency: 4 });
    const started: number[] = [];
    const enter = (): void => lane.enter(1, 2, (ticket) => void (started.push(clock.now()), tickets.push(ticket)));
    const tickets: Ticket[] = [];
    enter();
    lane.leave(tickets[0]!, "answered", { nextIn: 1.5 });
    enter();
    await clock.pass(1499);
    expect(started).toEqual([0]);
    await clock.pass(1);
    expect(started).toEqual([0, 1500]);
  });

  it("cuts concurrency while the provider is overrun, and comes back", async () => {
    const clock = new FakeClock();
    const lane = createLimiter(clock).join({ concurrency: 32 });
    let inFlight = 0;
    let most = 0;
    let working = true;
    const room = (): number => (clock.now() < 60_000 ? 4 : 64);
    const worker = async (): Promise<void> => {
      while (working) {
        const ticket = await new Promise<Ticket>((go) => lane.enter(1, 2, go));
        const refused = inFlight >= room();
        inFlight++;
        most = Math.max(most, inFlight);
        await clock.sleep(refused ? 5 : 100);
        inFlight--;
        lane.leave(ticket, refused ? "refused" : "answered");
      }
    };
    for (let i = 0; i < 100; i++) void worker();
    await clock.pass(30_000);
    most = 0;
    await clock.pass(25_000);
    expect(most).toBeLessThan(20);
    await clock.pass(120_000);
    most = 0;
    await clock.pass(10_000);
    expect(most).toBe(32);
    working = false;
    lane.close();
  });

  it("forgets who is waiting when a run ends, and leaves no alarm", async () => {
    const clock = new FakeClock();
    const lane = createLimiter(clock).join({ concurrency: 4, requestsPerMinute: 1 });
    let started = 0;
    for (let i = 0; i < 5; i++) lane.enter(1, 2, () => started++);
    expect(clock.asleep).toBe(1);
    lane.close();
    await clock.pass(0);
    expect(clock.asleep).toBe(0);
    expect(started).toBe(1);
  });
});
