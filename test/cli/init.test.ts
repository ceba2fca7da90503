/** What init writes passes check: from the data, from flags, from answers, from promptfoo. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { MetricFunction } from "../../src/metrics/index.ts";
import type { Ask } from "../../src/cli/terminal.ts";
import { AbortedError } from "../../src/core/errors.ts";
import { emptyFolder, type Folder } from "./helpers.ts";

const KEY = { env: { OPENAI_API_KEY: "sk-none" } };
const subjects = ["printer", "invoice", "password", "delivery", "refund", "login", "screen", "battery"];
const tickets = (header = "id,text,urgency"): string =>
  `${header}\n${Array.from({ length: 64 }, (_, i) => `${i},the ${subjects[i % 8]} of customer ${i * 7919} ${i % 2 ? "burns" : "is slow"},${i % 2 ? "urgent" : "can wait"}\n`).join("")}`;

async function passesCheck(folder: Folder): Promise<void> {
  const { code, stderr } = await folder.run("check", KEY);
  expect(stderr).toBe("");
  expect(code).toBe(0);
}

function read(folder: Folder, name: string): string {
  return readFileSync(join(folder.path, name), "utf8");
}

/** Answers in the order in which they are asked for; refuses when there are no more. */
function answering(...answers: readonly (string | boolean | readonly string[])[]): Ask & { readonly asked: string[] } {
  const left = [...answers];
  const asked: string[] = [];
  const next = async (message: string): Promise<string & boolean & string[]> => {
    asked.push(message);
    if (left.length === 0) throw new AbortedError("Stopped; nothing was changed.");
    return left.shift() as string & boolean & string[];
  };
  return { asked, text: next, choose: next, several: next, confirm: next };
}

