/** What a terminal is sent: data, answers, gradients and errors are shown, never obeyed, and begin no line of ours. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { headingsIn, placeholdersIn } from "../../src/core/prompt/template.ts";
import { emptyFolder, type Folder } from "../cli/helpers.ts";
import { askAtTerminal } from "../../src/cli/ask.ts";
import { EVERYTHING, HOSTILE, obeyed } from "./hostile.ts";
import { startProvider, type Asked, type Said } from "./provider.ts";

const select = vi.hoisted(() => vi.fn(async ({ options }: { options: { value: string }[] }) => options[0]!.value));
vi.mock("@clack/prompts", () => ({ select }));

const PROMPT = "# Task\nSay spam or ham.\n\n# Input\n{{text}}\n\n# Note\n{{other col}}\n";
const LABELS = [`spam ${EVERYTHING}`, `ham ${EVERYTHING}`];

/** A provider whose every word means harm. */
function harmful({ optimizer, content }: Asked): Said {
  if (!optimizer) return { content: `${EVERYTHING} ${content.length}` };
  const items = content.includes("Give exactly")
    ? [`It is vague. ${EVERYTHING}`, EVERYTHING]
    : [`Say spam or ham: ${content.length}.\nFORGED line\n${HOSTILE["uses template languages"]!}`];
  return { content: JSON.stringify({ items }) };
}

async function hostileFolder(more: Readonly<Record<string, string>> = {}): Promise<Folder> {
  const provider = await startProvider(harmful);
  const folder = await emptyFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  onTestFinished(() => provider[Symbol.asyncDispose]());
  const rows = Array.from({ length: 40 }, (_, i) => ({
    text: `${EVERYTHING} ${i * 7919}`,
    "other col": EVERYTHING,
    label: LABELS[i % 2],
  }));
  await folder.write({
    "prompt.md": PROMPT,
    "data.jsonl": rows.map((row) => `${JSON.stringify(row)}\n`).join(""),
    "protegi.yaml": stringify({
      prompt: "prompt.md",
      data: "data.jsonl",
      label: "label",
      model: { model: "openai-compatible:any", baseURL: provider.baseURL },
      requests: { retries: 0, concurrency: 4 },
      search: { headroom: false, rounds: 1, minibatchSize: 4, errorGroups: 1 },
      splits: { maxDev: 10, maxTest: 10 },
    }),
    ...more,
  });
  return folder;
}

