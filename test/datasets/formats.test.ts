import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findJsonFault } from "../../src/datasets/parsing/json-fault.ts";
import { UsageError } from "../../src/core/errors.ts";
import {
  DatasetError,
  datasetFrom,
  FORMATS,
  LIMITS,
  placeOf,
  type RawDataset,
  readDataset,
  toExamples,
} from "../../src/datasets/index.ts";
import { sharedFolder } from "../temp.ts";

const folder = sharedFolder();

async function read(name: string, content: string | Uint8Array): Promise<RawDataset> {
  const path = join(folder, name);
  await writeFile(path, content);
  return readDataset(path);
}

async function fields(name: string, content: string | Uint8Array): Promise<unknown[]> {
  return (await read(name, content)).rows.map((row) => row.fields);
}

async function fault(name: string, content: string | Uint8Array): Promise<DatasetError> {
  const error: unknown = await read(name, content).catch((caught: unknown) => caught);
  if (!(error instanceof DatasetError)) throw new Error(`expected a DatasetError, got ${String(error)}`);
  expect(error).toBeInstanceOf(UsageError);
  expect(error.file).toContain(name);
  return error;
}

const ROWS = [
  { text: "good, very “good”", label: "1" },
  { text: "two\nlines", label: "0" },
  { text: "", label: "0" },
];

