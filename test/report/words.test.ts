/** Numbers, times, reasons, tables, diffs and rows in words. */
import { counted, oneLine, signed } from "../../src/core/values/words.ts";
import { describe, expect, it } from "vitest";
import type { StopReason } from "../../src/core/stop-reason.ts";
import type { Observation } from "../../src/core/task.ts";
import { promptDiff } from "../../src/report/diff.ts";
import { wrongRows } from "../../src/report/rows.ts";
import { table } from "../../src/report/table.ts";
import { dollars, duration, short, spent, stopSentence } from "../../src/report/words.ts";

describe("numbers", () => {
  it.each([
    [counted(1, "row"), "1 row"],
    [counted(1234, "reply", "replies"), "1,234 replies"],
    [signed(-0.1234), "−0.123"],
    [signed(0), "+0.000"],
    [signed(-1e-17), "+0.000"],
    [dollars(0), "$0.00"],
    [dollars(0.0123), "$0.0123"],
    [dollars(12.345), "$12.35"],
    [duration(400), "0 s"],
    [duration(59_400), "59 s"],
    [duration(61_000), "1 min 1 s"],
    [duration(3_725_000), "1 h 2 min"],
    [short(9_999), "9,999"],
    [short(382_726), "383k"],
    [short(999_600), "1.0M"],
    [oneLine(" a\n\tb ", 9), "a b"],
    [oneLine("a long line", 6), "a lon…"],
  ])("%s", (text, expected) => {
    expect(text).toBe(expected);
  });

  it("tell what was spent, and only what is known", () => {
    const cost = { calls: 10, cached: 0, failures: 0, inputTokens: 2000, outputTokens: 30 };
    expect(spent(cost)).toBe("10 calls, 2,000 tokens in, 30 out");
    expect(spent({ ...cost, cached: 4, failures: 1, usd: 0.5 })).toBe(
      "10 calls, 4 of them answered from the store, 1 failed try, 2,000 tokens in, 30 out, $0.50",
    );
  });
});

describe("why a search ended", () => {
  it.each<[StopReason, string]>([
    [{ kind: "rounds", rounds: 1 }, "The only round is done."],
    [{ kind: "rounds", rounds: 3 }, "All 3 rounds are done."],
    [{ kind: "degrading", since: 2 }, "The best prompt gets worse on dev since round 2; the best on dev was kept."],
    [{ kind: "no-gain", rounds: 2 }, "The best prompt gained nothing on dev for 2 rounds."],
    [
      { kind: "no-new-prompts", round: 2, rounds: 1 },
      "Round 2 brought no new prompt, which ended the search. To let it go on, set search.emptyRounds to 0.",
    ],
    [
      { kind: "no-new-prompts", round: 3, rounds: 2 },
      "Rounds 2 to 3 brought no new prompt, which ended the search. To let it go on, set search.emptyRounds to 0.",
    ],
    [
      { kind: "nothing-moves", round: 3 },
      "No new prompt of rounds 2 and 3 changed the answer to any row: more rounds would gain nothing.",
    ],
    [{ kind: "stalled", rounds: 6 }, "In 6 rounds in a row, no new prompt was better than the best one."],
    [{ kind: "perfect-dev" }, "The best prompt is right on every row of dev."],
    [
      { kind: "nothing-to-mend" },
      "No prompt that the search would improve makes an error on train: there is nothing to learn from.",
    ],
    [
      { kind: "unreadable-answers", why: "cut", unread: 16, of: 16, example: "" },
      "The search stopped early: the task model's answers cannot be read.",
    ],
    [
      { kind: "optimizer-not-understood", why: "refused", dropped: 5, example: "" },
      "The search stopped early: no reply of the optimizer model could be used.",
    ],
    [{ kind: "budget", cap: "usd" }, "The budget of money ended the search; the best prompt so far was kept."],
  ])("%o", (reason, sentence) => {
    expect(stopSentence(reason)).toBe(sentence);
  });
});

describe("tables", () => {
  it("align text left and numbers right", () => {
    expect(
      table(
        ["name", "score"],
        [
          ["a", "0.5"],
          ["longer", "−10.25"],
        ],
      ),
    ).toEqual(["name     score", "a          0.5", "longer  −10.25"]);
    expect(table(["name"], [])).toEqual([]);
  });

  it("show wrong rows on a line each", () => {
    const row = (answer: string, invalid = false): Observation => ({
      example: { id: "1", fields: { text: "two\nlines", other: "x" }, expected: "yes" },
      answer,
      invalid,
      correct: false,
      score: 0,
    });
    expect(wrongRows([row("no"), row(" ", true), row("perhaps", true)], ["text", "other"])).toEqual([
      "right  answered                row",
      "yes    no                      two lines | x",
      "yes    (nothing) (unreadable)  two lines | x",
      "yes    perhaps (unreadable)    two lines | x",
    ]);
  });
});

describe("diffs", () => {
  it("show the changed lines and three around, and nothing where nothing changed", () => {
    expect(promptDiff("# Task\nSpam?\n", "# Task\nSpam? Mind links.\n")).toBe(
      "--- initial prompt\n+++ best prompt found\n@@ -1,2 +1,2 @@\n # Task\n-Spam?\n+Spam? Mind links.",
    );
    expect(promptDiff("a", "a")).toBe("");
  });
});