describe("init", () => {
  it("guesses all from the data", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "tickets.csv": tickets("id,text,label") });
    const { code, stdout } = await folder.run("init --data tickets.csv --yes");
    expect(stdout).toBe(
      [
        "Wrote prompt.md and protegi.yaml.",
        'The right answers are in the column "label" of tickets.csv: its name is usual for right answers.',
        "The task is classification (can wait, urgent): the right answers have 2 different values in 64 rows.",
        "The prompt shows text. Not shown: id.",
        "The model is openai:gpt-5-mini.",
        "See what a run would do, at no cost: protegi check\n",
      ].join("\n"),
    );
    expect(code).toBe(0);
    expect(read(folder, "prompt.md")).toBe(
      "# Task\nWhich of these fits: can wait, urgent?\n\n# Output format\nAnswer with one of: can wait, urgent.\n\n# Input\ntext: {{text}}\nLabel:\n",
    );
    expect(read(folder, "protegi.yaml")).toMatch(
      /^# yaml-language-server: \$schema=https:\/\/unpkg\.com\/protegi\/schema\/protegi\.schema\.json\n/,
    );
    expect(parse(read(folder, "protegi.yaml"))).toMatchObject({
      data: "tickets.csv",
      label: "label",
      model: "openai:gpt-5-mini",
    });
    await passesCheck(folder);
  });

  it("takes flags before guesses, the model of the key that is set, and the schema that is installed", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "tickets.csv": tickets(), "node_modules/protegi/schema/protegi.schema.json": "{}" });
    const { code } = await folder.run(
      ["init", "--data", "tickets.csv", "--label", "urgency", "--prompt", "Is it urgent?\n{{text}}"],
      { env: { ANTHROPIC_API_KEY: "k" } },
    );
    expect(code).toBe(0);
    expect(read(folder, "prompt.md")).toBe(
      "# Task\nIs it urgent?\n{{text}}\n\n# Output format\nAnswer with one of: can wait, urgent.\n",
    );
    expect(read(folder, "protegi.yaml")).toContain("schema=node_modules/protegi/");
    expect(read(folder, "protegi.yaml")).toContain("model: anthropic:");
  });

  it("asks what it cannot know", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "tickets.csv": tickets() });
    const ask = answering(
      "tickets.csv",
      "urgency",
      ["text"],
      "classification",
      "Is it urgent?",
      "another",
      "sim:reviews",
    );
    const { code, stderr } = await folder.run("init", { ask });
    expect(stderr).toBe("");
    expect(ask.asked).toEqual([
      "Which file has your labelled rows?",
      "Which column has the right answer?",
      "Which columns does the prompt show?",
      "What kind of task is it?",
      "What does the prompt ask, in a line?",
      "Where does the model run?",
      "Which model answers, as provider:name?",
    ]);
    expect(code).toBe(0);
    expect(read(folder, "prompt.md")).toContain("# Task\nIs it urgent?\n");
    await passesCheck(folder);
  });

  it.each([
    ["text,label\n", "rows.csv: expected labelled rows, got none\n"],
    [
      "text\none\ntwo\n",
      "rows.csv: expected a column for the prompt and one with the right answers, got the one column “text”\n",
    ],
  ])("refuses a file that holds nothing to learn from: %j", async (text, message) => {
    await using folder = await emptyFolder();
    await folder.write({ "rows.csv": text });
    const { code, stderr } = await folder.run("init --yes");
    expect(stderr.startsWith(message)).toBe(true);
    expect(code).toBe(2);
  });

  it("does not take a column that the file has not", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "rows.csv": tickets("id,text,queue") });
    const { code, stdout, stderr } = await folder.run("init --yes --label quee");
    expect(stderr).toMatch(/^label: .*rows\.csv has no column “quee”; the nearest is “queue”\n/);
    expect(stdout).toBe("");
    expect(code).toBe(2);
    expect(existsSync(join(folder.path, "protegi.yaml"))).toBe(false);
  });

  it("checks the columns of flags before it asks, and asks again for an address that is none", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "rows.csv": tickets("id,text,queue") });
    const early = await folder.run("init --columns nope", { ask: answering("rows.csv") });
    expect(early.stderr).toContain("--columns: there is no column “nope”");
    const url = "http://localhost:8080/v1";
    const ask = answering("rows.csv", "queue", ["text"], "classification", "Which?", url);
    const flags = "--model openai-compatible:m --base-url localhost:8080";
    const { code, stderr } = await folder.run(`init ${flags}`, { ask });
    expect(stderr).toContain('the base URL must be an http or https address, got "localhost:8080"');
    expect(code).toBe(0);
    expect(parse(read(folder, "protegi.yaml"))["model"]).toEqual({ model: "openai-compatible:m", baseURL: url });
  });

  it("asks about the columns of a form, whatever they are called", async () => {
    await using folder = await emptyFolder();
    const header = 'Timestamp,"What did you like, if anything? (free text)","1. Overall,\nwas it positive/negative?"';
    await folder.write({ "form.csv": tickets(header) });
    const label = "1. Overall, was it positive/negative?";
    const { code, stderr } = await folder.run(["init", "--yes", "--data", "form.csv", "--label", label]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(read(folder, "prompt.md")).toContain(
      '# Input\nWhat did you like, if anything? (free text): {{column "What did you like, if anything? (free text)"}}\nLabel:\n',
    );
    await passesCheck(folder);
    const { stdout } = await folder.run("check", KEY);
    expect(stdout).toContain("What did you like, if anything? (free text): the ");
  });

  it.each(["ideal", "expected_output", "expectedOutput"])("guesses that %s holds the right answers", async (name) => {
    await using folder = await emptyFolder();
    await folder.write({ "samples.csv": tickets(`id,input,${name}`) });
    expect((await folder.run("init --yes --data samples.csv --json")).json()).toMatchObject({ label: name });
  });

  it("writes nothing when an answer is refused", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "tickets.csv": tickets() });
    const { code, stderr } = await folder.run("init", { ask: answering("tickets.csv", "urgency", ["text"]) });
    expect(stderr).toBe("Stopped; nothing was changed.\n");
    expect(code).toBe(130);
    expect(existsSync(join(folder.path, "prompt.md"))).toBe(false);
  });

  it("keeps the answers where no run can start yet, and says what check will complain of", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "tickets.csv": "text,label\na,yes\nb,no\na,yes\nb,no\n" });
    const { code, stderr } = await folder.run("init --data tickets.csv --yes");
    expect(stderr).toContain("A run cannot start yet. data: 2 rows are too few");
    expect(stderr).toContain("Your answers are kept. Mend this, then: protegi check\n");
    expect(code).toBe(2);
    expect(parse(read(folder, "protegi.yaml"))).toMatchObject({ data: "tickets.csv", label: "label" });
    const checked = await folder.run("check", KEY);
    expect(checked.stderr).toContain("2 rows are too few");
    expect(checked.code).toBe(2);
  });

  it("writes over files with --force only", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "tickets.csv": tickets("id,text,label"), "prompt.md": "mine" });
    expect((await folder.run("init --data tickets.csv --yes")).code).toBe(2);
    expect(read(folder, "prompt.md")).toBe("mine");
    expect((await folder.run("init --data tickets.csv --yes --force")).code).toBe(0);
  });
});

