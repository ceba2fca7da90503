/** Items that name a row instead of a reason. */
import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { withoutSetAside } from "../../../src/core/asking/set-aside.ts";
import type { Observation } from "../../../src/core/task.ts";
import { setAsideLine } from "../../../src/report/rows.ts";
import { summarize } from "../../../src/facts/rounds.ts";
import { toy, toyRows } from "../toy.ts";

const rows = toyRows(3).map((example): Observation => {
  return { example, answer: "no", score: 0, correct: false, invalid: false };
});

describe("withoutSetAside", () => {
  it.each([
    ["Row 1 is garbled.", 0],
    ["Row 2 is mislabelled", 1],
    ["**Row 3** looks mislabelled: it praises.", 2],
    ["row #2 seems to be labelled by mistake", 1],
    ["Rows 1 is cut off", 0],
  ])("takes %j for a row", (item, at) => {
    expect(withoutSetAside([item], rows)).toEqual({
      reasons: [],
      setAside: [{ row: rows[at]!.example, words: item }],
    });
  });

  it.each([
    "The prompt does not say what a row is.",
    "Rows of data are not explained.",
    "Row 1 and row 2 show that negation is left out.",
    "It leaves open what Row 1 is.",
  ])("takes %j for a reason", (item) => {
    expect(withoutSetAside([item], rows)).toEqual({ reasons: [item], setAside: [] });
  });

  it("drops what names a row that was not shown", () => {
    expect(withoutSetAside(["Row 9 is garbled", "Row 0 is garbled", "It is vague."], rows)).toEqual({
      reasons: ["It is vague."],
      setAside: [],
    });
  });
});

describe("a reply that sets rows aside", () => {
  it("brings its reasons alone, as many as were asked for, and each row once into the summary", async () => {
    const reply = ["Row 2 is garbled.", "It is vague.", "It is long.", "It is old."];
    const { tools, events, budget } = toy(undefined, () => JSON.stringify({ reasons: reply }));
    const { prompt } = tools.task;
    const question = { asked: "gradient", prompt, errors: rows, count: 2, round: 1, budget } as const;
    expect(await tools.ask({ ...question, rng: rng(1) })).toEqual(["It is vague.", "It is long."]);
    await tools.ask({ ...question, rng: rng(2) });
    const row = { row: rows[1]!.example.id, text: "row number 1", words: "Row 2 is garbled." };
    expect(events).toEqual([1, 2].map(() => ({ type: "row-set-aside", round: 1, parent: prompt.id, ...row })));
    const [round] = summarize([{ type: "round-started", round: 1, rounds: 1, beam: [] }, ...events]).rounds;
    expect(round!.setAside).toEqual([row]);
    expect(setAsideLine(row)).toBe('Suspicious row: "row number 1"; the optimizer model says "Row 2 is garbled."');
  });
});
