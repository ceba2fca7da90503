/** Wrong files: `check` and `optimize` end with exit code 2 and one message that names the place, the cause and the remedy; nothing is sent. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { brokenServer, type LocalServer } from "./local-server.ts";
import { emptyFolder } from "./helpers.ts";

let server: LocalServer;
beforeAll(async () => {
  server = await brokenServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const ROWS = Array.from({ length: 60 }, (_, i) => ({
  text: `message number ${i * 7919}`,
  label: i % 2 === 0 ? "no" : "yes",
}));
const CSV = `text,label\n${ROWS.map(({ text, label }) => `${text},${label}\n`).join("")}`;
const JSONL = ROWS.map((row) => `${JSON.stringify(row)}\n`).join("");
const PROMPT = "# Task\nSpam?\n\n# Input\n{{text}}\n";

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
const UTF8 =
  "Save the file as UTF-8; spreadsheet programs call it “CSV UTF-8”. Or: iconv -f WINDOWS-1252 -t UTF-8 old > new";
const ENDINGS = "a file ending in one of .csv, .tsv, .tab, .jsonl, .ndjson, .json, .yaml, .yml, .parquet, .xlsx";
const COLUMNS = "Columns of the file: text, label.";

interface Case {
  readonly it: string;
  /** The data file, and what is in it. */
  readonly data?: readonly [name: string, content: string | Buffer];
  readonly prompt?: string | Buffer;
  /** Lines of the config that take the place of others. */
  readonly config?: Readonly<Record<string, string>>;
  /** The whole config. */
  readonly written?: string | Buffer;
  /** The message, with DIR for the folder. */
  readonly says: readonly [place: string, problem: string, remedy: string];
}

