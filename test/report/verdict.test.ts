/** The verdict as people read it. */
import { describe, expect, it } from "vitest";
import type { Verdict } from "../../src/core/measuring/verdict.ts";
import { verdictLines } from "../../src/report/verdict.ts";

const ids = (count: number): string[] => Array.from({ length: count }, (_, i) => `row ${i}`);

const BETTER: Verdict = {
  word: "better",
  metric: "accuracy",
  initial: { value: 0.65, low: 0.602, high: 0.695, n: 400 },
  winner: { value: 0.795, low: 0.753, high: 0.832, n: 400 },
  difference: { value: 0.145, low: 0.076, high: 0.21, n: 400 },
  fixed: ids(124),
  broken: ids(66),
  invalid: { initial: 0, winner: 0 },
  missing: 0,
  earlierReads: 0,
};

describe("the verdict", () => {
  it("says better, with both scores, the paired difference, fixed and broken", () => {
    expect(verdictLines(BETTER).join("\n")).toBe(`Verdict: BETTER
The best prompt found is better than the initial one on rows that the search has not seen: use it.

  accuracy on 400 untouched test rows, with 95% intervals
  initial prompt   0.650 [0.602, 0.695]
  best found       0.795 [0.753, 0.832]
  difference      +0.145 [+0.076, +0.210]   124 fixed, 66 broken
  These test rows were read for the first time.`);
  });

  it("says not shown, with how many rows would settle it", () => {
    const difference = { value: 0.02, low: -0.01, high: 0.05, n: 400 };
    const [word, sentence, , , , , line] = verdictLines({
      ...BETTER,
      word: "not shown",
      difference,
      rowsToSettle: 1234,
    });
    expect(word).toBe("Verdict: NOT SHOWN");
    expect(sentence).toBe(
      "A difference is not shown: keep the initial one. About 1,234 test rows would settle a difference of this size.",
    );
    expect(line).toContain("difference      +0.020 [−0.010, +0.050]");
  });

  it("says not shown where no number of rows would settle it, and where nothing differs", () => {
    const { rowsToSettle: _, ...open } = { ...BETTER, word: "not shown", rowsToSettle: 0 } as const;
    expect(verdictLines(open)[1]).toBe("A difference is not shown: keep the initial one.");
    const none = { value: 0, low: -0.01, high: 0.01, n: 400 };
    expect(verdictLines({ ...open, difference: none })[1]).toBe(
      "The best prompt found does no better than the initial one on these rows: keep the initial one.",
    );
  });

  it("claims no gain where one label is given to nearly all rows before and after, and gives the reason", () => {
    const constant = { ...BETTER, word: "not shown", oneLabel: { initial: "spam", winner: "ham" } } as const;
    expect(verdictLines(constant).slice(0, 2)).toEqual([
      "Verdict: NOT SHOWN",
      'Nearly all rows get one label: "spam" before, "ham" after. A constant was traded for another, which is no gain. Keep the initial one.',
    ]);
    const same = { ...constant, oneLabel: { initial: "ham", winner: "ham" } };
    expect(verdictLines(same)[1]).toMatch(/^Nearly all rows get the label "ham", before and after/);
  });

  it("says worse", () => {
    expect(verdictLines({ ...BETTER, word: "worse" }).slice(0, 2)).toEqual([
      "Verdict: WORSE",
      "The best prompt found is worse than the initial one on rows that the search has not seen: keep the initial one.",
    ]);
  });

  it("tells what takes away from the proof", () => {
    const lines = verdictLines({ ...BETTER, invalid: { initial: 3, winner: 1 }, missing: 2, earlierReads: 1 });
    expect(lines.slice(-3)).toEqual([
      "  unreadable answers: 3 of the initial prompt, 1 of the best found",
      "  2 rows left out of both scores: no answer was delivered for one of the two",
      "  These test rows have been read by 1 earlier run: the more often, the less they prove.",
    ]);
  });
});