/** 60 rows with an id, a text and what `value` gives. */
function rowsWith(value: (i: number) => unknown, column: string): string {
  const rows = Array.from({ length: 60 }, (_, i) => ({
    id: i,
    text: `the ${subjects[i % 8]} of customer ${i * 7919} ${i % 2 ? "burns" : "is slow"}`,
    [column]: value(i),
  }));
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

const NAMES = ["Ada", "Alan", "Grace", "Edsger", "Barbara", "Donald", "Tony"];
const PARTS = ["billing", "login", "delivery"];
/** Right answers by the kind of task that they look like. */
const KINDS: Readonly<Record<string, (i: number) => unknown>> = {
  classification: (i) => ["sales", "support", "other"][i % 3],
  numeric: (i) => i * 1.5,
  extraction: (i) => ({ name: NAMES[i % 7], age: i }),
  choice: (i) => "ABCD"[i % 4],
  "multi-label": (i) => PARTS.filter((_, n) => (i + 1) & (1 << n)),
  qa: (i) => `${NAMES[i % 7]} the ${i}th`,
  text: (i) =>
    `The customer ${i} wrote that nothing works, and that ${NAMES[i % 7]} should call back as soon as it can be done.`,
  tool: (i) => ({ name: "call", arguments: { who: i } }),
  code: (i) => `def f(x):\n    return x + ${i}`,
};

describe("the kind of task", () => {
  it.each(Object.entries(KINDS))("is guessed by right answers: %s", async (kind, value) => {
    await using folder = await emptyFolder();
    await folder.write({ "rows.jsonl": rowsWith(value, "ideal") });
    const { code, stderr, json } = await folder.run("init --yes --json");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(json()).toMatchObject({ task: kind, label: "ideal", columns: ["text"], data: "rows.jsonl" });
    expect(json()["why"]).toMatchObject({ task: expect.stringMatching(/\w+ \w+/) });
    expect(read(folder, "protegi.yaml")).toMatch(/\n# Guessed: .*right answers .*\.\ntask: /);
    await passesCheck(folder);
  });

  it("is written in several labels as a spreadsheet has them, with the labels in the prompt", async () => {
    await using folder = await emptyFolder();
    const row = (i: number): string =>
      `the ${subjects[i % 8]} of ${i * 7919},"${KINDS["multi-label"]!(i) as string}"\n`;
    await folder.write({ "rows.csv": `text,tags\n${Array.from({ length: 60 }, (_, i) => row(i)).join("")}` });
    expect((await folder.run("init --yes --json")).json()).toMatchObject({ task: "multi-label", label: "tags" });
    expect(read(folder, "prompt.md")).toContain("of: billing, delivery, login.");
    await passesCheck(folder);
  });

  it("gets a score to edit where no metric by name fits, which scores right answers best", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "rows.jsonl": rowsWith(KINDS["text"]!, "answer") });
    expect((await folder.run("init --yes --task custom")).stdout).toContain(
      "Wrote prompt.md and score.ts and protegi.yaml.",
    );
    expect(parse(read(folder, "protegi.yaml"))).toMatchObject({ task: "custom", metric: "./score.ts" });
    await passesCheck(folder);
    const path = join(folder.path, "score.ts");
    const { default: score } = (await import(pathToFileURL(path).href)) as { default: MetricFunction };
    const example = { id: "1", fields: {}, expected: "Call Ada back" };
    const scored = (answer: string): unknown => score(answer, example, () => Promise.reject(new Error("no judge")));
    expect(scored("call Ada back!")).toBe(1);
    expect(scored("Call Alan back")).toBeCloseTo(2 / 3);
    expect(scored("no")).toBe(0);
  });

  it("names a judge model where answers are free text, and nowhere else", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "tickets.csv": tickets() });
    await folder.run("init --data tickets.csv --label urgency --task text --yes", KEY);
    expect(read(folder, "protegi.yaml")).toContain(
      "# A model can judge, too: metric: { judge: What a good answer does. }",
    );
    await folder.run("init --data tickets.csv --label urgency --yes --force", KEY);
    expect(read(folder, "protegi.yaml")).not.toContain("judge");
  });

  it("is the one that a flag names", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "rows.jsonl": rowsWith(KINDS["numeric"]!, "answer") });
    expect((await folder.run("init --yes --task qa --json")).json()).toMatchObject({ task: "qa", why: {} });
    const { code, stderr } = await folder.run("init --yes --force --task regression");
    expect(stderr).toContain("--task: expected one of classification, custom");
    expect(code).toBe(2);
  });
});