const DATA: readonly Case[] = [
  {
    it: "NaN in a column that no prompt names",
    data: ["data.jsonl", `${JSONL}{"text":"x","label":"no","score":NaN}\n`],
    says: [
      "DIR/data.jsonl:61:34",
      "expected one JSON object on the line, got NaN, which JSON does not have",
      "Write null in its place; in Python, json.dumps(..., allow_nan=False) finds such values.",
    ],
  },
  {
    it: "Python's None in JSON",
    data: ["data.json", '[{"text":"x",\n  "label":None}]'],
    says: [
      "DIR/data.json:2:11",
      "expected valid JSON, got None, which JSON does not have",
      "Write null in its place; in Python, json.dumps(..., allow_nan=False) finds such values.",
    ],
  },
  {
    it: "a comma after the last row",
    data: ["data.json", `[\n${JSONL.trimEnd().replaceAll("\n", ",\n")},\n]`],
    says: ["DIR/data.json:61:47", "expected valid JSON, got a comma before “]”", "Take the last comma away."],
  },
  {
    it: "a comma between rows left out",
    data: ["data.json", '[{"text":"a","label":"b"}\n{"text":"a","label":"b"}]'],
    says: [
      "DIR/data.json:2:1",
      'expected valid JSON, got "{" without a comma before it',
      'Put a comma between values; inside a text, write a double quote as \\".',
    ],
  },
  {
    it: "a comment in JSON",
    data: ["data.json", '[\n  // mine\n  {"text":"a"}\n]'],
    says: [
      "DIR/data.json:2:3",
      "expected valid JSON, got a comment, which JSON does not have",
      "Take comments out, or name the file .yaml: YAML reads JSON with # comments.",
    ],
  },
  {
    it: "single quotes in JSON",
    data: ["data.json", "[{'text': 'a'}]"],
    says: [
      "DIR/data.json:1:3",
      `expected valid JSON, got "'" where a name in double quotes belongs`,
      'Write names as "name": value.',
    ],
  },
  {
    it: "a line break inside a JSON text",
    data: ["data.json", '[{"text":"a\nb"}]'],
    says: [
      "DIR/data.json:1:12",
      "expected valid JSON, got a line break inside a text, or a closing quote that is missing",
      "Write a line break as \\n, and close every text.",
    ],
  },
  {
    it: "JSON lines in a .json file",
    data: ["data.json", JSONL],
    says: [
      "DIR/data.json:2:1",
      "expected one JSON document, got another one after it",
      "These are JSON lines: name the file .jsonl.",
    ],
  },
  {
    it: "several JSON documents",
    data: ["data.json", ROWS.map((row) => JSON.stringify(row, null, 2)).join("\n")],
    says: [
      "DIR/data.json:5:1",
      "expected one JSON document, got another one after it",
      "Put the objects into one list: [ {...}, {...} ].",
    ],
  },
  {
    it: "objects over several lines in a .jsonl file",
    data: ["data.jsonl", ROWS.map((row) => `${JSON.stringify(row, null, 2)}\n`).join("")],
    says: [
      "DIR/data.jsonl:1:1",
      'expected one JSON object on the line, got "{", which does not end on its line',
      "Write each object on one line, as `jq -c . old.json > new.jsonl` does.",
    ],
  },
  {
    it: "a JSON list in a .jsonl file",
    data: ["data.jsonl", JSON.stringify(ROWS, null, 1)],
    says: [
      "DIR/data.jsonl:1:1",
      'expected one JSON object on the line, got "[", which does not end on its line',
      "This looks like one JSON list: name the file .json.",
    ],
  },
  {
    it: "an object without rows",
    data: ["data.json", '{"items": []}'],
    says: [
      "DIR/data.json",
      'expected a list of objects, or one under “data” or “rows”, got an object with the keys "items"',
      "Write the rows as such a list.",
    ],
  },
  {
    it: "a list of lists",
    data: ["data.json", '[["text","label"],["a","b"]]'],
    says: [
      "DIR/data.json, row 1",
      "expected an object with a value for each column, got a list",
      'Write each row as {"text": "...", "label": "..."}.',
    ],
  },
  {
    it: "an empty JSON file",
    data: ["data.json", "\n"],
    says: ["DIR/data.json", "expected a list of objects, got an empty file", "Add rows."],
  },
  {
    it: "a name given twice in YAML",
    data: ["data.yaml", "- text: a\n  label: b\n  text: c\n"],
    says: [
      "DIR/data.yaml:3:3",
      'expected valid YAML, got a name that is given twice: "text", on lines 1 and 3',
      "Keep one of the two.",
    ],
  },
  {
    it: "a tab in YAML",
    data: ["data.yaml", "- text: a\n\tlabel: b\n"],
    says: [
      "DIR/data.yaml:2:2",
      "expected valid YAML, got a tab at the start of the line",
      "Indent with spaces; YAML allows no tabs there.",
    ],
  },
  {
    it: "a colon in YAML",
    data: ["data.yaml", "- text: so: it is\n  label: b\n"],
    says: [
      "DIR/data.yaml:1:9",
      "expected valid YAML, got a second “name:” in one value",
      "Put a value that holds a colon and a space into quotes, and indent what belongs to a name.",
    ],
  },
  {
    it: "a quote that is never closed in YAML",
    data: ["data.yaml", '- text: "a\n  label: b\n'],
    says: [
      "DIR/data.yaml:1:9",
      'expected valid YAML, got a text that begins with " and has no closing "',
      'Close it with ".',
    ],
  },
  {
    it: "two YAML documents",
    data: ["data.yaml", "- text: a\n---\n- text: b\n"],
    says: [
      "DIR/data.yaml:2:1",
      "expected valid YAML, got a second document after a line ---",
      "Keep one document; take the line --- away.",
    ],
  },
  {
    it: "Latin-1",
    data: ["data.csv", latin1(`${CSV}café,yes\n`)],
    says: [
      "DIR/data.csv:62",
      "expected text in UTF-8, got the byte E9, which UTF-8 does not allow there; in Windows-1252 (Latin-1) it reads “café,yes”",
      UTF8,
    ],
  },
  {
    it: "a workbook called .csv",
    data: ["data.csv", Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 0xff])],
    says: [
      "DIR/data.csv",
      "expected text in UTF-8, got a zip archive or an Excel workbook",
      "Save it as CSV in UTF-8 in the program that made it; a workbook is also read where its name ends in .xlsx.",
    ],
  },
  {
    it: "a packed file",
    data: ["data.jsonl", Buffer.from([0x1f, 0x8b, 8, 0, 0])],
    says: ["DIR/data.jsonl", "expected text in UTF-8, got a gzip archive", "Unpack it first, as `gunzip` does."],
  },
  {
    it: "a workbook",
    data: ["data.xlsx", "x"],
    says: [
      "DIR/data.xlsx",
      "expected an Excel workbook (.xlsx), got one that cannot be read: Doesn't look like an `.xlsx` file",
      "Save the sheet as CSV in UTF-8.",
    ],
  },
  {
    it: "an old workbook",
    data: ["data.xls", "x"],
    says: ["DIR/data.xls", `expected ${ENDINGS}, got .xls`, "Save the sheet as CSV in UTF-8."],
  },
  {
    it: "a file without an ending",
    data: ["data", "x"],
    says: [
      "DIR/data",
      `expected ${ENDINGS}, got no ending`,
      "Save the rows in one of these formats, and name that file.",
    ],
  },
  {
    it: "a column name twice",
    data: ["data.csv", "text,label,text\na,b,c\n"],
    says: [
      "DIR/data.csv:1",
      'expected a different name for each column, got two columns named "text", the 1st and the 3rd',
      "Rename one of them in this line; forms that ask one question twice write it twice.",
    ],
  },
  {
    it: "a header without names",
    data: ["data.csv", ",,\na,b,c\n"],
    says: [
      "DIR/data.csv:1",
      "expected the names of the columns, got an empty header line",
      "Write a name for each column into the first line.",
    ],
  },
  {
    it: "a row with too many values under a line that tells the delimiter",
    data: ["data.csv", "sep=;\ntext;label\na;b\nhello; you;b\n"],
    says: [
      "DIR/data.csv:4",
      'expected 2 values, as in the header ("text, label"), got 3',
      "Put values with “;” or a line break in double quotes.",
    ],
  },
  {
    it: "no header line",
    data: ["data.csv", CSV.slice(CSV.indexOf("\n") + 1)],
    says: [
      "label",
      "DIR/data.csv has no column “label”",
      "Columns of the file: message number 0, no. The first line of the file must name them.",
    ],
  },
  {
    it: "several right answers in a row",
    data: ["data.jsonl", `${JSONL}{"text":"x","label":["yes","no"]}\n`],
    says: [
      "DIR/data.jsonl:61",
      'expected one right answer in the column “label”, got a list of 2: ["yes","no"]',
      "Keep one answer a row. Where all of them are right together, set task: multi-label; where any of them will do, task: qa.",
    ],
  },
  {
    it: "labels that are all missing",
    data: ["data.jsonl", ROWS.map(({ text }) => `${JSON.stringify({ text, label: null })}\n`).join("")],
    says: ["DIR/data.jsonl:1", "the column “label” is empty in every row", COLUMNS],
  },
];

