/** promptfoo configs: every form in which tests, variables and right answers are written, and what is not read. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type Imported, importConfig, IMPORTERS } from "../../src/interop/index.ts";
import { sharedFolder } from "../temp.ts";

const around = sharedFolder();

type Files = Readonly<Record<string, string>>;

let folders = 0;
async function imported(config: unknown, files: Files = {}, name = "promptfooconfig.yaml"): Promise<Imported> {
  const folder = join(around, `f${(folders += 1)}`);
  const all = { [name]: typeof config === "string" ? config : stringify(config), ...files };
  for (const [file, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  return importConfig(join(folder, name), { providers: ["openai"] });
}

const PROMPTS = ["Good or bad? {{text}}"];
const equals = (value: unknown): unknown[] => [{ type: "equals", value }];
const test = (text: string, value: unknown): unknown => ({ vars: { text }, assert: equals(value) });
const TWO = [test("fine", "good"), test("awful", "bad")];
const ROWS = [
  { text: "fine", label: "good" },
  { text: "awful", label: "bad" },
];
const lines = (items: readonly unknown[]): string => items.map((item) => `${JSON.stringify(item)}\n`).join("");

describe("the table of tools", () => {
  it("has each tool once, and reads JSON as well as YAML", async () => {
    expect(new Set(IMPORTERS.map(({ name }) => name)).size).toBe(IMPORTERS.length);
    const config = JSON.stringify({ prompts: PROMPTS, tests: TWO });
    expect((await imported(config, {}, "promptfooconfig.json")).rows).toEqual(ROWS);
  });

  it.each([
    [
      "other keys",
      "name: x\njobs: []\n",
      "a.yaml",
      "expected a config of promptfoo (promptfooconfig.yaml), got one with the keys name, jobs",
    ],
    ["code", "export default {}", "promptfooconfig.ts", "got code (.ts), which is not run"],
    ["broken YAML", "prompts: a: b\n", "a.yaml", "a.yaml:1:10: this is not valid YAML: a second “name:” in one value"],
  ])("refuses %s", async (_, text, name, message) => {
    await expect(imported(text, {}, name)).rejects.toThrow(message);
  });
});

describe("where tests are", () => {
  const csv = "text,__expected\nfine,good\nawful,equals: bad\n";
  it.each<[string, unknown, Files]>([
    ["inline", TWO, {}],
    ["a YAML file", "file://t.yaml", { "t.yaml": stringify(TWO) }],
    ["a YAML file without file://", "t.yml", { "t.yml": stringify(TWO) }],
    ["a JSON file", "file://t.json", { "t.json": JSON.stringify(TWO) }],
    ["a JSON lines file", "file://t.jsonl", { "t.jsonl": lines(TWO) }],
    ["a CSV file", "t.csv", { "t.csv": csv }],
    ["a TSV file", "t.tsv", { "t.tsv": csv.replaceAll(",", "\t") }],
    [
      "a list of files",
      ["file://a.yaml", "b.json"],
      { "a.yaml": stringify([TWO[0]]), "b.json": JSON.stringify([TWO[1]]) },
    ],
    ["files and tests mixed", [TWO[0], "file://b.yaml"], { "b.yaml": stringify([TWO[1]]) }],
    ["a file of one test", ["a.yaml", "b.yaml"], { "a.yaml": stringify(TWO[0]), "b.yaml": stringify(TWO[1]) }],
    ["a pattern", "file://tests/*.yaml", { "tests/1.yaml": stringify([TWO[0]]), "tests/2.yaml": stringify([TWO[1]]) }],
    [
      "a pattern over folders",
      "tests/**/*.{json,csv}",
      { "tests/a/1.json": JSON.stringify([TWO[0]]), "tests/b/2.csv": "text,__expected\nawful,bad\n" },
    ],
    ["a path with settings", [{ path: "file://t.yaml" }], { "t.yaml": stringify(TWO) }],
    [
      "rows in JSON",
      "t.json",
      {
        "t.json": JSON.stringify([
          { text: "fine", __expected: "good" },
          { text: "awful", __expected: "bad" },
        ]),
      },
    ],
    ["tests under a key", "t.yaml", { "t.yaml": stringify({ tests: TWO }) }],
  ])("reads %s", async (_, tests, files) => {
    const { rows, label, notices } = await imported({ prompts: PROMPTS, tests }, files);
    expect(rows).toEqual(ROWS);
    expect(label).toBe("label");
    expect(notices).toEqual([]);
  });

  it("multiplies scenarios", async () => {
    const scenarios = [
      {
        config: [{ vars: { tone: "kind" } }, { vars: { tone: "rude" } }],
        tests: [{ vars: { text: "a" } }, { vars: { text: "b" } }],
      },
    ];
    const { rows, label } = await imported({
      prompts: PROMPTS,
      scenarios,
      defaultTest: { assert: equals("{{tone}}") },
    });
    expect(rows).toEqual([
      { tone: "kind", text: "a" },
      { tone: "kind", text: "b" },
      { tone: "rude", text: "a" },
      { tone: "rude", text: "b" },
    ]);
    expect(label).toBe("tone");
  });

  it.each([
    ["gone.yaml", "gone.yaml: expected a file that can be read, got nothing there"],
    ["tests/*.yaml", "promptfooconfig.yaml: tests: there is no file like tests/*.yaml"],
    ["t.txt", "expected a file ending in one of"],
  ])("refuses %s, which is not there or no table", async (tests, message) => {
    await expect(imported({ prompts: PROMPTS, tests }, { "t.txt": "x" })).rejects.toThrow(message);
  });

  it("names a test file with a fault, and its line", async () => {
    await expect(
      imported({ prompts: PROMPTS, tests: "t.yaml" }, { "t.yaml": "- vars: {a: 1}\n- vars: [\n" }),
    ).rejects.toThrow(/t\.yaml:\d+:\d+: expected valid YAML/);
  });

  it.each([
    ["file://make.py:tests", "make.py:tests are not read: code is not run."],
    ["file://make.js", "make.js are not read: code is not run."],
    [
      "https://docs.google.com/spreadsheets/d/1",
      "https://docs.google.com/spreadsheets/d/1 are not read: nothing is fetched from other services.",
    ],
    ["huggingface://datasets/imdb", "huggingface://datasets/imdb are not read: nothing is fetched"],
    ["book.xlsx", "book.xlsx are not read: it is no text."],
  ])("says that %s is not read", async (reference, said) => {
    const { rows, notices } = await imported({ prompts: PROMPTS, tests: [...TWO, reference] });
    expect(rows).toEqual(ROWS);
    expect(notices.join("\n")).toContain(said);
  });
});