describe("readDataset", () => {
  it.each([
    ["a.csv", 'text,label\n"good, very “good”",1\n"two\nlines",0\n,0\n'],
    ["a.CSV", '\ufefftext;label\r\ngood, very “good”;1\r\n"two\nlines";0\r\n"";0'],
    ["tabs.csv", 'text\tlabel\ngood, very “good”\t1\n"two\nlines"\t0\n\t0\n'],
    ["a.tsv", 'text\tlabel\ngood, very “good”\t1\n"two\nlines"\t0\n\t0\n'],
    ["a.jsonl", `${ROWS.map((row) => JSON.stringify(row)).join("\r\n\n")}\n`],
    [
      "numbers.ndjson",
      '{"text":"good, very “good”","label":1}\n{"text":"two\\nlines","label":0}\n{"text":null,"label":0}',
    ],
    ["a.json", JSON.stringify(ROWS)],
    ["data.json", JSON.stringify({ version: 1, data: ROWS })],
    ["rows.json", JSON.stringify({ rows: ROWS })],
    [
      "a.yaml",
      "- text: good, very “good”\n  label: 1\n- text: |-\n    two\n    lines\n  label: 0\n- text:\n  label: 0\n",
    ],
    ["a.yml", `data: ${JSON.stringify(ROWS)}`],
  ])("reads %s", async (name, content) => {
    const data = await read(name, content);
    expect(data.rows.map((row) => row.fields)).toEqual(ROWS);
    expect(data.columns).toEqual(["text", "label"]);
    expect(data.file).toBe(join(folder, name));
  });

  it("has an ending for every format, and none for two", () => {
    const endings = FORMATS.flatMap(({ endings }) => endings);
    expect(new Set(endings).size).toBe(endings.length);
    expect(endings.every((ending) => /^\.[a-z]+$/.test(ending))).toBe(true);
  });

  it("refuses an unknown ending, naming those it knows", async () => {
    expect(await fault("a.txt", "x")).toMatchObject({ got: ".txt", expected: expect.stringContaining(".csv, .tsv") });
    expect(await fault("plain", "x")).toMatchObject({ got: "no ending" });
  });

  it("says where it looked for a file that is not there, and that a folder is none", async () => {
    await expect(readDataset("nowhere/a.csv")).rejects.toThrow(join(process.cwd(), "nowhere/a.csv"));
    const { mkdir } = await import("node:fs/promises");
    await mkdir(join(folder, "folder.csv"));
    await expect(readDataset(join(folder, "folder.csv"))).rejects.toThrow("got a folder");
  });

  it("refuses a file beyond its bounds before reading it", async () => {
    const path = join(folder, "huge.csv");
    await writeFile(path, "");
    await truncate(path, LIMITS.fileBytes + 1);
    await expect(readDataset(path)).rejects.toThrow("expected at most 200 MB, got 200 MB");
    await truncate(path, 0);
    const yaml = join(folder, "huge.yaml");
    await writeFile(yaml, "");
    await truncate(yaml, LIMITS.yamlBytes + 100_000);
    await expect(readDataset(yaml)).rejects.toThrow("expected at most 2 MB, got 2.1 MB");
  });

  it("reads UTF-16 with a byte order mark, and refuses other encodings", async () => {
    const text = "text,label\nnaïve café,a\n";
    const little = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
    const big = Buffer.from(little).swap16();
    for (const bytes of [little, big])
      expect(await fields("utf16.csv", bytes)).toEqual([{ text: "naïve café", label: "a" }]);
    const fault1252 = await fault("latin.csv", Buffer.from(text, "latin1"));
    expect(fault1252.message).toContain("latin.csv:2: expected text in UTF-8, got the byte EF");
    expect(fault1252.message).toContain("in Windows-1252 (Latin-1) it reads “naïve café,a”");
    expect(fault1252.message).toContain("Save the file as UTF-8");
  });

  it("reads UTF-16 without a byte order mark, of any script", async () => {
    for (const word of ["good", "gefällt mir sehr", "とても良い商品でした。また買います", "очень хорошо"]) {
      const little = Buffer.from(`text,label\n${`${word},yes\n`.repeat(20)}`, "utf16le");
      const big = Buffer.from(little).swap16();
      for (const bytes of [little, big])
        expect((await fields("unmarked.csv", bytes))[0]).toEqual({ text: word, label: "yes" });
    }
    expect(await fields("zero.csv", "text,label\na\0b,yes\n")).toEqual([{ text: "a\0b", label: "yes" }]);
  });

  it.each([
    ["workbook.csv", [0x50, 0x4b, 3, 4, 0xff], "an Excel workbook"],
    ["packed.jsonl", [0x1f, 0x8b, 8, 0], "a gzip archive"],
    ["table.json", [0x50, 0x41, 0x52, 0x31], "a Parquet file"],
  ])("knows that %s is no text", async (name, bytes, got) => {
    expect((await fault(name, Buffer.from(bytes))).message).toContain(`expected text in UTF-8, got`);
    expect((await fault(name, Buffer.from(bytes))).got).toContain(got);
  });

  it.each(["e.csv", "e.tsv"])("says that %s has no header", async (name) => {
    expect((await fault(name, "")).message).toContain("expected a header line");
    expect((await fault(name, "\n\n")).message).toContain("got an empty file");
  });

  it("reads no rows where there are none", async () => {
    expect(await fields("n.csv", "text,label\n")).toEqual([]);
    expect(await fields("n.json", "[]")).toEqual([]);
    expect(await fields("n.jsonl", "\n")).toEqual([]);
  });
});