describe("the label", () => {
  const CASES = [
    {
      it: "by its name and values",
      header: "id,text,queue,source",
      label: "queue",
      why: "its name is usual for labels",
    },
    {
      it: "by its values alone",
      header: "id,text,zzz,source",
      label: "zzz",
      why: "it has 2 different values in 60 rows",
    },
    { it: "not by a name alone", header: "id,topic,zzz,source", label: "zzz", why: "it has 2 different values" },
  ];
  it.each(CASES)("is guessed $it", async ({ header, label, why }) => {
    await using folder = await emptyFolder();
    const row = (i: number): string =>
      `${i},the ${subjects[i % 8]} of ${i * 7919},${i % 2 ? "up" : "down"},${i % 3 ? "mail" : "web"}\n`;
    await folder.write({ "rows.csv": `${header}\n${Array.from({ length: 60 }, (_, i) => row(i)).join("")}` });
    const { json } = await folder.run("init --yes --json");
    expect(json()).toMatchObject({ label, why: { label: expect.stringContaining(why) } });
    expect(json()["columns"]).toEqual([header.split(",")[1], "source"]);
  });

  it("is not given away by a column that is the label in another form, and what is not shown is named", async () => {
    await using folder = await emptyFolder();
    const row = (i: number): string =>
      `${i},the ${subjects[i % 8]} of ${i * 7919},${i % 2 ? "up" : "down"},${i % 2 ? "UP" : "DOWN"}\n`;
    const rows = Array.from({ length: 60 }, (_, i) => row(i)).join("");
    await folder.write({ "rows.csv": `id,text,sentiment,original_sentiment\n${rows}` });
    const { stdout } = await folder.run("init --yes");
    expect(stdout).toContain("“original_sentiment” could be meant too.\n");
    expect(stdout).toContain("The prompt shows text. Not shown: id, original_sentiment.\n");
    expect(read(folder, "prompt.md")).not.toContain("original_sentiment");
  });

  it("is asked for with flags where nobody can be asked", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "a.csv": "one,two\n1,2\n", "b.csv": "one,two\n1,2\n", "package.json": "{}" });
    const { code, stderr } = await folder.run("init --yes");
    expect(stderr).toContain(
      "--data: expected a file with labelled rows, got none\n  In this folder: a.csv, b.csv. Such as: protegi init --data a.csv --yes.",
    );
    expect(stderr).toContain("--label, --columns, --task, --merge-labels, --omit-rare, --prompt, --model, --base-url");
    expect(code).toBe(2);
  });
});