/** Fails when something in it would be obeyed, or a line of data stands where ours begin. */
function expectShown(what: string, text: string, colours: boolean): void {
  // oxlint-disable-next-line no-control-regex -- our own colours, and the live line
  const bare = colours ? text.replaceAll(/\u001b\[(?:[0-2]|3[12])m|\r\u001b\[K/g, "") : text;
  expect(obeyed(bare), what).toEqual([]);
  const forged = bare
    .split("\n")
    .filter((line) => /^(FORGED|#|@@|~|The right answer:|Reply with)/.test(line) && !/^@@ -\d/.test(line));
  expect(forged, `${what}:\n${bare}`).toEqual([]);
}

const COMMANDS = ["check", "check --live", "step", "evaluate", "optimize", "show", "runs", "cache", "doctor"];

describe("the terminal", () => {
  it.each([false, true])(
    "shows what data, models and providers say, and obeys none of it (a terminal: %s)",
    async (tty) => {
      const folder = await hostileFolder();
      for (const command of COMMANDS) {
        const { code, stdout, stderr } = await folder.run(command, { tty });
        expect(code, `${command}: ${stderr}`).toBe(command === "check --live" ? 1 : 0);
        expectShown(`stdout of ${command}`, stdout, tty);
        expectShown(`stderr of ${command}`, stderr, tty);
      }
    },
  );

  it("is sent JSON that holds all of it, and that it does not obey", async () => {
    const folder = await hostileFolder();
    for (const command of COMMANDS) {
      const { code, stdout, json } = await folder.run(`${command} --json`);
      expect(code).toBe(command === "check --live" ? 1 : 0);
      expect(obeyed(stdout)).toEqual([]);
      if (command === "check") expect(json()["filledPrompt"]).toContain(EVERYTHING);
      else expect(json()).toBeTypeOf("object");
    }
  });

  it("is shown errors about hostile files", async () => {
    const cases: Record<string, Record<string, string>> = {
      columns: { "data.jsonl": `${JSON.stringify({ [EVERYTHING]: "a", label: "b" })}\n` },
      "no JSON": { "data.jsonl": EVERYTHING },
      "a rare label": {
        "data.jsonl": Array.from(
          { length: 40 },
          (_, i) =>
            `${JSON.stringify({ text: `row ${i * 7919}`, "other col": "x", label: i === 0 ? EVERYTHING : `l${i % 2}` })}\n`,
        ).join(""),
      },
      "an option": { "protegi.yaml": stringify({ [EVERYTHING]: 1 }) },
      "a value": { "protegi.yaml": stringify({ prompt: "p", data: "d", model: [EVERYTHING] }) },
      "a file name": {
        "protegi.yaml": stringify({ prompt: "{{text}}", data: `${EVERYTHING}.csv`, model: "sim:reviews" }),
      },
      "a model": { "protegi.yaml": stringify({ prompt: PROMPT, data: "data.jsonl", model: EVERYTHING }) },
      "a provider": {
        "protegi.yaml": stringify({ prompt: PROMPT, data: "data.jsonl", model: `openai:${EVERYTHING}` }),
      },
      "a metric": {
        "protegi.yaml": stringify({ prompt: PROMPT, data: "data.jsonl", model: "sim:reviews", metric: EVERYTHING }),
      },
      "a class": {
        "protegi.yaml": stringify({
          prompt: PROMPT,
          data: "data.jsonl",
          model: "sim:reviews",
          metric: { f1: EVERYTHING },
        }),
      },
      "no YAML": { "protegi.yaml": `a: [\n${EVERYTHING}` },
      "a variable": {
        "protegi.yaml": stringify({
          prompt: PROMPT,
          data: "data.jsonl",
          model: "${FORGED}",
          [EVERYTHING]: "${FORGED}",
        }),
      },
    };
    for (const [what, files] of Object.entries(cases)) {
      const folder = await hostileFolder(files);
      for (const command of ["check", "check --json"]) {
        const { code, stdout, stderr } = await folder.run(command, { tty: true });
        expect(code, `${what}: ${stderr}`).toBe(2);
        expectShown(what, stderr, false);
        expect(obeyed(stdout)).toEqual([]);
        expect(stderr).not.toMatch(/^\s+at /m);
      }
    }
  });

  it("is shown what a provider says when it refuses", async () => {
    const message = `${EVERYTHING} ${HOSTILE["forges lines"]!}`;
    await using provider = await startProvider(() => ({
      status: 401,
      body: JSON.stringify({ error: { message, code: EVERYTHING } }),
    }));
    const folder = await hostileFolder({
      "protegi.yaml": stringify({
        prompt: PROMPT,
        data: "data.jsonl",
        label: "label",
        model: { model: "openai-compatible:any", baseURL: provider.baseURL },
      }),
    });
    const { code, stderr } = await folder.run("optimize", { tty: true });
    expect(code).toBe(1);
    expectShown("stderr", stderr, true);
    const shown = await folder.run("show", { tty: true });
    expectShown("show", shown.stdout, true);
  });
});

describe("a question", () => {
  it("offers what it does not obey where a person is asked", async () => {
    await askAtTerminal.choose("Which?", [EVERYTHING, "plain"]);
    const [{ options }] = select.mock.calls[0] as unknown as [{ options: { value: string; label: string }[] }];
    expect(options.map(({ value }) => value)).toEqual([EVERYTHING, "plain"]);
    for (const { label } of options) expect(obeyed(label)).toEqual([]);
  });
});

describe("what is written out", () => {
  it("is the prompt to the letter", async () => {
    const folder = await hostileFolder();
    const { json } = await folder.run("optimize --json --out best.md --take best");
    expect(readFileSync(join(folder.path, "best.md"), "utf8")).toBe(json()["best"]);
  });

  it("is a prompt and a config with the structure that `init` gives them, whatever labels and columns are called", async () => {
    const folder = await emptyFolder();
    onTestFinished(() => folder[Symbol.asyncDispose]());
    const rows = Array.from({ length: 40 }, (_, i) => ({
      text: `${EVERYTHING} ${i * 7919}`,
      [EVERYTHING]: "x",
      label: LABELS[i % 2],
    }));
    await folder.write({ "data.jsonl": rows.map((row) => `${JSON.stringify(row)}\n`).join("") });
    const { code, stdout, stderr } = await folder.run("init --data data.jsonl --yes");
    expect(code, stderr).toBe(0);
    expectShown("stdout", stdout, false);
    const prompt = readFileSync(join(folder.path, "prompt.md"), "utf8");
    expect(headingsIn(prompt).map(({ name }) => name)).toEqual(["Task", "Output format", "Input"]);
    expect(placeholdersIn(prompt)).toEqual(["text", EVERYTHING]);
    expect(obeyed(prompt)).toEqual([]);
    expect((await folder.run("check --model sim:reviews")).code).toBe(0);
  });

  it("keeps the values of a promptfoo config values", async () => {
    const folder = await emptyFolder();
    onTestFinished(() => folder[Symbol.asyncDispose]());
    const rows = Array.from({ length: 40 }, (_, i) => ({
      text: `${EVERYTHING} ${i * 7919}`,
      constructor: "c",
      // A template in a right answer is promptfoo's to fill, so it has none.
      label: LABELS[i % 2]!.replaceAll(/\{(?=[{%])/g, "{ "),
    }));
    const tests = rows.map(({ label, ...vars }) => ({ vars, assert: [{ type: "equals", value: label }] }));
    await folder.write({
      "promptfooconfig.yaml": stringify({ prompts: ["Spam? {{text}}"], providers: ["openai:chat:gpt"], tests }),
    });
    const { code, stdout, stderr } = await folder.run("init --from promptfooconfig.yaml");
    expect(code, stderr).toBe(0);
    expectShown("stdout", stdout, false);
    const written = readFileSync(join(folder.path, "data.jsonl"), "utf8").trimEnd().split("\n");
    expect(written.map((line) => JSON.parse(line) as unknown)).toEqual(rows);
    expect(readFileSync(join(folder.path, "prompt.md"), "utf8")).toContain("Spam? {{text}}");
  });
});
