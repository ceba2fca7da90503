/** No code is run unless the user named its module in the config. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { describe, expect, it, onTestFinished } from "vitest";
import { emptyFolder, type Folder, SMALL } from "../cli/helpers.ts";

declare global {
  var ran: number | undefined;
}

/** A module that leaves a trace when it is loaded, and when its function is called. */
const MODULE =
  "globalThis.ran = (globalThis.ran ?? 0) + 1;\nexport default () => { globalThis.ran += 1; return 1; };\n";
const CODE = "globalThis.ran = 1";
const STRINGS = [
  `\${${CODE}}`,
  `{{${CODE}}}`,
  `{{text.constructor.constructor('${CODE}')()}}`,
  `{% ${CODE} %}`,
  `<%= ${CODE} %>`,
  `javascript:${CODE}`,
  `data:text/javascript,${CODE}`,
  `$(touch ran)`,
  "`touch ran`",
  "; touch ran #",
];

const rows = (text: (i: number) => string): string =>
  Array.from(
    { length: 40 },
    (_, i) => `${JSON.stringify({ text: text(i), label: i % 2 === 0 ? "yes" : "no" })}\n`,
  ).join("");

async function folderWith(
  config: Readonly<Record<string, unknown>> | string,
  more: Readonly<Record<string, string>> = {},
): Promise<Folder> {
  const folder = await emptyFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  globalThis.ran = undefined;
  await folder.write({
    "x.mjs": MODULE,
    "x.js": MODULE,
    "data.jsonl": rows((i) => `${STRINGS[i % STRINGS.length]!} ${i * 7919}`),
    "protegi.yaml":
      typeof config === "string"
        ? config
        : stringify({
            prompt: "# Task\nYes or no?\n\n# Input\n{{text}}\n",
            data: "data.jsonl",
            label: "label",
            model: "sim:reviews",
            ...config,
          }),
    ...more,
  });
  return folder;
}

function expectNothingRan(folder: Folder): void {
  expect(globalThis.ran).toBeUndefined();
  expect(readdirSync(folder.path)).not.toContain("ran");
}

describe("code", () => {
  it("is run where the metric names its module", async () => {
    const folder = await folderWith({ metric: "./x.mjs" });
    const { code, stderr } = await folder.run(["evaluate", ...SMALL]);
    expect(code, stderr).toBe(0);
    expect(globalThis.ran).toBeGreaterThan(1);
  });

  it.each([
    [{ model: "./x.mjs" }],
    [{ optimizer: "./x.mjs" }],
    [{ task: "./x.mjs" }],
    [{ format: "./x.mjs" }],
    [{ search: { method: "./x.mjs" } }],
    [{ selection: { selector: "./x.mjs" } }],
  ])("is run where %j names its module", async (option) => {
    const folder = await folderWith(option);
    await folder.run("check");
    expect(globalThis.ran).toBe(1);
  });

  it.each([
    ["prompt", "./x.mjs"],
    ["prompt", "x.mjs"],
    ["section", "./x.mjs"],
    ["data", "./x.mjs"],
    ["data", "./x.js"],
    ["label", "./x.mjs"],
    ["model", "x.mjs"],
    ["model", "./x.mjs?y"],
    ["model", "local:./x.mjs"],
    ["model", "sim:./x.mjs"],
    ["optimizer", "x.mjs"],
    ["optimizer", "./x.mjs?y"],
    ["metric", "./x"],
    ["metric", "x.mjs?y"],
    ["metric", `data:text/javascript,${CODE}//.mjs`],
    ["metric", "http://127.0.0.1:1/x.mjs"],
    ["metric", "node:process.mjs"],
    ["metric", "eval.mjs"],
    ["task", "x.mjs"],
    ["task", "./x.mjs?y"],
    ["instructions", { gradient: "./x.mjs", edit: `{{gradient}} \${${CODE}}` }],
    ["search", "./x.mjs"],
    ["search", { method: "file:///x.mjs" }],
    ["selection", { selector: `data:text/javascript,${CODE}//.mjs` }],
    ["format", "x.mjs"],
    ["plugins", ["./x.mjs"]],
  ])("is not run where %s is %j", async (option, value) => {
    const folder = await folderWith({ [option]: value });
    for (const command of ["check", "evaluate --set splits.maxTest=10"]) await folder.run(command);
    expectNothingRan(folder);
  });

  it("is not run out of any text of config or data", async () => {
    for (const text of STRINGS) {
      for (const option of ["prompt", "data", "label", "model", "metric", "section", "task"]) {
        const folder = await folderWith({ [option]: text });
        await folder.run("check");
        expectNothingRan(folder);
      }
    }
  });

  it("is not run by a whole run over such data", async () => {
    const folder = await folderWith({});
    const { code, stderr } = await folder.run([
      "optimize",
      ...SMALL,
      "--set",
      "splits.maxTest=10",
      "--set",
      "splits.maxDev=10",
    ]);
    expect(code, stderr).toBe(0);
    expectNothingRan(folder);
  });

  const TAGGED = [
    '!!js/function "() => { globalThis.ran = 1 }"',
    "!!js/regexp /x/",
    '!!python/object/apply:os.system ["touch ran"]',
    "!include x.mjs",
    "!!binary eA==",
    "!!set { a, b }",
    "!ruby/object:X {}",
  ];

  it.each(TAGGED)("is not read from YAML: %s is refused", async (tagged) => {
    const files: readonly (readonly [string, Record<string, string>])[] = [
      ["check", { "protegi.yaml": `prompt: ${tagged}\ndata: data.jsonl\nmodel: sim:reviews\n` }],
      ["check --set data=data.yaml", { "data.yaml": `- { text: a, label: b }\n- text: ${tagged}\n  label: b\n` }],
      ["init --from foo.yaml --force", { "foo.yaml": `prompts: ["{{text}}"]\ntests: ${tagged}\n` }],
    ];
    for (const [command, more] of files) {
      const folder = await folderWith({}, more);
      const { code, stderr } = await folder.run(command);
      expect(code).toBe(2);
      expect(stderr).toMatch(/yaml:\d+.*(a tag that is not one of plain data|Could not resolve tag)/);
      expectNothingRan(folder);
    }
  });
});

describe("our own source", () => {
  const SRC = fileURLToPath(new URL("../../src/", import.meta.url));
  const sources = (readdirSync(SRC, { recursive: true }) as string[])
    .filter((name) => name.endsWith(".ts"))
    .map((name) => ({ name: name.replaceAll("\\", "/"), text: readFileSync(join(SRC, name), "utf8") }));
  const filesWith = (pattern: RegExp): string[] =>
    sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name);

  it("makes no code of text", () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(filesWith(/\beval\(|new Function\b|node:vm|["']vm["']|\bsetTimeout\(\s*["'`]|\brequire\(/)).toEqual([]);
  });

  it("loads modules by name but for the user's own and the optional runtime of local models, and starts one other program", () => {
    expect(filesWith(/\bimport\((?!\s*["'])/).toSorted()).toEqual([
      "models/local/llama.ts",
      "options/module.ts",
      "tasks/metric-module.ts",
    ]);
    expect(filesWith(/child_process|worker_threads|node:cluster/)).toEqual(["models/local/wheel.ts"]);
  });
});
