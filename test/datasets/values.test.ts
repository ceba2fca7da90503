/** Files of values, such as Parquet and Excel, which `scripts/dataset-fixtures.py` wrote with other libraries; and columns in columns. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { datasetFrom, DatasetError, readDataset, toExamples } from "../../src/datasets/index.ts";
import { sharedFolder } from "../temp.ts";

const fixture = (name: string): string => join(import.meta.dirname, "../fixtures/datasets", name);
const folder = sharedFolder();

describe.each(["reviews-snappy.parquet", "reviews-zstd.parquet"])("%s", (name) => {
  it("is read as it was written: text, numbers, dates, lists, and class labels by name", async () => {
    const { columns, rows } = await readDataset(fixture(name));
    expect(columns).toEqual(["text", "label", "big", "score", "day", "turns"]);
    expect(rows.map(({ fields }) => [fields["text"], fields["label"], fields["big"], fields["score"]])).toEqual([
      ["good film", "pos", "9007199254740993", "0.5"],
      ["bad film", "neg", "2", ""],
      ["naïve, “quoted”\nand long", "", "", "1"],
    ]);
    expect(rows[0]!.fields["day"]).toBe("2026-01-02T03:04:05.000Z");
    expect(rows[0]!.values).toMatchObject({ score: 0.5, turns: [{ role: "user" }, { content: "ok" }] });
  });

  it("has columns in its columns", async () => {
    const data = await readDataset(fixture(name));
    const { examples } = toExamples(data, { placeholders: ["turns.0.content"], label: "turns.-1.content" });
    expect(examples.map(({ fields, expected }) => [fields["turns.0.content"], expected])).toContainEqual([
      "good film",
      "ok",
    ]);
  });
});

describe("tickets.xlsx", () => {
  it("is read from its first sheet, with the rows of the sheet for places, and what was not read", async () => {
    const { columns, rows, notices } = await readDataset(fixture("tickets.xlsx"));
    expect(columns).toEqual(["id", "text", "label"]);
    expect(rows.map(({ fields, line }) => [line, fields["id"], fields["text"], fields["label"]])).toEqual([
      [2, "1", "naïve “x”", "urgent"],
      [4, "2", "3.5", "true"],
      [5, "3", "2026-01-02T00:00:00.000Z", "later"],
    ]);
    expect(notices).toEqual([expect.stringContaining("only the first of 2 sheets is read, “tickets”")]);
  });
});

describe("a file that is none", () => {
  it.each([
    ["broken.parquet", "expected a Parquet file, got one that cannot be read"],
    ["broken.xlsx", "expected an Excel workbook (.xlsx), got one that cannot be read"],
  ])("is refused: %s", async (name, message) => {
    writeFileSync(join(folder, name), "text,label\na,b\n");
    const error: unknown = await readDataset(join(folder, name)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DatasetError);
    expect((error as DatasetError).message).toContain(message);
  });

  it.each(["missing.parquet", "missing.xlsx"])("is refused where it is not there: %s", async (name) => {
    await expect(readDataset(join(folder, name))).rejects.toThrow("nothing there");
  });

  it("is told by its bytes under another name", async () => {
    const { readFileSync } = await import("node:fs");
    writeFileSync(join(folder, "rows.csv"), readFileSync(fixture("tickets.xlsx")));
    await expect(readDataset(join(folder, "rows.csv"))).rejects.toThrow(".xlsx");
  });
});

describe("columns in columns", () => {
  const rows = [
    { item: { text: "a", expected: "yes", n: 1 }, tags: ["x", "y"], text: "plain" },
    { item: { text: "b", expected: "no" }, tags: [], text: "plain" },
  ];

  it("are fields of objects and items of lists, of code and of text that is JSON", () => {
    const data = datasetFrom("rows", rows);
    const found = toExamples(data, { placeholders: ["item.text", "tags.-1"], label: "item.expected" });
    expect(found.examples.map(({ fields, expected }) => [fields["item.text"], fields["tags.-1"], expected])).toEqual([
      ["a", "y", "yes"],
      ["b", "", "no"],
    ]);
    const text = datasetFrom(
      "rows",
      rows.map(({ item, ...row }) => ({ ...row, item: JSON.stringify(item) })),
    );
    expect(toExamples(text, { placeholders: ["item.text"], label: "item.expected" }).examples).toHaveLength(2);
  });

  it("are refused by the usual message where no row has them", () => {
    const data = datasetFrom("rows", rows);
    expect(() => toExamples(data, { placeholders: ["item.txt"], label: "item.expected" })).toThrow(
      "{{item.txt}} is no column",
    );
    expect(() => toExamples(data, { placeholders: ["item.text"], label: "item.label" })).toThrow(
      "no column “item.label”",
    );
    expect(() => toExamples(data, { placeholders: ["item.__proto__"], label: "text" })).toThrow("is no column");
  });

  it("give way to a column of their name", () => {
    const data = datasetFrom("rows", [{ "item.text": "own", item: { text: "inner" }, label: "x" }]);
    expect(toExamples(data, { placeholders: ["item.text"] }).examples[0]!.fields["item.text"]).toBe("own");
  });
});