describe("CSV", () => {
  it("knows the line of each row, across blank lines and line breaks inside quotes", async () => {
    const data = await read("lines.csv", 'text,label\r\n"a\r\nb",1\r\n\r\n"p\nq\nr",2\r\nc,3\r\n');
    expect(data.rows.map(({ line }) => line)).toEqual([2, 5, 8]);
    expect(placeOf(data, 1)).toBe(`${data.file}:5`);
  });

  it("keeps quotes inside text, and spaces around it", async () => {
    expect(await fields("quotes.csv", 'text,label\nhe said "hi" to me, 1 \n"a ""b"" c",2\n')).toEqual([
      { text: 'he said "hi" to me', label: " 1 " },
      { text: 'a "b" c', label: "2" },
    ]);
  });

  it("leaves out columns without a name", async () => {
    const data = await read("index.csv", ",text, label ,\n0,a,b,\n1,c,d,\n");
    expect(data.columns).toEqual(["text", "label"]);
    expect(data.rows[1]!.fields).toEqual({ text: "c", label: "d" });
  });

  it.each([
    ["sep=;\r\ntext;label\r\na,b;1\r\n", { text: "a,b", label: "1" }],
    ['\ufeff"sep=,"\ntext,label\na;b,1\n', { text: "a;b", label: "1" }],
    ["SEP=|\ntext|label\na;b,c|1\n", { text: "a;b,c", label: "1" }],
    ["sep=\t\ntext\tlabel\na,b\t1\n", { text: "a,b", label: "1" }],
    ["sep=,,\ntext,label\na,1\n", { text: "a", label: "1" }],
  ])("takes the delimiter from a first line %j", async (content, row) => {
    const data = await read("sep.csv", content);
    expect(data.rows).toEqual([{ fields: row, line: 3 }]);
    expect((await fault("sep.csv", `${content}x${content.includes("\r") ? "\r\n" : "\n"}`)).line).toBe(4);
  });

  it("reads a column named sep=a like any other", async () => {
    expect((await read("s.csv", "sep=abc,label\n1,2\n")).columns).toEqual(["sep=abc", "label"]);
  });

  it("writes the name of a column on one line, and names columns that share one", async () => {
    const data = await read("form.csv", '\ufeff"Wie war\'s?\n(bitte, kurz)  ", label,\n"a",1,\n');
    expect(data.columns).toEqual(["Wie war's? (bitte, kurz)", "label"]);
    const { message } = await fault("twice.csv", "a,Comment,b,Comment\n1,2,3,4\n");
    expect(message).toContain('two columns named "Comment", the 2nd and the 4th');
    expect(message).toContain("Rename one of them");
  });

  it("names the columns with values that have no name, but for row numbers", async () => {
    const data = await read("lost.csv", ",text,,label,\n0,a,more,b,\n1,c,,d,\n");
    expect(data.columns).toEqual(["text", "label"]);
    const notice = `Columns with values and no name are left out (the 3rd of ${data.file}): name them in the header line to use them.`;
    expect(data.notices).toEqual([notice]);
    expect(toExamples(data, { placeholders: ["text"] }).notices).toEqual([notice]);
  });

  it("says so where the first line seems to be a row", async () => {
    const rows = (...lines: readonly string[]): string => `${lines.join("\n")}\n`;
    const data = await read("rows.csv", rows("It burns,bug", "It pays,billing", "It smokes,bug", "It hisses,bug"));
    expect(data.notices).toEqual([
      `The first line of ${data.file} seems to be a row: "bug" is a value of that column, too. The line must name the columns.`,
    ]);
    const named = await read("named.csv", rows("text,label", "a text,label", "b,bug", "c,bug"));
    expect(named.notices).toBeUndefined();
  });

  it("guesses the delimiter from the header line alone, outside quotes", async () => {
    expect((await read("g.csv", 'a;b;c\n"1,2,3,4,5";2;3\n')).columns).toEqual(["a", "b", "c"]);
    expect((await read("g.csv", '"a;b;c;d",e\n1,2\n')).columns).toEqual(["a;b;c;d", "e"]);
    expect((await read("g.csv", "only\n1\n")).columns).toEqual(["only"]);
    expect((await read("g.csv", "a|b|c\n1,2|2|3\n")).columns).toEqual(["a", "b", "c"]);
  });

  it.each([
    ["a,b\n1,2\n1,2,3\n", 3, "2 values, as in the header", "3"],
    ["a,b\n\n1\n", 3, "2 values", "1"],
    ['a,b\n1,2\n3,"4\n5,6\n', 3, "a closing double quote", "the end of the file"],
    ["a,b,a\n1,2,3\n", 1, "a different name for each column", "two columns named"],
    [", ,\n1,2,3\n", 1, "the names of the columns", "an empty header line"],
  ])("says what is wrong with %j", async (content, line, expected, got) => {
    const error = await fault("bad.csv", content);
    expect(error.line).toBe(line);
    expect(error.expected).toContain(expected);
    expect(error.got).toContain(got);
    expect(error.message).toMatch(new RegExp(`bad\\.csv:${line}: expected .*, got `));
  });

  it("refuses too many columns and too long a value", async () => {
    const many = Array.from({ length: LIMITS.columns + 1 }, (_, i) => `c${i}`).join(",");
    expect(await fault("wide.csv", `${many}\n`)).toMatchObject({
      line: 1,
      expected: "at most 10000 columns",
      got: "10001",
    });
    const long = "x".repeat(LIMITS.valueLength + 1);
    expect(await fault("long.csv", `a,b\n1,2\n${long},1\n`)).toMatchObject({ line: 3, got: "1000001" });
    expect((await fault("unclosed.csv", `a,b\n1,2\n"${"x\n".repeat(LIMITS.rowBytes / 2 + 1)}`)).message).toContain(
      "a double quote that is never closed",
    );
  });

  it("reads columns with the names of object members", async () => {
    expect(JSON.stringify(await fields("proto.csv", "__proto__,constructor,toString\na,b,c\n"))).toBe(
      '[{"__proto__":"a","constructor":"b","toString":"c"}]',
    );
  });

  it("reads back whatever was written by the book", async () => {
    const cell = fc
      .string({ unit: "grapheme", maxLength: 12 })
      .map((text) => text.replaceAll("\0", "").replace(/\r(?!\n)/g, ""));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(",", ";", "\t"),
        async (cells, delimiter) => {
          const quoted = cells
            .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter))
            .join("\n");
          expect(await fields("book.csv", `text${delimiter}label\n${quoted}\n`)).toEqual(
            cells.map(([text, label]) => ({ text, label })),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it("loads 100,000 rows", async () => {
    const rows = Array.from(
      { length: 100_000 },
      (_, i) => `"row ${i}, with ""quotes"" and some more words to read",${i % 2}`,
    ).join("\n");
    const { rows: read100k } = await read("large.csv", `text,label\n${rows}\n`);
    expect(read100k).toHaveLength(100_000);
    expect(read100k.at(-1)).toEqual({
      fields: { text: 'row 99999, with "quotes" and some more words to read', label: "1" },
      line: 100_001,
    });
  });
});

describe("JSON lines", () => {
  it("knows the line of each row", async () => {
    expect((await read("l.jsonl", '\ufeff{"a":1}\n\n  {"a":2}\n')).rows.map(({ line }) => line)).toEqual([1, 3]);
  });

  it("gathers the columns of all rows", async () => {
    const data = await read("c.jsonl", '{"a":1}\n{"b":2,"a":3}\n');
    expect(data.columns).toEqual(["a", "b"]);
    expect(data.rows[0]!.fields).toEqual({ a: "1" });
  });

  it.each([
    ['{"a":1}\n{"a":\n', 2, "one JSON object on the line", '{\\"a\\":", which does not end on its line'],
    ['{"a":1}\n\n[1]\n', 3, "an object", "a list"],
    ['{"a":1}\n"text"\n', 2, "an object", "text"],
    ["null\n", 1, "an object", ""],
  ])("says what is wrong with %j", async (content, line, expected, got) => {
    const error = await fault("bad.jsonl", content);
    expect(error.line).toBe(line);
    expect(error.expected).toContain(expected);
    expect(error.got).toContain(got);
  });

  it("names the line, the column and the cause, with what to do", async () => {
    const { message } = await fault("nan.jsonl", '{"text":"a","score":0.5}\n  {"text":"b","score":NaN}\n');
    expect(message.slice(folder.length + 1)).toBe(
      "nan.jsonl:2:23: expected one JSON object on the line, got NaN, which JSON does not have\n  Write null in its place; in Python, json.dumps(..., allow_nan=False) finds such values.",
    );
    expect((await fault("pretty.jsonl", '{\n  "a": 1\n}\n{\n  "a": 2\n}\n')).message).toMatch(
      /pretty\.jsonl:1:1: .*got "\{", which does not end on its line\n {2}Write each object on one line, as `jq -c/,
    );
    expect((await fault("two.jsonl", '{"a":1}{"a":2}\n')).message).toMatch(/two\.jsonl:1:8: .*got another value after/);
  });

  it("knows a JSON document by its first line", async () => {
    expect((await fault("doc.jsonl", '[\n{"a":1}\n]')).message).toContain("name the file .json");
  });

  it("refuses too many columns over all rows", async () => {
    const lines = Array.from({ length: 3 }, (_, i) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: 4000 }, (_, j) => [`c${i}-${j}`, 1]))),
    );
    expect(await fault("wide.jsonl", lines.join("\n"))).toMatchObject({ line: 3, expected: "at most 10000 columns" });
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("JSON and YAML", () => {
  it.each([
    ['[{"a":1},\n{"a":2,}]', 2, "a comma before “}”"],
    ['[{"a":1}', 1, "a list that is never closed"],
    ['{"items": []}', undefined, "an object with the keys"],
    ['"text"', undefined, "text"],
    ["", undefined, "an empty file"],
  ])("says what is wrong with the JSON %j", async (content, line, got) => {
    const error = await fault("bad.json", content);
    expect(error.line).toBe(line);
    expect(error.got).toContain(got);
  });

  it.each([
    ["[NaN]", "1:2", "NaN, which JSON does not have", "Write null"],
    ['[{"a":\n -Infinity}]', "2:2", "-Infinity, which JSON does not have", "Write null"],
    ['[{"a": None}]', "1:8", "None, which JSON does not have", "Write null"],
    ['[{"a": True}]', "1:8", "True, which JSON does not have", "Write true"],
    ["[1,\n2,\n]", "2:2", "a comma before “]”", "Take the last comma away"],
    ['[{"a":1} {"a":2}]', "1:10", "without a comma before it", "Put a comma"],
    ['[{"a":"say "hi""}]', "1:13", '"hi" without a comma before it', 'write a double quote as \\"'],
    ["[{'a':1}]", "1:3", "where a name in double quotes belongs", '"name": value'],
    ["[{a:1}]", "1:3", '"a" where a name in double quotes belongs', '"name": value'],
    ["[{\"a\":'x'}]", "1:7", "a text in ' quotes", "Use double quotes"],
    ['[{"a":}]', "1:7", "where a value belongs", ""],
    ['[{"a" 1}]', "1:7", "where a colon belongs", ""],
    ["// rows\n[]", "1:1", "a comment, which JSON does not have", ".yaml"],
    ["[] # rows", "1:4", "a comment, which JSON does not have", ".yaml"],
    ['[{"a":"x\ny"}]', "1:9", "a line break inside a text", "\\n"],
    ['[{"a":"C:\\data"}]', "1:10", "inside a text", "backslash twice"],
    ['[{"a":"x', "1:7", "a text whose closing quote is missing", ""],
    ['[{"a":1}}', "1:9", "“}” where a list ends with “]”", ""],
    ['[{"a":1}]]', "1:10", "“]” after the end of the document", ""],
    ['{"a":1}\n{"a":2}', "2:1", "another one after it", "name the file .jsonl"],
    ['{\n"a":1}\n{\n"a":2}', "3:1", "another one after it", "into one list"],
  ])("names line, column, cause and remedy for %j", async (content, place, got, remedy) => {
    const error = await fault("bad.json", content);
    expect(`${error.line}:${error.column}`).toBe(place);
    expect(error.got).toContain(got);
    expect(error.message).toContain(remedy);
  });

  it("finds a fault wherever one is, and none where there is none", async () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), fc.constantFrom(1, 2), (value, at, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(findJsonFault(text)).toBeUndefined();
        const cut = text.slice(0, at % text.length);
        const valid = isJson(cut);
        expect(findJsonFault(cut) === undefined).toBe(valid);
        const spoilt = `${text.slice(0, at % text.length)}'${text.slice(at % text.length)}`;
        expect(findJsonFault(spoilt) === undefined).toBe(isJson(spoilt));
      }),
      { numRuns: 500 },
    );
  });

  it("names the row where a value is no object", async () => {
    expect((await fault("row.json", '[{"a":1}, 3]')).message).toContain("row.json, row 2: expected an object");
  });

  it.each([
    ["- a: 1\n  b: [1, 2\n- a: 2\n", 3, "a bracket or brace that is never closed"],
    ["- a: 1\n  a: 2\n", 2, 'a name that is given twice: "a", on lines 1 and 2'],
    ['- a: "x\n', 1, 'a text that begins with " and has no closing "'],
    ["- a: 1\n\tb: 2\n", 2, "a tab at the start of the line"],
    ["- a: so: it is\n", 1, "a second “name:” in one value"],
    ["- a: 1\n  b: 2\n c: 3\n", 3, "a line that is not indented like those it belongs to"],
    ["- a: @you\n", 1, "a character that YAML keeps for itself"],
    ["- a: 'it's'\n", 1, "more after the end of a value"],
    ['- a: "C:\\data"\n', 1, "a backslash in double quotes"],
    ["- a: 1\n---\n- a: 2\n", 2, "a second document after a line ---"],
    ["a: 1\n", undefined, "an object with the keys"],
    ["- a: 1\n- text\n", 2, "text"],
  ])("says what is wrong with the YAML %j", async (content, line, got) => {
    const error = await fault("bad.yaml", content);
    expect(error.line).toBe(line);
    expect(error.got).toContain(got);
  });

  it("knows the lines of YAML rows", async () => {
    expect((await read("l.yaml", "data:\n  - a: 1\n\n  # a remark\n  - a: 2\n")).rows.map(({ line }) => line)).toEqual([
      2, 5,
    ]);
  });

  it("reads anchors and aliases, and refuses those that grow without bound", async () => {
    expect(await fields("alias.yaml", "- &one {a: x}\n- *one\n")).toEqual([{ a: "x" }, { a: "x" }]);
    const levels = Array.from(
      { length: 12 },
      (_, i) =>
        `l${i}: &l${i} [${Array(9)
          .fill(i === 0 ? "x" : `*l${i - 1}`)
          .join(",")}]`,
    );
    expect((await fault("bomb.yaml", `${levels.join("\n")}\nrows: []\n`)).message).toContain(
      "aliases that stand for more than 1000 nodes",
    );
    expect((await fault("loop.yaml", "- &row\n  a: *row\n")).message).toContain("contains itself");
  });

  it("merges what `<<` names", async () => {
    expect(await fields("merge.yaml", "- &one {a: x, b: y}\n- {<<: *one, b: z}\n")).toEqual([
      { a: "x", b: "y" },
      { a: "x", b: "z" },
    ]);
  });

  it("writes nested values as JSON, and numbers and booleans as text", async () => {
    const row = { list: [1, "a"], object: { b: null }, yes: true, number: 1.5, missing: null };
    const text = { list: '[1,"a"]', object: '{"b":null}', yes: "true", number: "1.5", missing: "" };
    expect(await fields("nested.json", JSON.stringify([row]))).toEqual([text]);
    expect(await fields("nested.yaml", JSON.stringify([row]))).toEqual([text]);
  });
});

describe("datasetFrom", () => {
  it("takes objects as they come in code", () => {
    expect(
      datasetFrom("examples", [
        { text: "a", label: true },
        { text: undefined, label: 2n },
      ]),
    ).toMatchObject({
      file: "examples",
      columns: ["text", "label"],
      rows: [{ fields: { text: "a", label: "true" } }, { fields: { text: "", label: "2" } }],
    });
  });

  it("names the row that is none", () => {
    expect(() => datasetFrom("examples.test", [{ a: 1 }, ["a"]])).toThrow(
      "examples.test, row 2: expected an object with a value for each column, got a list",
    );
  });
});
