import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CallBudget } from "../../src/core/budget.ts";

describe("CallBudget", () => {
  it("grants no more than there is", () => {
    const budget = new CallBudget(10);
    expect(budget.take(4)).toBe(4);
    expect(budget.take()).toBe(1);
    expect(budget.take(9)).toBe(5);
    expect(budget.left).toBe(0);
    expect(budget.spent).toBe(10);
  });

  it("hands back what a part and its parts did not spend", () => {
    const budget = new CallBudget(10);
    const part = budget.reserve(6);
    const inner = part.reserve(4);
    inner.take(3);
    expect(budget.left).toBe(4);
    expect(part.left).toBe(2);
    part.release();
    expect(budget.left).toBe(7);
    expect(budget.spent).toBe(3);
    expect(part.left).toBe(0);
  });

  it("makes parts of an unlimited budget unlimited, and counts what they spend", () => {
    const budget = new CallBudget(Infinity);
    const part = budget.reserve(5);
    expect(part.take(100)).toBe(100);
    part.release();
    expect(budget.left).toBe(Infinity);
    expect(budget.spent).toBe(100);
  });

  it("never lets parts spend more than the whole, whatever is reserved, taken and released", () => {
    const step = fc.record({ on: fc.nat(5), what: fc.constantFrom("take", "reserve", "release"), calls: fc.nat(20) });
    fc.assert(
      fc.property(fc.nat(50), fc.array(step, { maxLength: 40 }), (total, steps) => {
        const all = [new CallBudget(total)];
        let taken = 0;
        for (const { on, what, calls } of steps) {
          const budget = all[on % all.length]!;
          if (what === "take") taken += budget.take(calls);
          else if (what === "reserve") all.push(budget.reserve(calls));
          else if (budget !== all[0] && all.at(-1) === budget) all.pop()!.release();
          expect(all[0]!.spent).toBe(taken);
          expect(taken).toBeLessThanOrEqual(total);
          expect(budget.left).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