const PROMPTS: readonly Case[] = [
  {
    it: "a filter around the only column",
    prompt: "Spam? {{ text | trim }}",
    says: [
      "prompt",
      "“{{ text | trim }}” is not filled: only the name of a column is, without filters, calls and conditions, so every row would ask the same",
      "Write {{text}}, and put what the filter does into the data.",
    ],
  },
  {
    it: "single braces",
    prompt: "Spam? {text}",
    says: [
      "prompt",
      "“{text}” has single braces, which are sent as they are, so every row would ask the same",
      "Write {{text}}.",
    ],
  },
  {
    it: "a shell's braces",
    prompt: "Spam? ${text}",
    says: [
      "prompt",
      "“${text}” has single braces, which are sent as they are, so every row would ask the same",
      "Write {{text}}.",
    ],
  },
  {
    it: "a tag and no column",
    prompt: "{% if text %}Spam?{% endif %}",
    says: [
      "prompt",
      "“{% if text %}” is a template tag of Jinja, which is not run, so every row would ask the same",
      "Write the prompt without it; each row fills {{column}} only. To show it to the model, put it between backticks.",
    ],
  },
  {
    it: "a column whose name needs quotes",
    prompt: "{{text}} {{Was it good?}}",
    data: ["data.csv", CSV.replaceAll(/,(?=.*\n)/g, ",x,").replace("text,x", "text,Was it good?")],
    says: ["prompt", "“{{Was it good?}}” names a column whose name needs quotes", 'Write {{column "Was it good?"}}.'],
  },
  {
    it: "a column in quotes that is not there",
    prompt: '{{column "Was it bad?"}}',
    data: ["data.csv", CSV.replace("text,", "Was it good?,")],
    says: [
      "prompt",
      '{{column "Was it bad?"}} is no column of DIR/data.csv; the nearest is {{column "Was it good?"}}',
      "Columns of the file: Was it good?, label.",
    ],
  },
  {
    it: "a chat in a prompt file",
    prompt: '[{"role": "user", "content": "Spam? {{text}}"}]',
    says: [
      "prompt",
      "expected a prompt of plain text, got a chat written as JSON",
      "Write it as a file ending in .json or .yaml and name that, or as a list of messages in the config.",
    ],
  },
  {
    it: "a chat in the config",
    config: { prompt: `'[{"role": "user", "content": "Spam? {{text}}"}]'` },
    says: [
      "prompt",
      "expected a prompt of plain text, got a chat written as JSON",
      "Write it as a file ending in .json or .yaml and name that, or as a list of messages in the config.",
    ],
  },
  {
    it: "a prompt file of another kind",
    config: { prompt: "prompt.j2" },
    says: [
      "prompt",
      "expected a prompt's text or a file with it, got prompt.j2",
      "Write the text of the prompt as a file ending in .md or .txt, with {{column}} where a row's text belongs; or a chat as .yaml or .json.",
    ],
  },
  {
    it: "a prompt in Latin-1",
    prompt: latin1("Très spam? {{text}}"),
    says: [
      "DIR/prompt.md:1",
      "expected text in UTF-8, got the byte E8, which UTF-8 does not allow there; in Windows-1252 (Latin-1) it reads “Très spam? {{t”",
      UTF8,
    ],
  },
];

