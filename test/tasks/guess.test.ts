/** What is guessed of a file of rows: the kind of task, labels to merge, labels that are too rare. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/index.ts";
import { datasetFrom } from "../../src/datasets/index.ts";
import { guessedLabel, inputColumns } from "../../src/tasks/guess/columns.ts";
import { guessedKind } from "../../src/tasks/guess/kind.ts";
import { labelVariants, rareLabels } from "../../src/tasks/guess/labels.ts";
import { functionModel } from "../../src/models/index.ts";
import { valuesOf } from "../../src/tasks/guess/values.ts";

const kindOf = (...answers: readonly unknown[]): string =>
  guessedKind(
    valuesOf(
      datasetFrom(
        "rows",
        answers.map((answer) => ({ answer })),
      ),
      "answer",
    ),
  ).kind;
const times = (count: number, ...answers: readonly unknown[]): unknown[] =>
  Array.from({ length: count }, () => answers).flat();

describe("the kind of task", () => {
  it.each([
    ["classification", times(10, "yes", "no")],
    ["classification", times(10, "M", "F")],
    ["classification", times(10, 0, 1)],
    ["classification", times(10, "Salem, Oregon", "Portland, Oregon")],
    ["choice", times(10, "A", "C", "D")],
    ["multi-label", times(10, "a, b", "a", "b; c", "c")],
    ["multi-label", times(10, ["a", "b"], [], ["a"])],
    ["numeric", [1.5, "2,000", "$3", "7"]],
    ["numeric", ["2 + 2 = 4\n#### 4", "So there are 7.\n#### 7"]],
    ["numeric", Array.from({ length: 60 }, (_, i) => i % 30)],
    ["extraction", [{ name: "Ada" }, { name: "Alan", year: 1912 }]],
    ["extraction", [[{ name: "Ada" }], []]],
    ["tool", [{ name: "add", arguments: { to: 1 } }]],
    ["qa", ["Paris", "in 1912", "Ada Lovelace"]],
    ["qa", [["Paris", "paris, France"], ["1912"], ["Ada"]]],
    ["qa", times(10, ["Rome", "Roma"], ["Vienna", "Wien"])],
    ["multi-label", times(10, ["a", "b"], ["b", "c"])],
    ["text", ["Paris is", "It was in"].map((start) => `${start} ${"a long way to go, ".repeat(6)}and then some.`)],
    ["code", ["def f(x):\n  return x", "import os\nprint(os.name)"]],
    ["qa", []],
  ])("is %s by right answers such as %j", (kind, answers) => {
    expect(kindOf(...answers)).toBe(kind);
  });

  it("is found for whatever a file holds, with a reason that is a part of a sentence", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.jsonValue(), fc.constantFrom("A", "a, b", "1"))), (answers) => {
        const data = datasetFrom("rows", [{ answer: "x" }, ...answers.map((answer) => ({ answer }))]);
        expect(guessedKind(valuesOf(data, "answer")).why).toMatch(/^[a-z\d].*[^.]$/);
      }),
    );
  });
});

describe("columns", () => {
  const data = (rows: number): ReturnType<typeof datasetFrom> =>
    datasetFrom(
      "rows",
      Array.from({ length: rows }, (_, i) => ({
        ref: `T-${i}`,
        updated_at: `2026-01-${(i % 28) + 1}`,
        body: `a text ${i * 7919} of its own`,
        lang: i % 2 ? "de" : "en",
        verdict: i % 3 ? "keep" : "drop",
      })),
    );

  it("are the label by its values, and what says something", () => {
    expect(guessedLabel(data(60))).toEqual({
      label: "verdict",
      why: "it has 2 different values in 60 rows",
      others: [],
    });
    expect(inputColumns(data(60), "verdict")).toEqual(["body", "lang"]);
  });

  it.each(["2026-01-22", "2026-01-22T10:30:00.000Z", "2026-01-22 10:30:00+01:00", "22.01.2026", "1/22/26 9:05 PM"])(
    "leaves out days, such as %s, and takes none for a label",
    (day) => {
      const rows = Array.from({ length: 40 }, (_, i) => ({
        text: `Row ${i * 7919} burns`,
        received: day.replace("22", String(10 + (i % 4))),
        meta: { i },
      }));
      expect(guessedLabel(datasetFrom("rows", rows))).toBeUndefined();
      const labelled = datasetFrom(
        "rows",
        rows.map((row, i) => ({ ...row, label: i % 2 })),
      );
      expect(inputColumns(labelled, "label")).toEqual(["text"]);
    },
  );

  it("hold no label where none repeats", () => {
    expect(guessedLabel(data(2))).toBeUndefined();
  });
});

describe("labels", () => {
  const counts = (...labels: readonly string[]): Map<string, number> =>
    new Map(labels.map((label, i) => [label, i + 5]));

  it.each([
    [
      ["Tech support", "tech-support", "TECH_SUPPORT", "techsupport"],
      { techsupport: ["TECH_SUPPORT", "tech-support", "Tech support"] },
    ],
    [["yes", "Yes.", "no"], { "Yes.": ["yes"] }],
    [["é", "e\u0301 "], { "e\u0301 ": ["é"] }],
  ])("of %j that differ in writing alone are one", (labels, aliases) => {
    expect(labelVariants(counts(...labels))).toEqual(aliases);
  });

  it.each(
    [
      ["C", "C++", "C#"],
      ["+", "-"],
      ["1", "-1", "1.5", "15", "1-5"],
      ["B+", "B", "B-"],
      ["non", "no"],
    ].map((one) => [one]),
  )("of %j are different ones", (labels) => {
    expect(labelVariants(counts(...labels))).toEqual({});
  });

  it("are merged only with labels of the same letters and digits", () => {
    const bare = (label: string): string =>
      label
        .normalize("NFKC")
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]/gu, "");
    const part = fc.constantFrom("a", "B", "b", "1", "-", "_", " ", ".", "+");
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""))),
        (labels) => {
          for (const [label, words] of Object.entries(labelVariants(counts(...labels))))
            for (const word of words) expect(bare(word)).toBe(bare(label));
        },
      ),
    );
  });

  it("are rare below one row for each split, once merged; but not where most are", () => {
    const found = new Map([
      ["a", 9],
      ["b", 2],
      ["B", 1],
      ["c", 2],
    ]);
    expect(rareLabels(found, { b: ["B"] })).toEqual(["c"]);
    expect(rareLabels(found, {})).toEqual([]);
  });

  it("of a classification may be merged and left out, in the data and in answers", async () => {
    const labels = ["Up", "up.", "Down", "aside"];
    const examples = Array.from({ length: 80 }, (_, i) => ({ text: `text ${i * 7919}`, label: labels[i % 4]! }));
    const { confusion, observations, invalid } = await evaluate({
      prompt: "Up or Down? {{text}}",
      examples,
      model: functionModel(() => "up."),
      task: { kind: "classification", aliases: { Up: ["up."] }, omit: ["aside"] },
    });
    expect(confusion?.labels).toEqual(["Down", "Up"]);
    expect(new Set(observations.map(({ predicted }) => predicted))).toEqual(new Set(["Up"]));
    expect(new Set(observations.map(({ example }) => example.expected))).toEqual(new Set(["Up", "Down"]));
    expect(invalid).toBe(0);
  });
});
