/** One call goes first; a refused request is the row's fault, or that of all. */
import { describe, expect, it } from "vitest";
import { createOpening, type Waiter } from "../../src/engine/opening.ts";
import { createTurnedDown } from "../../src/engine/turned-down.ts";
import { FakeClock, settle } from "./fake-clock.ts";

function setup(count: number) {
  const clock = new FakeClock();
  const over = new AbortController();
  const opening = createOpening(clock, over.signal);
  const gone: number[] = [];
  const calls = Array.from({ length: count }, (): Waiter => ({}));
  const enter = (i: number): void => {
    const held = opening.enter(calls[i]!);
    if (held === undefined) gone.push(i);
    else
      held.then(
        () => gone.push(i),
        () => gone.push(-i),
      );
  };
  calls.forEach((_, i) => enter(i));
  return { clock, opening, gone, calls, enter };
}

describe("the opening of a run", () => {
  it("lets one call go, and all when the server is there", async () => {
    const { opening, gone, enter } = setup(4);
    await settle();
    expect(gone).toEqual([0]);
    opening.open();
    await settle();
    expect(gone).toEqual([0, 1, 2, 3]);
    enter(2);
    expect(gone).toHaveLength(5);
  });

  it("lets the next one go when the first tells nothing, and a later one when nobody waits", async () => {
    const { opening, gone, calls, enter } = setup(2);
    opening.pass(calls[1]!);
    await settle();
    expect(gone).toEqual([0]);
    opening.pass(calls[0]!);
    await settle();
    expect(gone).toEqual([0, 1]);
    opening.pass(calls[1]!);
    enter(0);
    expect(gone).toEqual([0, 1, 0]);
  });

  it("waits for ten seconds at most", async () => {
    const { clock, gone } = setup(3);
    await clock.until(clock.sleep(9999));
    expect(gone).toEqual([0]);
    await clock.until(clock.sleep(2));
    await settle();
    expect(gone).toEqual([0, 1, 2]);
  });

  it("lets go of a call that is withdrawn", async () => {
    const { opening, gone, calls } = setup(3);
    calls[1]!.withdraw!(new Error("time is up"));
    opening.open();
    await settle();
    expect(gone.toSorted((a, b) => a - b)).toEqual([-1, 0, 2]);
  });

  it("gives up after three replies that cannot be read, of two calls", async () => {
    const { opening, gone, calls } = setup(3);
    expect(opening.unreadable(calls[0]!)).toBe(false);
    expect(opening.unreadable(calls[0]!)).toBe(false);
    await settle();
    expect(gone).toEqual([0, 1]);
    expect(opening.unreadable(calls[1]!)).toBe(true);
  });
});

describe("a request that is turned down", () => {
  it("is at fault where another of its role was answered", async () => {
    const turned = createTurnedDown();
    turned.answered("task", "m");
    expect(await turned.judge("task", "m")).toBe("request");
  });

  it("waits until another is answered, or turned down, or none is left", async () => {
    for (const [end, fault] of [
      [(turned: ReturnType<typeof createTurnedDown>) => turned.answered("task", "m"), "request"],
      [(turned: ReturnType<typeof createTurnedDown>) => void turned.judge("task", "m"), "all"],
      [(turned: ReturnType<typeof createTurnedDown>) => turned.under(1), "all"],
    ] as const) {
      const turned = createTurnedDown();
      const judged = turned.judge("task", "m");
      turned.under(2);
      end(turned);
      expect(await judged).toBe(fault);
    }
  });

  it("is at fault where an earlier run was answered, but only one such", async () => {
    const turned = createTurnedDown();
    turned.answered("task", "m", true);
    const first = turned.judge("task", "m");
    turned.under(1);
    expect(await first).toBe("request");
    expect(await turned.judge("task", "m")).toBe("all");
  });

  it("counts for every role of a model that has answered nothing", async () => {
    const turned = createTurnedDown();
    void turned.judge("optimizer", "m");
    expect(await turned.judge("task", "m")).toBe("all");
    const others = createTurnedDown();
    const first = others.judge("optimizer", "m");
    const second = others.judge("task", "another");
    others.answered("task", "another");
    others.answered("optimizer", "m");
    expect([await first, await second]).toEqual(["request", "request"]);
  });

  it("is one too many above a fifth of ten and more", async () => {
    const turned = createTurnedDown();
    for (let i = 0; i < 40; i++) turned.answered("task", "m");
    const faults = [];
    for (let i = 0; i < 12; i++) faults.push(await turned.judge("task", "m"));
    expect(faults.indexOf("too many")).toBe(10);
    expect(turned.tally("task")).toEqual({ down: 12, of: 52 });
  });
});
