import { describe, expect, it } from "vitest";
import type { Observation } from "../../../src/core/task.ts";
import { judgeVerdict } from "../../../src/core/measuring/verdict.ts";
import { accuracy, toyRows } from "../toy.ts";

function observed(right: (i: number) => boolean, count = 100): Observation[] {
  return toyRows(count).map((example, i) => ({
    example,
    answer: "",
    score: right(i) ? 1 : 0,
    correct: right(i),
    invalid: i === 0,
  }));
}

describe("judgeVerdict", () => {
  it("says better when the interval lies above 0, with what was fixed and broken", () => {
    const verdict = judgeVerdict(
      { metric: accuracy },
      { initial: observed((i) => i < 60), winner: observed((i) => i > 0 && i < 80), rows: 100, earlierReads: 2 },
    );
    expect(verdict.word).toBe("better");
    expect(verdict.fixed).toHaveLength(20);
    expect(verdict.broken).toHaveLength(1);
    expect(verdict.difference.value).toBeCloseTo(0.19);
    expect(verdict.difference.low).toBeGreaterThan(0);
    expect(verdict).toMatchObject({
      metric: "accuracy",
      missing: 0,
      earlierReads: 2,
      invalid: { initial: 1, winner: 1 },
    });
    expect(verdict.rowsToSettle).toBeUndefined();
  });

  it("says worse when it lies below", () => {
    expect(
      judgeVerdict(
        { metric: accuracy },
        { initial: observed((i) => i < 80), winner: observed((i) => i < 60), rows: 100, earlierReads: 0 },
      ).word,
    ).toBe("worse");
  });

  it("says not shown when it holds 0, and how many rows would settle it", () => {
    const verdict = judgeVerdict(
      { metric: accuracy },
      { initial: observed((i) => i < 60), winner: observed((i) => i > 0 && i < 64), rows: 100, earlierReads: 0 },
    );
    expect(verdict.word).toBe("not shown");
    expect(verdict.rowsToSettle).toBeGreaterThan(100);
    const same = judgeVerdict(
      { metric: accuracy },
      { initial: observed((i) => i < 60), winner: observed((i) => i < 60), rows: 100, earlierReads: 0 },
    );
    expect(same.word).toBe("not shown");
    expect(same.rowsToSettle).toBeUndefined();
  });

  it("leaves rows that one side lacks out of both scores", () => {
    const verdict = judgeVerdict(
      { metric: accuracy },
      {
        initial: observed(() => true).slice(10),
        winner: observed(() => true).slice(0, 95),
        rows: 100,
        earlierReads: 0,
      },
    );
    expect(verdict.missing).toBe(15);
    expect(verdict.initial.n).toBe(85);
    expect(verdict.winner.n).toBe(85);
  });
});
