/** What init writes passes check: from the data, from flags, from answers, from promptfoo. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
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
      'Wrote prompt.md and protegi.yaml.\nThe right answers are in the column "label" of tickets.csv: can wait, urgent. The model is openai:gpt-5-mini.\nSee what a run would do, at no cost: protegi check\n',
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
    const ask = answering("tickets.csv", "urgency", "Is it urgent?", "sim:reviews");
    const { code, stderr } = await folder.run("init", { ask });
    expect(stderr).toBe("");
    expect(ask.asked).toEqual([
      "Which file has your labelled rows?",
      "Which column has the right answer?",
      "What does the prompt ask, in a line?",
      "Which model answers it, as provider:name?",
    ]);
    expect(code).toBe(0);
    expect(read(folder, "prompt.md")).toContain("# Task\nIs it urgent?\n");
    await passesCheck(folder);
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
    const { code, stderr } = await folder.run("init", { ask: answering("tickets.csv", "urgency") });
    expect(stderr).toBe("Stopped; nothing was changed.\n");
    expect(code).toBe(130);
    expect(existsSync(join(folder.path, "prompt.md"))).toBe(false);
  });

  it("writes nothing when the data is of no use", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "tickets.csv": "text,label\na,yes\nb,no\n" });
    const { code, stderr } = await folder.run("init --data tickets.csv --yes");
    expect(stderr).toContain("2 rows are too few");
    expect(code).toBe(2);
    expect(existsSync(join(folder.path, "protegi.yaml"))).toBe(false);
  });

  it("writes over files with --force only", async () => {
    await using folder = await emptyFolder();
    await folder.write({ "tickets.csv": tickets("id,text,label"), "prompt.md": "mine" });
    expect((await folder.run("init --data tickets.csv --yes")).code).toBe(2);
    expect(read(folder, "prompt.md")).toBe("mine");
    expect((await folder.run("init --data tickets.csv --yes --force")).code).toBe(0);
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

  it("names the template syntax that stays as it is", async () => {
    await using folder = await emptyFolder();
    const prompt = "{% if text %}Urgent or can wait?{% endif %} Text: {{ text | trim }} Again: {{text}}";
    await folder.write({ "foo.yaml": config(inline(40)).replace("file://ticket.txt", JSON.stringify(prompt)) });
    const { code, stderr } = await folder.run("init --from foo.yaml");
    expect(stderr).toContain("In the prompt, “{% if text %}” is a template tag, which is not run.");
    expect(stderr).toContain("In the prompt, “{{ text | trim }}” is not filled:");
    expect(code).toBe(0);
    const checked = await folder.run("check --json", KEY);
    expect(checked.json()["notices"]).toEqual([
      expect.stringContaining("“{% if text %}”"),
      expect.stringContaining("“{{ text | trim }}”"),
    ]);
  });

  it.each([
    ["no prompt", "tests: []\n", "prompts: expected at least one prompt"],
    ["a chat prompt", "prompts: [file://chat.json]\n", "got chat.json, which is not a text file or holds a chat"],
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
