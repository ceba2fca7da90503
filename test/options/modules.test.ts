/** Modules that a config names in the place of names: loaded, checked, used by the run, and part of what a run is. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/core/errors.ts";
import { readConfigured, type ReadConfig } from "../../src/jobs/read.ts";
import { plainSettings } from "../../src/options/settings.ts";
import { emptyFolder } from "../cli/helpers.ts";
import { tempFolder } from "../temp.ts";

const PLUGINS = fileURLToPath(new URL("../fixtures/plugins/", import.meta.url));

const BASE = {
  prompt: "Which word? {{text}}",
  data: "rows.jsonl",
  label: "label",
  model: "sim:reviews",
};
const ROWS = Array.from({ length: 60 }, (_, i) => ({
  text: `Thing ${i * 7919} is ${["good", "bad"][i % 2]!}`,
  label: ["positive", "negative"][i % 2]!,
}));

function folderWith(config: object, files: Readonly<Record<string, string>> = {}): string {
  const folder = tempFolder();
  const all = {
    "rows.jsonl": ROWS.map((row) => JSON.stringify(row)).join("\n"),
    "protegi.yaml": stringify({ ...BASE, ...config }),
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return join(folder, "protegi.yaml");
}

async function read(config: object, files?: Readonly<Record<string, string>>): Promise<ReadConfig> {
  return readConfigured(folderWith(config, files), {}, {});
}

async function refusal(config: object, files?: Readonly<Record<string, string>>): Promise<string> {
  const error: unknown = await read(config, files).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  return (error as UsageError).message;
}

const MEAN = `export default { name: "half", isMean: true, score: () => 0.5 };`;
const FIRST = `export const first = { name: "first", about: "the first arm", reads: [], stopsEarly: true,
  create: () => ({ arms }) => ({ next: () => [], record() {}, ranking: () => Array.from({ length: arms }, (_, arm) => ({ arm, value: 0, low: 0, high: 1, n: 0 })) }) };
export default first;`;

describe("a module in a config", () => {
  it("is the method, the selector and the task kind, by file or by file and export", async () => {
    const { settings, task } = await read(
      {
        search: { preset: "paper", method: join(PLUGINS, "method.ts#climb") },
        selection: { selector: "./first.ts" },
        task: join(PLUGINS, "task-kind.ts#word"),
      },
      { "first.ts": `type T = string; ${FIRST}` },
    );
    expect(settings.search.method).toMatchObject({ name: "climb" });
    expect(settings.preset).toBe("paper");
    expect(settings.selection.selector).toMatchObject({ name: "first" });
    expect(task).toMatchObject({ kind: "word" });
  });

  it("is the metric: a function, a metric, a kind of metric", async () => {
    expect((await read({ metric: "./m.ts" }, { "m.ts": MEAN })).task.metric.name).toBe("half");
    expect((await read({ metric: join(PLUGINS, "metric.ts#worstLabel") })).task.metric.name).toBe("worst label");
    const { task } = await read({ metric: "./m.ts" }, { "m.ts": "export default () => 1;" });
    expect(task.kind).toBe("custom");
    const named = await read({ metric: "./m.ts#score" }, { "m.ts": "export const score = () => 1;" });
    expect(named.task.kind).toBe("custom");
  });

  it("is the reader of the data", async () => {
    const blocks = ROWS.map(({ text, label }) => `text: ${text}\nlabel: ${label}\n`).join("\n");
    const { task } = await read(
      { data: "rows.blocks", format: join(PLUGINS, "format.ts#blocks") },
      { "rows.blocks": blocks },
    );
    expect(task.train.length + task.dev.length + task.test.length).toBe(ROWS.length);
  });

  it("is a model: a function, which is known by its file and its text, an object of the AI SDK, or a model", async () => {
    const models = {
      "f.ts": "export default async ({ prompt }: { prompt: string }) => prompt;",
      "sdk.js": `export default { specificationVersion: "v2", provider: "lab.chat", modelId: "m", doGenerate() {} };`,
      "own.js": `export default { id: "own:1", holds: { choice: false, json: false }, generate() {} };`,
    };
    const { model, optimizer, judge } = await read(
      { model: "./f.ts", optimizer: "./sdk.js", judge: "./own.js", metric: "./m.js" },
      {
        ...models,
        "m.js": "export default () => 1;",
      },
    );
    expect(model).toMatchObject({ id: expect.stringMatching(/^module:f\.ts#[0-9a-f]{8}$/) });
    expect(optimizer).toMatchObject({ modelId: "m" });
    expect(judge).toMatchObject({ id: "own:1" });
  });

  it.each([
    ["with a main file", { name: "selectors-of-mine", type: "module", main: "index.js" }],
    ["for import alone", { name: "selectors-of-mine", type: "module", exports: { ".": { import: "./index.js" } } }],
    ["with one export", { name: "selectors-of-mine", type: "module", exports: "./index.js" }],
  ])("is an installed package %s", async (_, manifest) => {
    const files = {
      "node_modules/selectors-of-mine/package.json": JSON.stringify(manifest),
      "node_modules/selectors-of-mine/index.js": FIRST,
    };
    for (const selector of ["selectors-of-mine", "selectors-of-mine#first"]) {
      const { settings } = await read({ selection: { selector } }, files);
      expect(settings.selection.selector).toMatchObject({ name: "first" });
    }
  });

  it("never is a package where a name of ours is meant", async () => {
    const files = { "node_modules/ucb/package.json": '{"main":"index.js"}', "node_modules/ucb/index.js": "throw 1" };
    const { settings } = await read({ selection: { selector: "ucb" } }, files);
    expect(settings.selection.selector).toBe("ucb");
  });

  it("whose text is another one is another run, whatever function changed", async () => {
    const at = async (helper: string): Promise<unknown> => {
      const source = `const helper = ${helper};\n${FIRST.replace("value: 0", "value: helper")}`;
      const { settings } = await read({ selection: { selector: "./first.ts" } }, { "first.ts": source });
      return plainSettings(settings).selection.selector;
    };
    expect(await at("1")).toMatch(/^first#[0-9a-f]{8}$/);
    expect(await at("1")).toBe(await at("1"));
    expect(await at("1")).not.toBe(await at("2"));
  });

  it("finds better prompts from the command line", async () => {
    await using folder = await emptyFolder();
    await folder.write({
      "rows.jsonl": ROWS.map((row) => JSON.stringify(row)).join("\n"),
      "model.ts": `export default ({ prompt }: { prompt: string }) => prompt.includes("in one word") ? (prompt.includes("good") ? "positive" : "negative") : "positive";`,
      "writer.ts": `export default () => JSON.stringify({ items: ["Answer in one word: is it positive or negative? {{text}}"] });`,
      "first.ts": FIRST,
      "protegi.yaml": stringify({
        ...BASE,
        model: "./model.ts",
        optimizer: "./writer.ts",
        search: { rounds: 1, headroom: false, method: join(PLUGINS, "method.ts#climb") },
      }),
    });
    const { code, stdout, stderr } = await folder.run(["optimize", "--json"]);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("Answer in one word");
  });
});

describe("a module that is wrong", () => {
  it("is not there", async () => {
    const message = await refusal({ selection: { selector: "./none.ts" } });
    expect(message).toMatch(/protegi\.yaml:\d+: selection\.selector: there is no file .*none\.ts/);
    expect(message).toContain("relative to the folder of the config");
  });

  it("throws while it is loaded: the message names the line", async () => {
    const message = await refusal(
      { task: "./bad.ts" },
      { "bad.ts": "const a = 1;\n\nthrow new TypeError('no luck');\nexport default a;" },
    );
    expect(message).toMatch(/task: \.\/bad\.ts cannot be loaded: TypeError: no luck \(.*bad\.ts:3:\d+\)/);
  });

  it("exports nothing, or another name", async () => {
    expect(await refusal({ search: { method: "./m.js" } }, { "m.js": "const a = 1;" })).toContain(
      "has no default export",
    );
    const message = await refusal({ search: { method: "./m.js" } }, { "m.js": "export const mine = 1;" });
    expect(message).toContain("It exports mine: write ./m.js#mine.");
    expect(await refusal({ search: { method: "./m.js#other" } }, { "m.js": "export const mine = 1;" })).toContain(
      "has no export other",
    );
  });

  it.each([
    ["search", { method: "./m.js" }, "expected a method from ./m.js, got an object without reads, search, plan"],
    ["selection", { selector: "./m.js" }, "expected a selector from ./m.js, got an object without reads, create"],
    ["task", "./m.js", "expected a task kind from ./m.js, got an object without metrics"],
    ["format", "./m.js", "expected a dataset format from ./m.js, got an object without endings, read"],
    ["metric", "./m.js", "expected a function or a metric from ./m.js, got an object without isMean, score"],
    ["model", "./m.js", "expected a model, a function or an AI SDK model from ./m.js, got an object without id"],
  ])("has another shape than %s needs", async (option, value, words) => {
    expect(await refusal({ [option]: value }, { "m.js": 'export default { name: "mine" };' })).toContain(words);
  });

  it("has a name that is taken", async () => {
    const metric = `export default { name: "accuracy", about: "", make: () => ({ name: "a", isMean: true, score: () => 1 }) };`;
    expect(await refusal({ metric: "./m.js" }, { "m.js": metric })).toContain('the name "accuracy" is taken');
  });

  it("is a name that the format of files cannot be", async () => {
    expect(await refusal({ format: "csv" })).toMatch(/format: expected a module such as .*, got "csv"/);
  });

  it.each([
    [
      { selection: { selector: "@me/none/selector" } },
      "selection.selector: no installed package exports @me/none/selector",
    ],
    [{ metric: "@me/none#score" }, "metric: no installed package exports @me/none"],
    [{ model: "@me/none" }, "model: no installed package exports @me/none"],
  ])("is a package with a scope that is not installed: %j", async (config, words) => {
    expect(await refusal(config)).toContain(words);
  });

  it("is a metric that a task kind of one's own does not have", async () => {
    const task = join(PLUGINS, "task-kind.ts#word");
    expect(await refusal({ task, metric: "acuracy" })).toContain('so expected one of accuracy, got "acuracy"');
  });

  it("is a package that is not installed: the error lists the names, as for any other", async () => {
    expect(await refusal({ selection: { selector: "not-installed-selector" } })).toMatch(
      /expected one of .*least-regret/,
    );
  });
});
