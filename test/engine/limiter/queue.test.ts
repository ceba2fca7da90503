import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UrgencyQueue } from "../../../src/engine/limiter/queue.ts";

const drained = (queue: UrgencyQueue<string>, before: () => void = () => undefined): string[] => {
  const all: string[] = [];
  while (queue.size > 0) {
    before();
    all.push(queue.shift()!);
  }
  return all;
};

describe("a queue in which one is preferred", () => {
  it("lets the preferred one of the most urgent level go first, and keeps the order of the others", () => {
    const queue = new UrgencyQueue<string>(2);
    for (const item of ["a1", "b1", "a2", "b2"]) queue.push(item, 1);
    queue.push("now", 0);
    let last = "b";
    const like = (items: readonly string[]): number =>
      Math.max(
        0,
        items.findIndex((item) => item.startsWith(last)),
      );
    const all = drained(queue, () => queue.prefer(9, like));
    expect(all).toEqual(["now", "b1", "b2", "a1", "a2"]);
    last = "a";
    expect(queue.size).toBe(0);
    queue.prefer(9, like);
  });

  it("chooses among the first ones only, and passes nobody over for ever", () => {
    const queue = new UrgencyQueue<string>(1);
    for (const item of ["old", "x", "x", "x", "x", "x"]) queue.push(item, 0);
    const seen: number[] = [];
    const all = drained(queue, () =>
      queue.prefer(3, (items) => {
        seen.push(items.length);
        return Math.max(0, items.indexOf("x"));
      }),
    );
    expect(all).toEqual(["x", "x", "x", "old", "x", "x"]);
    expect(Math.max(...seen)).toBe(3);
  });

  it("loses nobody and lets nobody in twice, whatever is preferred", () => {
    const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 40 }), choices, (items, picks) => {
        const queue = new UrgencyQueue<string>(3);
        for (const [i, item] of items.entries()) queue.push(item, i % 3);
        let n = 0;
        const all = drained(queue, () => queue.prefer(8, (some) => picks[n++ % picks.length]! % some.length));
        expect(all.toSorted()).toEqual(items.toSorted());
      }),
    );
  });
});