describe("labels that are written in several ways, or rare", () => {
  const LABELS = ["Billing", "billing", "Tech support", "tech-support", "C", "C++", "Legal"];
  const COUNTS = [20, 4, 20, 2, 10, 10, 1];
  const all = COUNTS.flatMap((count, n) => Array.from({ length: count }, () => LABELS[n]!));
  const file = `text,label\n${all.map((label, i) => `the ${subjects[i % 8]} of customer ${i * 7919},${label}\n`).join("")}`;

  it("are merged and left out by default, and the config says so", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "rows.csv": file });
    const { stdout } = await folder.run("init --yes");
    expect(stdout).toContain(
      "Labels that are read as one (task.aliases): “billing” (4) as “Billing” (20); “tech-support” (2) as “Tech support” (20).\nLabels that are left out, since they have too few rows (task.omit): “Legal” (1).\n",
    );
    expect(parse(read(folder, "protegi.yaml"))["task"]).toEqual({
      kind: "classification",
      aliases: { Billing: ["billing"], "Tech support": ["tech-support"] },
      omit: ["Legal"],
    });
    const checked = (await folder.run("check --json", KEY)).json();
    expect(checked["notices"]).toEqual([expect.stringMatching(/^1 row has a label that the task leaves out/)]);
    expect(read(folder, "prompt.md")).toContain("Answer with one of: Billing, C, C++, Tech support.");
    await passesCheck(folder);
  });

  it("stay where a person or a flag says so, and the answers are kept although a label is too rare", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "rows.csv": file });
    const ask = answering(
      "rows.csv",
      "label",
      "classification",
      false,
      false,
      "Which?",
      "ollama",
      "qwen3",
      "ftp://gpu",
    );
    const { code, stderr } = await folder.run("init", { ask });
    expect(ask.asked.slice(3, 5)).toEqual([
      "Read spellings of one label as one label? “billing” (4) as “Billing” (20); “tech-support” (2) as “Tech support” (20)",
      "Leave out labels with fewer than 3 rows? “Legal” (1); “tech-support” (2)",
    ]);
    expect(stderr).toContain('the base URL must be an http or https address, got "ftp://gpu"');
    expect(code).toBe(130);
    const flags = await folder.run("init --yes --no-merge-labels --no-omit-rare");
    expect(flags.stderr).toContain("there are too few of “Legal” (1 row), “tech-support” (2 rows)");
    expect(parse(read(folder, "protegi.yaml"))["task"]).toBe("classification");
  });
});

describe("files of chats", () => {
  const lines = (row: (i: number) => object): string =>
    Array.from({ length: 60 }, (_, i) => `${JSON.stringify(row(i))}\n`).join("");
  const user = (i: number): object => ({ role: "user", content: `customer ${i * 7919} ${i % 2 ? "burns" : "pays"}` });
  const label = (i: number): string => ["billing", "bug"][i % 2]!;

  it("have the last turn as the right answer, and the system turn of all rows as the prompt", async () => {
    await using folder = await emptyFolder();
    const system = { role: "system", content: "Say billing or bug." };
    const data = lines((i) => ({ messages: [system, user(i), { role: "assistant", content: label(i) }] }));
    await folder.write({ "finetune.jsonl": data });
    const { code, stdout, stderr } = await folder.run("init --yes");
    expect(stderr).toContain("it is left out, since the prompt has its own.");
    expect(code).toBe(0);
    expect(stdout).toContain(
      'The right answers are in the column "messages" of finetune.jsonl: the last turns of the assistant.\nThe task is classification (billing, bug): ',
    );
    expect(stdout).toContain("The prompt is the system turn that all rows have.\n");
    expect(parse(read(folder, "prompt.yaml"))).toEqual([system, { role: "user", content: "{{messages}}" }]);
    expect(parse(read(folder, "protegi.yaml"))).toMatchObject({ prompt: "prompt.yaml", label: "messages" });
    await passesCheck(folder);
    await folder.run(["init", "--yes", "--force", "--prompt", "Which queue?"]);
    expect(parse(read(folder, "prompt.yaml"))).toMatchObject([
      { content: "# Task\nWhich queue?\n\n# Output format\nAnswer with one of: billing, bug.\n" },
      {},
    ]);
  });

  it("have turns in the prompt next to other columns, and the answer in a column of its own", async () => {
    await using folder = await emptyFolder();
    await folder.write({
      "samples.jsonl": lines((i) => ({ input: [user(i)], lang: "de", ideal: label(i), meta: { i } })),
    });
    const { stdout } = await folder.run("init --yes");
    expect(stdout).toContain("The prompt shows input, lang. Not shown: meta.\n");
    const [system, turns] = parse(read(folder, "prompt.yaml")) as { content: string }[];
    expect(system!.content).toContain("\n# Input\nlang: {{lang}}\n");
    expect(turns).toEqual({ role: "user", content: "{{input}}" });
    await passesCheck(folder);
  });
});

