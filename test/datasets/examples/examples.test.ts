import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../../src/core/errors.ts";
import { exampleId } from "../../../src/core/example.ts";
import { datasetFrom, LABEL_COLUMNS, labelCounts, type RawDataset, toExamples } from "../../../src/datasets/index.ts";

const TEXT = { placeholders: ["text"] };

function data(...rows: Record<string, unknown>[]): RawDataset {
  return datasetFrom("data.json", rows);
}

/** Rows of a file with lines: the first row stands on line 2. */
function lined(...rows: Record<string, unknown>[]): RawDataset {
  const { columns, rows: plain } = data(...rows);
  return { file: "data.csv", columns, rows: plain.map((row, i) => ({ ...row, line: i + 2 })) };
}

describe("toExamples", () => {
  it("makes examples of fields and right answers", () => {
    const { examples, label, dropped, notices } = toExamples(
      data({ text: "good", label: " positive\n", source: "web" }),
      TEXT,
    );
    expect(examples).toEqual([
      { id: exampleId({ text: "good" }, "positive"), fields: { text: "good", source: "web" }, expected: "positive" },
    ]);
    expect(label).toBe("label");
    expect(dropped).toEqual({ unlabelled: 0, empty: 0, duplicates: 0, omitted: 0 });
    expect(notices).toEqual([]);
  });

  it.each(LABEL_COLUMNS.flatMap((name) => [name, name.toUpperCase()]))("finds the label column %s", (name) => {
    expect(toExamples(data({ text: "good", [name]: "positive" }), TEXT)).toMatchObject({
      label: name,
      examples: [{ expected: "positive" }],
    });
  });

  it("does not take a column that the prompt names for the label, and says what else could be meant", () => {
    const row = { text: "good", label: "x", class: "b", answer: "a" };
    expect(toExamples(data(row), { placeholders: ["label", "text"] }).label).toBe("answer");
    const { label, notices } = toExamples(data(row), TEXT);
    expect(label).toBe("label");
    expect(notices).toEqual([
      "The right answers are taken from the column “label”; “answer”, “class” could be meant too: set label to choose.",
    ]);
    expect(toExamples(data(row), { ...TEXT, label: "class" })).toMatchObject({ label: "class", notices: [] });
  });

  it("keeps ids when a column is added, when rows are added, and when they change places", () => {
    const rows = [
      { text: "a", label: "x" },
      { text: "b", label: "y" },
    ];
    const ids = toExamples(data(...rows), TEXT).examples.map(({ id }) => id);
    const more = toExamples(
      data({ text: "new", label: "x" }, ...rows.map((row, i) => ({ row: i, ...row })).reverse()),
      TEXT,
    );
    expect(
      more.examples
        .map(({ id }) => id)
        .slice(1)
        .reverse(),
    ).toEqual(ids);
  });

  it("gives ids that differ whenever text or answer differ", () => {
    const rows = fc.uniqueArray(
      fc.record({
        text: fc.stringMatching(/^\S[a-z" |\\{]{0,5}$/),
        other: fc.string({ maxLength: 3 }),
        label: fc.constantFrom("x", "y"),
      }),
      { minLength: 1, selector: (row) => JSON.stringify(row) },
    );
    fc.assert(
      fc.property(rows, (given) => {
        const { examples } = toExamples(data(...given), { placeholders: ["text", "other"] });
        expect(new Set(examples.map(({ id }) => id)).size).toBe(given.length);
      }),
    );
  });

  it("leaves out rows without a label, and rows without text, and says so", () => {
    const rows = lined(
      { text: "a", label: "x" },
      { text: "b", label: " " },
      { text: "c" },
      { text: " ", label: "x" },
      { label: "y" },
    );
    const { examples, dropped, notices } = toExamples(rows, TEXT);
    expect(examples.length).toBe(1);
    expect(dropped).toEqual({ unlabelled: 2, empty: 2, duplicates: 0, omitted: 0 });
    expect(notices).toEqual([
      "2 rows have nothing in the column “label” and cannot be used (first: data.csv:3).",
      "2 rows are empty in every column that the prompt names and cannot be used (first: data.csv:5).",
    ]);
  });

  it("leaves out rows by their right answers, and hands over which", () => {
    const rows = lined(
      { text: "a", label: "x" },
      { text: "b", label: "rare" },
      { text: "c", label: "odd" },
      { text: "d", label: '"rare"' },
    );
    const { examples, dropped, omitted } = toExamples(rows, { ...TEXT, omits: (text) => text !== "x" });
    expect(examples.length).toBe(1);
    expect(dropped.omitted).toBe(3);
    expect(omitted).toEqual(["rare", "odd"]);
  });

  it("keeps a row in which one of the columns is filled", () => {
    const { examples } = toExamples(data({ title: "t", text: "", label: "x" }, { title: "u", label: "x" }), {
      placeholders: ["title", "text"],
    });
    expect(examples.map(({ fields }) => fields)).toEqual([
      { title: "t", text: "" },
      { title: "u", text: "" },
    ]);
  });

  it("keeps the first of equal rows, whatever their other columns, and says so", () => {
    const { examples, dropped, notices } = toExamples(
      lined({ n: 1, text: "a", label: "x" }, { n: 2, text: "a", label: "x " }),
      TEXT,
    );
    expect(examples.map(({ fields }) => fields["n"])).toEqual(["1"]);
    expect(dropped.duplicates).toBe(1);
    expect(notices).toEqual(["1 row repeats another one exactly and was left out (first: data.csv:3)."]);
  });

  it("keeps rows of one text with two labels, and says so", () => {
    const { examples, notices } = toExamples(
      lined({ text: "a", label: "x" }, { text: "b", label: "x" }, { text: "a", label: "y" }),
      TEXT,
    );
    expect(examples.length).toBe(3);
    expect(notices).toEqual([
      "1 row has the text of another one with a different label, so no prompt gets both right (data.csv:2 says “x”, data.csv:4 says “y”).",
    ]);
  });

  it("points at labels that differ in case only", () => {
    const { notices } = toExamples(
      data({ text: "a", label: "Spam" }, { text: "b", label: "spam" }, { text: "c", label: "ham" }),
      TEXT,
    );
    expect(notices).toEqual(["The labels “Spam” and “spam” differ only in case or spaces, and count as different."]);
  });

  it.each([
    [data(), TEXT, "data.json: expected rows of data, got none\n  Add labelled rows."],
    [data({ text: "a", verdict: "x" }), TEXT, "no column of data.json has a usual name for the right answer"],
    [
      data({ text: "a", verdict: "x" }),
      TEXT,
      "Set label to the column with the right answers. Columns of the file: text, verdict.",
    ],
    [
      data({ text: "a", verdict: "x" }),
      { ...TEXT, label: "verdikt" },
      "data.json has no column “verdikt”; the nearest is “verdict”",
    ],
    [data({ review: "a", label: "x" }), TEXT, "{{text}} is no column of data.json"],
    [
      data({ text: "a", txet: "b", label: "x" }),
      { placeholders: ["text", "constructor"] },
      "{{constructor}} is no column of data.json",
    ],
    [data({ label: "x" }), TEXT, "{{text}} is no column of data.json\n"],
    [data({ text: "a", label: "x" }), { placeholders: [] }, "Write {{text}} where the row's text belongs"],
    [
      data({ text: "a", label: "x" }),
      { placeholders: ["text", "label"], label: "label" },
      "{{label}} would show the model the right answer",
    ],
    [data({ text: "a", label: "" }), TEXT, "data.json, row 1: the column “label” is empty in every row"],
    [
      data({ text: "", label: "x" }, { text: "a", label: "" }),
      TEXT,
      "in no row are both the label (label) and the columns that the prompt names (text) filled",
    ],
  ])("refuses wrong data (%#)", (raw, options, message) => {
    expect(() => toExamples(raw, options)).toThrow(UsageError);
    expect(() => toExamples(raw, options)).toThrow(message);
  });

  it("takes 20,000 rows", () => {
    const raw = data(
      ...Array.from({ length: 20_000 }, (_, i) => ({ text: `row ${i} of many, with a few words`, label: i % 2 })),
    );
    expect(toExamples(raw, TEXT).examples.length).toBe(20_000);
  });
});

describe("labels in cells", () => {
  const labelsOf = (...cells: unknown[]): { labels: unknown[]; notices: readonly string[] } => {
    const { examples, notices } = toExamples(lined(...cells.map((label, i) => ({ text: `t${i}`, label }))), TEXT);
    return { labels: examples.map(({ expected }) => expected), notices };
  };

  it.each([
    [["positive"], "positive"],
    [["positive", "Positive"], "positive"],
    [[1], "1"],
    ['["positive"]', "positive"],
    ["['positive']", "positive"],
    ['"positive"', "positive"],
    ["'positive'", "positive"],
    ['["\\"positive\\""]', "positive"],
    ["positive\u200b", "positive"],
    ["agre\u0301able", "agréable"],
  ])("takes off what stands around the label in %j", (cell, label) => {
    const { labels, notices } = labelsOf(label, cell, label);
    expect(labels).toEqual([label, label, label]);
    expect(notices).toEqual([
      `1 row writes its label in quotes, in a list, or in characters that look the same: it counts as “${label}” (first: data.csv:3).`,
    ]);
  });

  it.each(["it's", '"a" or "b"', "[PAD]", "[1, 2", "'", '""', "a [b]"])("keeps the label %s as it is", (label) => {
    expect(labelsOf(label, "other")).toEqual({ labels: [label, "other"], notices: [] });
  });

  it("takes the most frequent of spellings that look alike", () => {
    expect(labelsOf("1.0", "1", "1.0", "0").labels).toEqual(["1.0", "1.0", "1.0", "0"]);
    expect(labelsOf("2", "2.0").labels).toEqual(["2", "2"]);
  });

  it.each([
    [
      ["positive", "pos"],
      'data.csv:3: expected one right answer in the column “label”, got a list of 2: ["positive","pos"]',
    ],
    [
      "['a', 'b', 'c']",
      "data.csv:3: expected one right answer in the column “label”, got a list of 3: ['a', 'b', 'c']",
    ],
  ])("refuses %j, a list of several", (cell, message) => {
    expect(() => labelsOf("a", cell)).toThrow(message);
    expect(() => labelsOf("a", cell)).toThrow("Keep one answer a row.");
    const free = toExamples(lined({ text: "t", label: cell }), { ...TEXT, answers: "text" });
    expect(free.examples[0]!.expected).toBe(typeof cell === "string" ? cell : JSON.stringify(cell));
  });

  it("takes the choice of a labelling tool, and refuses spans", () => {
    expect(labelsOf('{"choices": ["a"]}', "b").labels).toEqual(["a", "b"]);
    expect(() => labelsOf([[0, 5, "PER"]])).toThrow(
      'data.csv:2: expected one right answer in the column “label”, got a list that holds lists or objects: [[0,5,"PER"]]',
    );
  });

  it("points at rows whose text is missing", () => {
    const rows = lined({ text: "nan", label: "a" }, { text: "good", label: "a" }, { text: "None", label: "b" });
    expect(toExamples(rows, TEXT).notices).toEqual([
      "2 rows say nothing but a word for a missing value, such as nan, in the columns that the prompt names (first: data.csv:2). Take such rows out.",
    ]);
  });

  it("finds columns whatever the Unicode form and the spaces of their names", () => {
    const rows = data({ "gro\u0308\u00dfe": "a", "right\u00a0answer": "x", "\ufefftext": "t" });
    expect(rows.columns).toEqual(["gr\u00f6\u00dfe", "right answer", "text"]);
    const { examples, label } = toExamples(rows, {
      placeholders: ["gr\u00f6\u00dfe", "text"],
      label: "right\u00a0answer",
    });
    expect(label).toBe("right answer");
    expect(examples[0]!.fields).toEqual({ "gr\u00f6\u00dfe": "a", text: "t" });
  });

  it("counts NaN and an empty list as missing", () => {
    const { labels, notices } = labelsOf("a", Number.NaN, [], null);
    expect(labels).toEqual(["a"]);
    expect(notices).toEqual(["3 rows have nothing in the column “label” and cannot be used (first: data.csv:3)."]);
    expect(datasetFrom("x", [{ n: Number.NaN, i: Number.POSITIVE_INFINITY }]).rows[0]!.fields).toEqual({
      n: "",
      i: "Infinity",
    });
  });

  it.each(["nan", "NaN", "None", "<NA>", "null", "NaT", "#N/A"])(
    "points at %s, which stands for a missing value",
    (word) => {
      const { labels, notices } = labelsOf("a", word, "b", word);
      expect(labels).toEqual(["a", word, "b", word]);
      expect(notices).toEqual([
        `2 rows have the label “${word}”, which data frames write for a missing value (first: data.csv:3). It counts as a label: empty these cells if it is none.`,
      ]);
    },
  );

  it.each([
    [
      ["billing", "shipping, billing", "billing"],
      ["shipping, billing", "billing, shipping"],
    ],
    [["a", "b"], ["a;b"]],
    [["billing"], ["shipping, billing"]],
    [["a", "b"], ["a | b"]],
    [["c"], ["a/b", "b/c", "a/c"]],
  ])("points at several labels in one value: %j and %j", (alone, together) => {
    const { notices } = labelsOf(...alone, ...together);
    expect(notices.join("\n")).toMatch(
      /rows? holds? several labels in one value, such as “.+” \(first: data\.csv:\d\)/,
    );
  });

  it.each([[["Portland, Oregon", "Salem, Oregon"]], [["1,5", "5", "1"]], [["and/or", "neither"]], [["a, b", "c"]]])(
    "takes %j for labels with commas",
    (cells) => {
      expect(labelsOf(...cells)).toEqual({ labels: cells, notices: [] });
    },
  );

  it("says which labels differ in case, width or spaces", () => {
    expect(labelsOf("Spam", "ｓｐａｍ").notices).toEqual([
      "The labels “Spam” and “ｓｐａｍ” differ only in case or spaces, and count as different.",
    ]);
  });
});

describe("labelCounts", () => {
  it("counts each right answer, in the order of its text", () => {
    const { examples } = toExamples(
      data({ text: "a", label: "y" }, { text: "b", label: "x" }, { text: "c", label: "y" }),
      TEXT,
    );
    expect([...labelCounts(examples)]).toEqual([
      ["x", 1],
      ["y", 2],
    ]);
  });
});