describe("the right answer", () => {
  const answerOf = async (assert: unknown, more: object = {}): Promise<string | undefined> => {
    const { rows, label } = await imported({
      prompts: PROMPTS,
      tests: [{ vars: { text: "x", queue: "q" }, assert }],
      ...more,
    });
    return rows[0]![label];
  };

  it.each<[string, unknown, string]>([
    ["equals", equals("good"), "good"],
    ["a number", equals(1), "1"],
    ["true", equals(true), "true"],
    [
      "equals before others, whatever their order",
      [
        { type: "contains", value: "goo" },
        { type: "equals", value: "good" },
      ],
      "good",
    ],
    [
      "the first of two of one type",
      [
        { type: "contains", value: "good" },
        { type: "contains", value: "yes" },
      ],
      "good",
    ],
    [
      "starts-with before contains",
      [
        { type: "icontains", value: "d" },
        { type: "starts-with", value: "good" },
      ],
      "good",
    ],
    ["a list of one", [{ type: "contains-any", value: ["good"] }], "good"],
    [
      "what is left of what names nothing",
      [{ type: "latency" }, { type: "not-equals", value: "bad" }, { type: "equals", value: "good" }],
      "good",
    ],
    ["in a set", [{ type: "assert-set", assert: [{ type: "cost" }, { type: "equals", value: "good" }] }], "good"],
    ["one that is no list", { type: "equals", value: "good" }, "good"],
    ["a template", equals("{{queue}}"), "q"],
    ["a template with words", equals("queue: {{ queue }}"), "queue: q"],
  ])("is %s", async (_, assert, answer) => {
    expect(await answerOf(assert)).toBe(answer);
  });

  it("is the test's own before that of defaultTest", async () => {
    const defaultTest = { assert: equals("usual") };
    expect(await answerOf([{ type: "contains", value: "own" }], { defaultTest })).toBe("own");
    expect(await answerOf([{ type: "latency" }], { defaultTest })).toBe("usual");
    expect(await answerOf([], { defaultTest: "file://d.yaml" }).catch(String)).toContain("d.yaml");
  });

  it("is found through a reference to a template of assertions", async () => {
    const assertionTemplates = { right: { type: "equals", value: "{{queue}}" } };
    expect(await answerOf([{ $ref: "#/assertionTemplates/right" }], { assertionTemplates })).toBe("q");
  });

  it("is the column that all answers are taken from", async () => {
    const table = "text,queue\nfine,good\nawful,bad\n";
    const config = { prompts: PROMPTS, defaultTest: { assert: equals("{{ queue }}") }, tests: "t.csv" };
    const { rows, label } = await imported(config, { "t.csv": table });
    expect(label).toBe("queue");
    expect(rows).toEqual([
      { text: "fine", queue: "good" },
      { text: "awful", queue: "bad" },
    ]);
  });

  it.each<[string, unknown, string]>([
    ["nothing but a rubric", [{ type: "llm-rubric", value: "polite" }], "no assertion names a right answer (1)"],
    ["its contrary", [{ type: "not-equals", value: "bad" }], "no assertion names a right answer (1)"],
    ["several", [{ type: "contains-any", value: ["a", "b"] }], "several answers are right (1)"],
    ["an object", equals({ a: 1 }), "the answer is no text (1)"],
    ["a variable that is not there", equals("{{nope}}"), "the answer's template cannot be filled (1)"],
    ["in another file", equals("file://right.txt"), "the answer is in a file (1)"],
    ["a filter", equals("{{ queue | upper }}"), "the answer's template cannot be filled (1)"],
  ])("is not %s", async (_, assert, reason) => {
    await expect(answerOf(assert)).rejects.toThrow(`names the right answer, got none (left out: ${reason})`);
    const tests = [...TWO, { vars: { text: "x", queue: "q" }, assert }];
    expect((await imported({ prompts: PROMPTS, tests })).notices[0]).toBe(`1 of 3 tests were left out: ${reason}.`);
  });

  it.each([
    ["file://gen.py:make", "The tests of gen.py:make are not read: code is not run."],
    ["https://docs.google.com/spreadsheets/d/x/edit", "are not read: nothing is fetched from other services."],
    ["huggingface://datasets/x/y", "are not read: nothing is fetched from other services."],
    ["file://tests.xlsx", "The tests of tests.xlsx are not read: it is no text."],
    [{ path: "file://gen.js", config: {} }, "The tests of gen.js are not read: code is not run."],
  ])("is nowhere where the only source of tests is not read: %j", async (tests, sentence) => {
    await expect(imported({ prompts: PROMPTS, tests })).rejects.toThrow(sentence);
  });

  it.each([
    ["good", "good"],
    ["equals: good", "good"],
    ["equals:good", "good"],
    ["icontains: good", "good"],
    ["contains-any: good", "good"],
    ["note: good", "note: good"],
    ["equals", "equals"],
    ["12:30", "12:30"],
    ["{{mood}}", "fine mood"],
  ])("is read from the cell %s", async (cell, answer) => {
    const table = `text,mood,__expected\nx,fine mood,"${cell}"\n`;
    const { rows, label } = await imported({ prompts: PROMPTS, tests: "t.csv" }, { "t.csv": table });
    expect(rows[0]![label]).toBe(answer);
  });

  it.each([
    "similar(0.8): good",
    "not-contains: bad",
    "llm-rubric: is polite",
    "fn: output === 1",
    "grade: polite",
    "is-json",
    "file://check.py",
    "contains-any: a, b",
  ])("is not read from the cell %s", async (cell) => {
    const table = `text,__expected\nx,"${cell}"\n`;
    await expect(imported({ prompts: PROMPTS, tests: "t.csv" }, { "t.csv": table })).rejects.toThrow(
      /got none \(left out: (no assertion|several)/,
    );
  });

  it("is the strictest of several columns", async () => {
    const table = "text,__expected1,__expected2,__expected3\nx,contains: goo,equals: good,latency: 5\ny,,bad,\n";
    const { rows } = await imported({ prompts: PROMPTS, tests: "t.csv" }, { "t.csv": table });
    expect(rows).toEqual([
      { text: "x", label: "good" },
      { text: "y", label: "bad" },
    ]);
  });
});

describe("variables", () => {
  const rowsOf = async (vars: unknown, files: Files = {}, more: object = {}): Promise<readonly object[]> =>
    (await imported({ prompts: PROMPTS, tests: [{ vars, assert: equals("y") }], ...more }, files)).rows;

  it.each<[string, unknown, Files, object[]]>([
    ["numbers and booleans", { n: 1, b: true, none: null }, {}, [{ n: "1", b: "true", none: "" }]],
    [
      "members of an object",
      { user: { name: "Ann", tags: { first: 1 } } },
      {},
      [{ "user.name": "Ann", "user.tags.first": "1" }],
    ],
    [
      "a list, one row each",
      { a: ["x", "z"], b: ["1", "2"] },
      {},
      [
        { a: "x", b: "1" },
        { a: "x", b: "2" },
        { a: "z", b: "1" },
        { a: "z", b: "2" },
      ],
    ],
    ["a text file", { text: "file://in/a.txt" }, { "in/a.txt": "from a file\n" }, [{ text: "from a file\n" }]],
    ["a JSON file", { text: "file://a.json" }, { "a.json": '{"a": [1]}' }, [{ text: '{"a":[1]}' }]],
    [
      "a pattern of files",
      { text: "file://in/*.txt" },
      { "in/a.txt": "one", "in/b.txt": "two" },
      [{ text: "one" }, { text: "two" }],
    ],
    ["a file of variables", "file://v.yaml", { "v.yaml": "text: hi\nn: 1\n" }, [{ text: "hi", n: "1" }]],
    [
      "several such files",
      ["v.yaml", "w.json"],
      { "v.yaml": "text: hi\n", "w.json": '{"n": 1}' },
      [{ text: "hi", n: "1" }],
    ],
    [
      "other variables in a value",
      { topic: "tea", text: "about {{topic}}" },
      {},
      [{ topic: "tea", text: "about tea" }],
    ],
    ["braces that name none", { text: "{{nope}} {% if %} {{text}}" }, {}, [{ text: "{{nope}} {% if %} {{text}}" }]],
  ])("reads %s", async (_, vars, files, rows) => {
    expect(await rowsOf(vars, files)).toEqual(rows.map((row) => ({ ...row, label: "y" })));
  });

  it("takes those of defaultTest where a test has none", async () => {
    const defaultTest = { vars: { lang: "en", tone: "kind" } };
    expect(await rowsOf({ text: "x", tone: "rude" }, {}, { defaultTest })).toEqual([
      { lang: "en", tone: "rude", text: "x", label: "y" },
    ]);
  });

  it.each([
    ["code", "file://make.js"],
    ["a picture", "file://cat.png"],
    ["a file outside of the folder", "file://../secret.txt"],
  ])("does not read %s", async (_, text) => {
    await writeFile(join(around, "secret.txt"), "MARK");
    await expect(rowsOf({ text }, { "make.js": "" })).rejects.toThrow(
      "left out: a variable names a file that is not read (1)",
    );
  });

  it("takes a path in a table for text", async () => {
    const table = "text,__expected\nfile://a.txt,y\n{{other}},y\n";
    const { rows } = await imported({ prompts: PROMPTS, tests: "t.csv" }, { "t.csv": table, "a.txt": "MARK" });
    expect(rows).toEqual([
      { text: "file://a.txt", label: "y" },
      { text: "{{other}}", label: "y" },
    ]);
  });

  it("refuses lists that make too many rows", async () => {
    const many = Array.from({ length: 40 }, (_, i) => `v${i}`);
    await expect(rowsOf({ a: many, b: many })).rejects.toThrow("its lists make more than 1000 rows (1)");
  });
});

describe("prompts and providers", () => {
  it.each<[string, unknown, Files, string]>([
    ["text", ["Is it? {{text}}"], {}, "Is it? {{text}}"],
    ["one text", "Is it? {{text}}", {}, "Is it? {{text}}"],
    ["a file", ["file://p.txt"], { "p.txt": "P {{text}}\n" }, "P {{text}}\n"],
    ["a bare path", "p.md", { "p.md": "P {{text}}" }, "P {{text}}"],
    ["a file with a label", [{ id: "file://p.txt", label: "mine" }], { "p.txt": "P {{text}}" }, "P {{text}}"],
    ["raw text with a label", [{ raw: "P {{text}}", label: "mine" }], {}, "P {{text}}"],
    ["files as keys", { "p.txt": "mine" }, { "p.txt": "P {{text}}" }, "P {{text}}"],
    ["a pattern", "prompts/*.txt", { "prompts/a.txt": "A {{text}}", "prompts/b.txt": "B {{text}}" }, "A {{text}}"],
    ["the first in a file of several", "p.txt", { "p.txt": "A {{text}}\n---\nB {{text}}\n" }, "A {{text}}\n"],
  ])("takes %s", async (_, prompts, files, prompt) => {
    expect((await imported({ prompts, tests: TWO }, files)).prompt).toBe(prompt);
  });

  it.each<[string, unknown, Files]>([
    ["inline", ['[{"role": "system", "content": "Be {{text}}"}]'], {}],
    ["in YAML inline", ["- role: system\n  content: Be {{text}}\n"], {}],
    ["in a text file", ["p.txt"], { "p.txt": '[\n  {"role": "system", "content": "Be {{text}}"}\n]' }],
    ["in a JSON file", ["p.json"], { "p.json": '[{"role": "developer", "content": "Be {{text}}"}]' }],
    [
      "in a YAML file, with a list of texts",
      ["file://p.yaml"],
      { "p.yaml": '- role: system\n  content: [{ type: text, text: "Be {{text}}" }]\n' },
    ],
  ])("takes a chat %s", async (_, prompts, files) => {
    expect((await imported({ prompts, tests: TWO }, files)).prompt).toEqual([
      { role: "system", content: "Be {{text}}" },
    ]);
  });

  it.each<[string, unknown, Files]>([
    ["code", ["file://p.py:main"], {}],
    ["a chat that tags write", ["p.json"], { "p.json": '[{% for m in turns %}{"role": "user"}{% endfor %}]' }],
    ["JSON that is no chat", ["p.json"], { "p.json": '{"prompt": "{{text}}"}' }],
    ["a picture in a chat", ["p.json"], { "p.json": '[{"role": "user", "content": [{"type": "image_url"}]}]' }],
  ])("refuses %s", async (_, prompts, files) => {
    await expect(imported({ prompts, tests: TWO }, files)).rejects.toThrow(
      "Prompts in code, and chats that template tags write, are not read",
    );
  });

  it.each<[unknown, string | undefined, string[]]>([
    [["openai:gpt-5-mini"], "openai:gpt-5-mini", []],
    ["openai:chat:gpt-5-mini", "openai:gpt-5-mini", []],
    [
      [{ id: "openai:responses:gpt-5", config: { temperature: 0, max_tokens: 5 } }],
      "openai:gpt-5",
      ["Not read in the provider: config.temperature, config.max_tokens."],
    ],
    [
      [{ "openai:gpt-5": { prompts: ["a"] } }, "x:y"],
      "openai:gpt-5",
      ["The config has 2 providers; the first one was taken, without x:y.", "Not read in the provider: prompts."],
    ],
    [["openai:{{env.MODEL}}"], undefined, ["The provider openai:{{env.MODEL}} is not read; set the model yourself."]],
    [["file://mine.py"], undefined, ["The provider file://mine.py is not read; set the model yourself."]],
  ])("reads the provider %j", async (providers, model, notices) => {
    const found = await imported({ prompts: PROMPTS, providers, tests: TWO });
    expect(found.model).toBe(model);
    expect(found.notices).toEqual(notices);
    expect((await imported({ prompts: PROMPTS, targets: providers, tests: TWO })).model).toBe(model);
  });
});

it("lists exactly what is not read", async () => {
  const tests = [
    {
      ...(TWO[0] as object),
      options: { transform: "output.trim()" },
      threshold: 0.5,
      description: "d",
      metadata: { a: 1 },
    },
    { ...(TWO[1] as object), options: {} },
    {
      vars: { text: "x" },
      assert: [
        { type: "llm-rubric", value: "polite" },
        { type: "javascript", value: "1" },
      ],
    },
  ];
  const { notices } = await imported({
    prompts: PROMPTS,
    tests,
    env: {},
    evaluateOptions: { cache: false },
    description: "d",
  });
  expect(notices).toEqual([
    "Not read in the config: env, evaluateOptions.",
    "1 of 3 tests were left out: no assertion names a right answer (1).",
    "Not read in tests: options (2), threshold (1).",
    "Assertions that name no right answer, and are not checked: javascript (1), llm-rubric (1).",
  ]);
  const table = "text,__expected,__description,__prefix,__metadata:kind\nx,good,d,Please: ,k\n";
  expect((await imported({ prompts: PROMPTS, tests: "t.csv" }, { "t.csv": table })).notices).toEqual([
    "Not read in tests: __metadata:kind (1), __prefix (1).",
  ]);
});