describe("the model", () => {
  it("has an address where its provider needs one: asked, from a flag, or guessed and said", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "rows.csv": tickets("id,text,label") });
    const url = "http://127.0.0.1:8123/v1";
    const ask = answering("rows.csv", "label", ["text"], "classification", "Which?", "openai-compatible", "qwen3", url);
    const { stdout, stderr } = await folder.run("init", { ask });
    expect(stderr).toBe("");
    expect(stdout).toContain(
      `The model is openai-compatible:qwen3 at ${url}. It runs on this machine, so calls cost no money.`,
    );
    expect(parse(read(folder, "protegi.yaml"))["model"]).toEqual({ model: "openai-compatible:qwen3", baseURL: url });
    await passesCheck(folder);
    const ollama = await folder.run("init --force --data rows.csv --yes --model ollama:qwen3 --base-url gpu");
    expect(ollama.stdout).toContain("The model is ollama:qwen3 at http://gpu:11434.\n");
    const command = "init --force --data rows.csv --yes --model openai-compatible:qwen3";
    const given = await folder.run(`${command} --base-url https://gpu.example/v1`);
    expect(given.stdout).toContain("The model is openai-compatible:qwen3 at https://gpu.example/v1.\n");
    const guessed = await folder.run(command);
    expect(guessed.stderr).toContain("is a guess, http://localhost:8000/v1: --base-url names another.");
    expect((await folder.run(`${command} --base-url gpu`)).stderr).toContain(
      'the base URL must be an http or https address, got "gpu"',
    );
  });
});

describe("files that are there", () => {
  it("are overwritten if a person agrees; if not, the new ones get other names", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "rows.csv": tickets("id,text,label"), "prompt.md": "mine", "protegi.yaml": "prompt: mine\n" });
    const first = ["rows.csv", "label", ["text"], "classification", "Which?", "another", "sim:reviews"];
    const ask = answering(...first, false, false);
    const { code, stdout } = await folder.run("init", { ask });
    expect(ask.asked.slice(-2)).toEqual([
      "prompt.md exists already. Overwrite it?",
      "protegi.yaml exists already. Overwrite it?",
    ]);
    expect(stdout).toContain("Wrote prompt-2.md and protegi-2.yaml.");
    expect(stdout).toContain("protegi check protegi-2.yaml");
    expect(code).toBe(0);
    expect(read(folder, "prompt.md")).toBe("mine");
    expect(parse(read(folder, "protegi-2.yaml"))).toMatchObject({ prompt: "prompt-2.md" });
    expect((await folder.run("check protegi-2.yaml", KEY)).code).toBe(0);
    expect((await folder.run("init", { ask: answering(...first, true, true) })).code).toBe(0);
    expect(read(folder, "prompt.md")).toContain("# Task\nWhich?");
  });

  it("asks for another file of rows where one cannot be read, and forgets nothing", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "rows.csv": tickets("id,text,label"), "broken.json": "{" });
    const ask = answering("broken.json", "another file", "gone.csv", "rows.csv", "label");
    const { stderr } = await folder.run("init", { ask });
    expect(stderr).toContain("broken.json:1:1: expected valid JSON");
    expect(stderr).toContain("gone.csv: expected a file that can be read, got nothing there");
    expect(ask.asked.at(-1)).toBe("Which columns does the prompt show?");
  });
});

