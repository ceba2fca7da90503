/** How protegi.yaml is read: overrides, the environment, short forms, places in messages. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig, type Overrides } from "../../src/options/config-file.ts";
import { emptyFolder, type Folder } from "../cli/helpers.ts";

let folder: Folder;
beforeAll(async () => {
  folder = await emptyFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

const NEEDED = "prompt: 'Spam? {{text}}'\ndata: data.csv\nmodel: openai:gpt-5-mini\n";

async function read(text: string, overrides: Overrides = {}, env: Readonly<Record<string, string>> = {}) {
  const path = join(folder.path, "protegi.yaml");
  await writeFile(path, text);
  return readConfig(path, overrides, env);
}

const flag = (value: unknown, from = "--flag") => ({ value, from });

describe("a config", () => {
  it("is what stands in the file", async () => {
    expect(await read(`${NEEDED}search: { rounds: 2 }\nmetric: { f1: spam }\n`)).toEqual({
      prompt: "Spam? {{text}}",
      data: "data.csv",
      model: "openai:gpt-5-mini",
      search: { rounds: 2 },
      metric: { f1: "spam" },
    });
  });

  it("takes values from the environment only where they are written, and never in prompts", async () => {
    const text =
      "prompt: 'Costs ${PRICE}? {{text}}'\ndata: ${FILE}\nmodel: { model: 'openai-compatible:x', apiKey: '${KEY}', headers: { org: 'a-${KEY}' } }\ninstructions: { edit: 'Use ${NAME}.' }\n";
    const env = { FILE: "data.csv", KEY: "secret", PRICE: "5", NAME: "n" };
    expect(await read(text, {}, env)).toEqual({
      prompt: "Costs ${PRICE}? {{text}}",
      data: "data.csv",
      model: { model: "openai-compatible:x", apiKey: "secret", headers: { org: "a-secret" } },
      instructions: { edit: "Use ${NAME}." },
    });
  });

  it.each([
    ["task: { kind: numeric, relative: x }", /task\.relative: expected a number, got "x"$/],
    ["task: { kind: numeric, relatve: 1 }", /task\.relatve: there is no such option; did you mean relative\?/],
    ["task: { relative: 1 }", /task\.kind: expected one of classification, .*, numeric/],
    ["task: { kind: numerc, relative: 1 }", /task\.kind: expected one of .*, got "numerc"\s+Did you mean numeric\?$/],
    ["metric: { cost: 3 }", /metric\.cost: expected names with values, got 3$/],
    ["metric: { judge: { criteria: polite, scale: 0-6 } }", /metric\.judge\.scale: expected one of .*, got "0-6"/],
    ["metric: { judge: { criteria: [{ text: x, weigth: 2 }] } }", /metric\.judge\.criteria\.0\.weigth: there is no/],
    ["limits: 'recall:spam >= 0.9'", /limits: expected a list, got "recall:spam >= 0\.9"$/],
  ])("names what is wrong within an option of several forms: %s", async (line, message) => {
    await expect(read(`${NEEDED}${line}\n`)).rejects.toThrow(message);
  });

  it("does not take the name of a variable for its value in messages", async () => {
    await expect(read(`${NEEDED}seed: \${SEED}\n`, {}, { SEED: "hush" })).rejects.toThrow(
      /protegi\.yaml:4: seed: expected a number, got "\$\{SEED\}"$/,
    );
  });
});

describe("overrides", () => {
  it("take the place of what the file says, in groups that are there or not", async () => {
    const config = await read(`${NEEDED}search: { rounds: 2 }\n`, {
      "search.beamWidth": flag(5),
      "budget.usd": flag(1),
      seed: flag(7),
    });
    expect(config).toMatchObject({ search: { rounds: 2, beamWidth: 5 }, budget: { usd: 1 }, seed: 7 });
  });

  it("keep the kind of a task that gets a setting", async () => {
    const { task } = await read(`${NEEDED}task: numeric\n`, { "task.relative": flag(0.1, "--set task.relative") });
    expect(task).toEqual({ kind: "numeric", relative: 0.1 });
  });

  it("write a short form out", async () => {
    expect(await read(`${NEEDED}search: paper\n`, { "search.rounds": flag(2) })).toMatchObject({
      search: { preset: "paper", rounds: 2 },
    });
    expect(await read(NEEDED, { "model.baseURL": flag("http://x") })).toMatchObject({
      model: { model: "openai:gpt-5-mini", baseURL: "http://x" },
    });
  });

  it("keep a model's settings when only its name changes, and drop them with its provider", async () => {
    const text = NEEDED.replace("openai:gpt-5-mini", "{ model: 'ollama:a', contextSize: 4096 }");
    expect(await read(text, { model: flag("ollama:b") })).toMatchObject({
      model: { model: "ollama:b", contextSize: 4096 },
    });
    expect(await read(text, { model: flag("openai:b") })).toMatchObject({ model: "openai:b" });
  });

  it("are named in messages by their flag", async () => {
    await expect(read(NEEDED, { "search.rounds": flag(0, "--rounds") })).rejects.toThrow(
      "--rounds: expected at least 1, got 0",
    );
  });

  it("cannot reach a prototype", async () => {
    await expect(read(NEEDED, { "__proto__.polluted": flag(true, "--set __proto__.polluted") })).rejects.toThrow(
      "there is no such option",
    );
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});

describe("messages", () => {
  it.each([
    [
      "the line of the option",
      `${NEEDED}search:\n  rounds: 3\n  beamWidth: wide\n`,
      /protegi\.yaml:6: search\.beamWidth: expected a number, got "wide"$/,
    ],
    [
      "the line of the group that lacks one",
      `${NEEDED.replace("data.csv", "{ train: a.csv }")}`,
      /protegi\.yaml:2: data\.dev: expected text$/,
    ],
    [
      "the line of an unknown option",
      `${NEEDED}sed: 1\n`,
      /protegi\.yaml:4: sed: there is no such option; did you mean seed\?/,
    ],
    [
      "the file alone for what is nowhere in it",
      "data: a.csv\nmodel: m:n\n",
      /protegi\.yaml: prompt: expected text or a list of messages$/,
    ],
    [
      "all that is known when nothing is near",
      `${NEEDED}budget: { zzzzzz: 1 }\n`,
      /no such option\n {2}Known here: calls, usd, tokens, minutes, askAbove\.$/,
    ],
  ])("tell %s", async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});