const CONFIGS: readonly Case[] = [
  {
    it: "an option given twice",
    config: { prompt: "prompt.md\nprompt: other.md" },
    says: [
      "DIR/protegi.yaml:2:1",
      'this is not valid YAML: a name that is given twice: "prompt", on lines 1 and 2',
      "Keep one of the two.",
    ],
  },
  {
    it: "a tab",
    config: { search: "\n\trounds: 2" },
    says: [
      "DIR/protegi.yaml:6:1",
      "this is not valid YAML: a tab at the start of the line",
      "Indent with spaces; YAML allows no tabs there.",
    ],
  },
  {
    it: "a prompt with a colon and no quotes",
    written: "prompt: Spam: yes or no? {{text}}\ndata: data.csv\n",
    says: [
      "DIR/protegi.yaml:1:9",
      "this is not valid YAML: a second “name:” in one value",
      "Put a value that holds a colon and a space into quotes, and indent what belongs to a name.",
    ],
  },
  {
    it: "a prompt that begins with braces",
    config: { prompt: "{{text}} is it spam?" },
    says: [
      "DIR/protegi.yaml:1:18",
      "this is not valid YAML: more after the end of a value",
      "Put the whole value into quotes; a value may not begin with a quote or a brace and continue after it.",
    ],
  },
  {
    it: "a prompt of braces alone",
    config: { prompt: "{{text}}" },
    says: [
      "DIR/protegi.yaml:1:10",
      "this is not valid YAML: a name that is not plain text",
      'Put a value that begins with a brace or a bracket into quotes: "{{text}}".',
    ],
  },
  {
    it: "a quote inside of quotes",
    config: { prompt: "'Isn't it {{text}}'" },
    says: [
      "DIR/protegi.yaml:1:14",
      "this is not valid YAML: more after the end of a value",
      "Put the whole value into quotes; a value may not begin with a quote or a brace and continue after it.",
    ],
  },
  {
    it: "a path of Windows in double quotes",
    config: { data: '"C:\\data\\x.csv"' },
    says: [
      "DIR/protegi.yaml:2:10",
      "this is not valid YAML: a backslash in double quotes that means nothing",
      "Write a backslash twice, or use single quotes: 'C:\\data'.",
    ],
  },
  {
    it: "wrong indentation",
    written: "prompt: prompt.md\nsearch:\n    rounds: 2\n  beamWidth: 2\n",
    says: [
      "DIR/protegi.yaml:4:1",
      "this is not valid YAML: a line that is not indented like those it belongs to",
      "Indent all names of one group by the same number of spaces.",
    ],
  },
  {
    it: "a colon left out",
    written: "prompt: prompt.md\nseed 3\nlabel: label\n",
    says: [
      "DIR/protegi.yaml:2:1",
      "this is not valid YAML: a line that is neither “name: value” nor part of a value",
      "Write a space after the colon of each name.",
    ],
  },
  {
    it: "the signs of another format",
    written: "prompt = prompt.md\ndata = data.csv\n",
    says: [
      "DIR/protegi.yaml",
      'expected options such as "prompt: prompt.md", got "prompt = prompt.md data = data.csv"',
      "Write each option as “name: value” on a line, or a new config with `protegi init`.",
    ],
  },
  {
    it: "JSON without a comma",
    written: '{"prompt": "prompt.md", "data": "data.csv" "label": "label"}',
    says: [
      "DIR/protegi.yaml:1:44",
      "this is not valid YAML: a missing comma, bracket or brace",
      "Put a comma between the items, and close what is open.",
    ],
  },
  {
    it: "Latin-1",
    written: latin1("label: größe\n"),
    says: [
      "DIR/protegi.yaml:1",
      "expected text in UTF-8, got the byte F6, which UTF-8 does not allow there; in Windows-1252 (Latin-1) it reads “label: größe”",
      UTF8,
    ],
  },
];