describe("init --from promptfoo", () => {
  const config = (tests: string): string =>
    `prompts:\n  - file://ticket.txt\n  - "other {{text}}"\nproviders: [{ id: "openai:chat:gpt-5-mini" }]\ntests: ${tests}\n`;
  const inline = (count: number): string =>
    JSON.stringify([
      ...Array.from({ length: count }, (_, i) => ({
        vars: { text: `the ${subjects[i % 8]} of customer ${i * 7919}`, label: `number ${i}` },
        assert: [
          { type: "latency", threshold: 1 },
          { type: "equals", value: i % 2 ? "urgent" : "can wait" },
        ],
      })),
      { vars: { text: "no answer" }, assert: [{ type: "llm-rubric", value: "polite" }] },
      { vars: { text: ["a storm", "a flood"] }, assert: [{ type: "equals", value: "urgent" }] },
    ]);

  it("takes over prompt, provider and tests, and says what it leaves out", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "promptfooconfig.yaml": config(inline(40)), "ticket.txt": "Urgent or can wait?\n{{text}}\n" });
    const { code, stdout, stderr } = await folder.run("init --from promptfooconfig.yaml");
    expect(stderr).toBe(
      "The config has 2 prompts; the first one was taken.\n1 of 42 tests were left out: no assertion names a right answer (1).\nAssertions that name no right answer, and are not checked: latency (40), llm-rubric (1).\n",
    );
    expect(stdout).toContain("Wrote data.jsonl and prompt.md and protegi.yaml.\n");
    expect(code).toBe(0);
    expect(JSON.parse(read(folder, "data.jsonl").split("\n")[1]!)).toEqual({
      text: "the invoice of customer 7919",
      label: "number 1",
      expected: "urgent",
    });
    expect(parse(read(folder, "protegi.yaml"))).toMatchObject({ label: "expected", model: "openai:gpt-5-mini" });
    await passesCheck(folder);
  });

  it("reads tests from a file, with their answers under __expected", async () => {
    await using folder = await emptyFolder();
    const rows = Array.from(
      { length: 40 },
      (_, i) => `the ${subjects[i % 8]} of customer ${i * 7919},${i % 2 ? "equals: urgent" : "can wait"}\n`,
    );
    await folder.write({
      "tests.csv": `text,__expected\n${rows.join("")}`,
      "foo.yaml": config("file://tests.csv"),
      "ticket.txt": "{{text}}",
    });
    expect((await folder.run("init --from foo.yaml --model sim:reviews --json")).json()).toMatchObject({
      label: "label",
      labels: ["can wait", "urgent"],
      model: "sim:reviews",
    });
    await passesCheck(folder);
  });

  it("refuses the template syntax that is not run, and keeps the files", async () => {
    await using folder = await emptyFolder();
    const prompt = "{% if text %}Urgent or can wait?{% endif %} Text: {{ text | trim }} Again: {{text}}";
    await folder.write({ "foo.yaml": config(inline(40)).replace("file://ticket.txt", JSON.stringify(prompt)) });
    const { code, stderr } = await folder.run("init --from foo.yaml");
    expect(stderr).toContain(
      "A run cannot start yet. prompt: “{% if text %}” is a template tag of Jinja, which is not run",
    );
    expect(code).toBe(2);
    const checked = await folder.run("check", KEY);
    expect(checked.stderr).toContain(
      "prompt: “{% if text %}” is a template tag of Jinja, which is not run\n  Write the prompt without it",
    );
    expect(checked.code).toBe(2);
  });

  it.each([
    ["no prompt", "tests: []\n", "prompts: expected at least one prompt"],
    ["a prompt in code", "prompts: [file://chat.py]\n", "got chat.py, which is neither"],
    ["a prompt file that is not there", "prompts: [file://gone.txt]\n", "gone.txt cannot be read"],
    ["broken YAML", "prompts: [\n", "foo.yaml:2:1: this is not valid YAML"],
    ["an empty file", "", "expected a config of promptfoo (promptfooconfig.yaml), got an empty one"],
  ])("refuses %s", async (_, text, message) => {
    await using folder = await emptyFolder();
    await folder.write({ "foo.yaml": text });
    const { code, stderr } = await folder.run("init --from foo.yaml");
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
