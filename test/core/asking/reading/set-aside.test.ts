/** Rows that a reply sets aside instead of giving a reason. */
import { describe, expect, it } from "vitest";
import { rng } from "../../../../src/core/rng.ts";
import { rowsSetAside, takeSetAside, withoutBrokenRows } from "../../../../src/core/asking/reading/set-aside.ts";
import type { Observation } from "../../../../src/core/task.ts";
import { setAsideLine } from "../../../../src/report/rows.ts";
import { summarize } from "../../../../src/facts/rounds.ts";
import { toy, toyRows } from "../../toy.ts";

const rows = toyRows(3).map((example): Observation => {
  return { example, answer: "no", score: 0, correct: false, invalid: false };
});

describe("takeSetAside", () => {
  it.each([
    ["<set-aside>Row 3: cut off</set-aside>\n<item>It is vague.</item>", "\n<item>It is vague.</item>"],
    ["<item>It is vague.</item><set_aside>\nRow 3: cut off\n</set_aside>", "<item>It is vague.</item>"],
    ["<item>It is vague.</item> <Set Aside>Row 3: cut off</Set Aside>", "<item>It is vague.</item> "],
  ])("takes the tags out of %j", (reply, rest) => {
    expect(takeSetAside(reply)).toEqual({ rest, setAside: ["Row 3: cut off"] });
  });

  it.each([
    ['{"reasons": ["It is vague."], "set_aside": ["Row 3: cut off"]}', ["Row 3: cut off"]],
    ['{"set_aside": [{"row": 3, "why": "cut off"}], "reasons": []}', ["Row 3: cut off"]],
    ['{"setAside": [3, {"row": "Row 2"}]}', ["Row 3", "Row 2"]],
    ['Here it is:\n```json\n{"reasons": ["a"], "set_aside": ["Row 3: cut off"]}\n```', ["Row 3: cut off"]],
    ['{"reasons": ["It is vague."], "set_aside": []}', []],
    ['{"reasons": ["It is vague."]}', []],
    ['{"reasons": [], "set_aside": "none"}', []],
  ])("reads the field of %j, and leaves the reply as it is", (reply, setAside) => {
    expect(takeSetAside(reply)).toEqual({ rest: reply, setAside });
  });
});

describe("withoutBrokenRows", () => {
  it.each([
    "Row 1 is garbled.",
    "Row 2 is mislabelled",
    "**Row 3** looks mislabeled: it praises.",
    "row #2 seems to be labelled by mistake",
    "Rows 1 and 3 are cut off",
  ])("takes %j for rows", (item) => {
    expect(withoutBrokenRows([item])).toEqual({ reasons: [], setAside: [item] });
  });

  it.each([
    "The prompt does not say what a row is.",
    "Rows of data are not explained.",
    "Row 1 is sarcastic, which is never mentioned.",
    "Row 1 is cut off, and the prompt does not say what to do then.",
    "It leaves open what Row 1 is.",
  ])("takes %j for a reason", (item) => {
    expect(withoutBrokenRows([item])).toEqual({ reasons: [item], setAside: [] });
  });
});

describe("rowsSetAside", () => {
  it("finds the rows by the numbers they were shown under, each once, and drops what names none of them", () => {
    const found = rowsSetAside(
      ["Rows 1 and 3: cut off", "Row 9: garbled", "row 0", "3", "Row N: why", "100% noise"],
      rows,
    );
    expect(found.map(({ row, words }) => [row.id, words])).toEqual([
      [rows[0]!.example.id, "Rows 1 and 3: cut off"],
      [rows[2]!.example.id, "Rows 1 and 3: cut off"],
    ]);
  });
});

describe("a reply that sets rows aside", () => {
  const asking = async (reply: string) => {
    const { tools, events, budget } = toy(undefined, () => reply);
    const { prompt } = tools.task;
    const [kept, ...errors] = rows.toReversed();
    const question = { asked: "gradient", prompt, errors, correct: [kept!], count: 2, round: 1, budget } as const;
    return {
      prompt,
      events,
      items: [await tools.ask({ ...question, rng: rng(1) }), await tools.ask({ ...question, rng: rng(2) })],
    };
  };
  const row = { row: rows[0]!.example.id, text: "row number 0", words: "Row 2: garbled." };

  it.each([
    [
      "JSON",
      JSON.stringify({ reasons: ["It is vague.", "It is long.", "It is old."], set_aside: ["Row 2: garbled."] }),
    ],
    [
      "tags",
      "<item>It is vague.</item><item>It is long.</item>\n<set-aside>Row 2: garbled.</set-aside>\n<item>It is old.</item>",
    ],
  ])("in %s brings its reasons, as many as were asked for, and each row once into the summary", async (_, reply) => {
    const { prompt, events, items } = await asking(reply);
    expect(items).toEqual([1, 2].map(() => ["It is vague.", "It is long."]));
    expect(events.filter(({ type }) => type !== "asked")).toEqual(
      [1, 2].map(() => ({ type: "row-set-aside", round: 1, parent: prompt.id, ...row })),
    );
    const [round] = summarize([{ type: "round-started", round: 1, rounds: 1, beam: [] }, ...events]).rounds;
    expect(round!.setAside).toEqual([row]);
    expect(setAsideLine(row)).toBe(
      `Suspicious row, ${row.row}: "row number 0"; the optimizer model says "Row 2: garbled."`,
    );
    expect(setAsideLine({ ...row, place: "/x/data.csv:12" }, (place) => place.slice(3))).toMatch(
      /^Suspicious row, data\.csv:12: /,
    );
  });

  it.each(['{"reasons": [], "set_aside": ["Row 2: garbled."]}', "<set-aside>Row 2: garbled.</set-aside>"])(
    "and gives no reason is no dropped reply: %s",
    async (reply) => {
      const { events, items } = await asking(reply);
      expect(items).toEqual([[], []]);
      expect(events.filter(({ type }) => type !== "asked").map(({ type }) => type)).toEqual([
        "row-set-aside",
        "row-set-aside",
      ]);
    },
  );

  it("knows the right rows by their numbers too", async () => {
    const { events } = await asking('{"reasons": ["It is vague."], "set_aside": ["Row 3: mislabelled"]}');
    expect(events[0]).toMatchObject({ type: "row-set-aside", row: rows[2]!.example.id });
  });
});