describe.each([
  ["data", DATA],
  ["prompt", PROMPTS],
  ["config", CONFIGS],
])("a wrong %s", (_, cases) => {
  it.each(cases)("$it", async ({ data = ["data.csv", CSV], prompt = PROMPT, config = {}, written, says }) => {
    await using folder = await emptyFolder();
    const model = `{ model: "openai-compatible:any", baseURL: "${server.baseURL}" }`;
    const options = { prompt: "prompt.md", data: data[0], label: "label", model, ...config };
    const lines = Object.entries(options).map(([key, value]) => `${key}: ${value}\n`);
    const files = { [data[0]]: data[1], "prompt.md": prompt, "protegi.yaml": written ?? lines.join("") };
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder.path, name), content);
    const before = server.calls;

    const [place, problem, remedy] = says;
    const message = `${place}: ${problem}\n  ${remedy}\n`;
    for (const command of ["check", "optimize", "optimize --yes --json"]) {
      const { code, stdout, stderr } = await folder.run(command);
      expect(stderr.replaceAll(folder.path, "DIR")).toBe(message);
      expect(stdout === "").toBe(!command.includes("--json"));
      expect(code).toBe(2);
    }
    expect(server.calls).toBe(before);
    expect(existsSync(join(folder.path, ".protegi"))).toBe(false);
  });
});
