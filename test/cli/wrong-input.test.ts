/** Wrong input: one clear message, exit code 2, no call, nothing half written. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { brokenServer, type LocalServer } from "./local-server.ts";
import { emptyFolder, type Folder } from "./helpers.ts";

const PROMPT = "# Task\nSpam?\n\n# Input\n{{text}}\n";
const rows = (count: number, labels: readonly string[] = ["yes", "no"]): string =>
  `text,label\n${Array.from({ length: count }, (_, i) => `message number ${i * 7919},${labels[i % labels.length]}\n`).join("")}`;

let server: LocalServer;
beforeAll(async () => {
  server = await brokenServer();
});
afterAll(() => server[Symbol.asyncDispose]());

/** The config, with other lines in the place of some. */
function config(lines: Readonly<Record<string, string | undefined>> = {}): string {
  const model = `{ model: "openai-compatible:any", baseURL: "${server.baseURL}" }`;
  const all = { prompt: "prompt.md", data: "data.csv", label: "label", model, ...lines };
  return Object.entries(all)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}\n`]))
    .join("");
}

interface Case {
  readonly it: string;
  /** Default `optimize`. */
  readonly args?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, string | undefined>>;
  readonly files?: Readonly<Record<string, string | undefined>>;
  /** What the message holds, in this order. */
  readonly says: readonly (string | RegExp)[];
}

const CASES: readonly Case[] = [
  {
    it: "a label to leave out that no row has",
    config: { task: "{ kind: classification, omit: [maybee] }" },
    files: { "data.csv": rows(90, ["yes", "no", "maybe"]) },
    says: ["task.omit: no row has the label “maybee”; the nearest is “maybe”", "Labels: maybe, no, yes."],
  },
  {
    it: "a label to leave out that is another one's word",
    config: { task: "{ kind: classification, aliases: { no: [nope] }, omit: [maybe, nope] }" },
    files: { "data.csv": rows(90, ["yes", "no", "maybe", "nope"]) },
    says: ["task.omit: no row has the label “nope”", "Labels: maybe, no, yes."],
  },
  {
    it: "no config",
    files: { "protegi.yaml": undefined },
    says: ["protegi.yaml: there is no such file", "protegi init"],
  },
  { it: "a config that is named and not there", args: "check other.yaml", says: ["other.yaml: there is no such file"] },
  { it: "an empty config", files: { "protegi.yaml": "" }, says: ["protegi.yaml", "got an empty file"] },
  { it: "a config that is a list", files: { "protegi.yaml": "- a\n" }, says: ["protegi.yaml", 'got ["a"]'] },
  {
    it: "broken YAML",
    files: { "protegi.yaml": "prompt: prompt.md\ndata: [data.csv\nlabel: label\n" },
    says: [/protegi\.yaml:\d+:\d+: this is not valid YAML/],
  },
  {
    it: "a key twice",
    files: { "protegi.yaml": "seed: 1\nseed: 2\n" },
    says: ["protegi.yaml:2:1", 'given twice: "seed", on lines 1 and 2'],
  },
  {
    it: "an unknown key",
    config: { bugdet: "{ usd: 1 }" },
    says: ["protegi.yaml:5: bugdet", "no such option; did you mean budget?", "Known here: prompt"],
  },
  {
    it: "an unknown key in a group",
    config: { search: "\n  beamwidth: 3" },
    says: ["protegi.yaml:6: search.beamwidth", "did you mean beamWidth?"],
  },
  {
    it: "an unknown key of a model",
    config: { model: "{ model: openai:x, baseUrl: y }" },
    says: ["model.baseUrl", "did you mean baseURL?"],
  },
  {
    it: "a mistyped key of a needed option",
    config: { prompt: undefined, promt: "prompt.md" },
    says: ["promt", "did you mean prompt?"],
  },
  { it: "a needed option left out", config: { data: undefined }, says: ["protegi.yaml: data", "expected text"] },
  {
    it: "a wrong type",
    config: { search: "{ rounds: many }" },
    says: ["search.rounds", "expected a number", 'got "many"'],
  },
  { it: "a number that is not whole", config: { seed: "1.5" }, says: ["seed", "expected a whole number, got 1.5"] },
  {
    it: "a number out of range",
    config: { splits: "{ train: 2 }" },
    says: ["splits.train", "expected less than 1, got 2"],
  },
  {
    it: "shares that do not make 1",
    config: { splits: "{ train: 0.9 }" },
    says: ["splits", "expected shares that make 1", "0.9 + 0.2 + 0.3"],
  },
  {
    it: "a word that is none of those known",
    config: { search: "papr" },
    says: ["search", "expected one of default, paper", 'got "papr"', "Did you mean paper?"],
  },
  {
    it: "an unknown selector",
    config: { selection: "{ selector: ucbb }" },
    says: ["selection.selector", "expected one of", "Did you mean ucb?"],
  },
  { it: "an unset variable", config: { label: "${NOT_SET}" }, says: ["label", "NOT_SET is not set"] },
  { it: "an unknown task", config: { task: "clasification" }, says: ["task", "Did you mean classification?"] },
  { it: "an unknown metric", config: { metric: "acuracy" }, says: ["metric", "acuracy", "accuracy"] },
  { it: "F1 of no label", config: { metric: "f1:maybe" }, says: ["metric", "maybe", "Labels: no, yes"] },
  {
    it: "a metric module that is not there",
    config: { metric: "./score.js" },
    says: ["metric: there is no file", "score.js"],
  },
  {
    it: "a metric module without a function",
    config: { metric: "./score.js" },
    files: { "score.js": "export default 3;\n" },
    says: ["metric", "expected a function or a metric from ./score.js, got 3"],
  },
  { it: "a custom task without a module", config: { task: "custom" }, says: ["metric", "task is custom"] },
  {
    it: "a prompt file that is not there",
    config: { prompt: "promt.md" },
    says: ["prompt: there is no file", "promt.md"],
  },
  { it: "an empty prompt", files: { "prompt.md": "\n" }, says: ["prompt", "prompt.md is empty"] },
  {
    it: "a placeholder that is no column",
    files: { "prompt.md": "Spam? {{txt}}" },
    says: ["{{txt}} is no column of", "data.csv", "nearest is {{text}}"],
  },
  { it: "no placeholder", files: { "prompt.md": "Spam?" }, says: ["prompt", "names no column", "{{text}}"] },
  {
    it: "a prompt that shows the answer",
    files: { "prompt.md": "Spam? {{text}} {{label}}" },
    says: ["{{label}} would show the model the right answer"],
  },
  { it: "a data file that is not there", config: { data: "datta.csv" }, says: ["datta.csv", "got nothing there"] },
  {
    it: "a data file of an unknown kind",
    config: { data: "data.doc" },
    says: ["data.doc", "expected a file ending in one of", "got .doc"],
  },
  { it: "an empty data file", files: { "data.csv": "" }, says: ["data.csv", "got an empty file"] },
  {
    it: "data without rows",
    files: { "data.csv": "text,label\n" },
    says: ["data.csv", "expected rows of data, got none"],
  },
  {
    it: "no label column",
    config: { label: "lable" },
    says: ["label", "no column “lable”", "nearest is “label”", "Columns of the file: text, label"],
  },
  {
    it: "no column that looks like one",
    config: { label: undefined },
    files: { "data.csv": "text,spam\na,yes\n" },
    says: ["label", "usual name for the right answer", "Set label"],
  },
  { it: "one label only", files: { "data.csv": rows(40, ["yes"]) }, says: ["every row has the label “yes”"] },
  {
    it: "fewer rows than the splits need",
    files: { "data.csv": rows(20) },
    says: ["20 rows are too few", "10 each, 30 in all"],
  },
  {
    it: "too few rows of a label",
    files: { "data.csv": `${rows(40)}rare message,maybe\n` },
    says: ["too few of “maybe” (1 row)"],
  },
  {
    it: "ragged CSV",
    files: { "data.csv": "text,label\na,yes\nb,no,more\n" },
    says: ["data.csv:3", "expected 2 values", "got 3", "double quotes"],
  },
  {
    it: "a quote that is never closed",
    files: { "data.csv": 'text,label\n"a,yes\n' },
    says: ["data.csv:2", "closing double quote"],
  },
  {
    it: "broken JSONL",
    config: { data: "data.jsonl" },
    files: { "data.jsonl": '{"text":"a","label":"yes"}\n{oops\n' },
    says: ["data.jsonl:2"],
  },
  {
    it: "an unknown provider",
    config: { model: "opnai:gpt" },
    says: ["model opnai:gpt", 'no provider "opnai"', "Did you mean openai:gpt?"],
  },
  {
    it: "a model without a provider",
    args: "optimize --model gpt",
    says: ["model", "expected provider:name", '"gpt"'],
  },
  {
    it: "no API key",
    config: { model: "openai:gpt-5-mini" },
    says: ["model openai:gpt-5-mini", "OPENAI_API_KEY is not set"],
  },
  {
    it: "no key for the optimizer alone",
    config: { optimizer: "anthropic:claude-opus-5-5" },
    says: ["ANTHROPIC_API_KEY is not set"],
  },
  { it: "no address", config: { model: "openai-compatible:any" }, says: ['"baseURL" is missing'] },
  {
    it: "an address that is none",
    config: { model: "{ model: openai-compatible:any, baseURL: localhost }" },
    says: ["http or https address"],
  },
  { it: "an unknown simulated model", config: { model: "sim:revews" }, says: ["sim:revews", "sim:reviews"] },
  {
    it: "a cap on money without a price",
    args: "optimize --budget-usd 2",
    config: { model: "{ model: openai-compatible:any, baseURL: 'http://192.0.2.1/v1' }" },
    says: ["budget", "price"],
  },
  {
    it: "a budget that holds no verdict",
    args: "optimize --budget-calls 10",
    says: ["budget.calls", "10 calls are too few", "Allow at least"],
  },
  { it: "the same in check", args: "check --budget-calls 10", says: ["budget.calls", "10 calls are too few"] },
  {
    it: "a folder that cannot be written",
    env: { PROTEGI_HOME: "data.csv/home" },
    says: ["data.csv", "cannot be written", "PROTEGI_HOME"],
  },
  {
    it: "an --out that cannot be written",
    args: "optimize --out nowhere/better.md",
    says: ["--out", "there is no folder", "nowhere"],
  },
  { it: "an --out that is a folder", args: "optimize --out .", says: ["--out", "is a folder"] },
  { it: "an unknown --take", args: "optimize --take worst", says: ["--take", "expected recommended or best", "worst"] },
  { it: "an unknown --require", args: "optimize --require worse", says: ["--require", "expected better"] },
  {
    it: "an unknown --split",
    args: "evaluate --split most",
    says: ["--split", "expected one of train, dev, test", "all"],
  },
  {
    it: "a flag that is no number",
    args: "optimize --rounds many",
    says: ["--rounds", "Expected a number", "many", "protegi optimize --help"],
  },
  { it: "a flag out of range", args: "optimize --rounds 0", says: ["--rounds", "expected at least 1, got 0"] },
  {
    it: "a preset that is not known",
    args: "optimize --preset papper",
    says: ["--preset", "expected one of default, paper", "Did you mean paper?"],
  },
  {
    it: "an unknown flag",
    args: "optimize --round 2",
    says: ["unknown option '--round'", "--rounds", "protegi optimize --help"],
  },
  {
    it: "an option of the config as a flag",
    args: "optimize --minibatch-size 16",
    says: ["unknown option '--minibatch-size'", "--set search.minibatchSize=VALUE", "optimize --help"],
  },
  {
    it: "a config as a flag",
    args: "optimize --config other.yaml",
    says: ["unknown option '--config'", "The config is an argument: protegi optimize other.yaml", "optimize --help"],
  },
  {
    it: "the beginning of several flags",
    args: "optimize --budget 3",
    says: ["unknown option '--budget'", "Did you mean --budget-usd or --budget-calls or --budget-tokens"],
  },
  { it: "an unknown command", args: "optimise", says: ["unknown command 'optimise'", "optimize", "protegi --help"] },
  { it: "too many arguments", args: "check a.yaml b.yaml", says: ["too many arguments"] },
  { it: "a --set that sets nothing", args: "check --set rounds", says: ["--set", "expected option=value", '"rounds"'] },
  {
    it: "a --set of an unknown option",
    args: "check --set search.rouns=2",
    says: ["--set search.rouns", "did you mean rounds?"],
  },
  {
    it: "a --set of a wrong value",
    args: "check --set search.rounds=two",
    says: ["--set search.rounds", "expected a number", '"two"'],
  },
  {
    it: "a prompt to score that names no column",
    args: "evaluate --prompt other.md",
    files: { "other.md": "{{body}}" },
    says: ["--prompt", "{{body}} is no column", "Columns: text"],
  },
  {
    it: "a prompt to score that is not there",
    args: "evaluate --prompt nope.md",
    says: ["--prompt: there is no file", "nope.md"],
  },
  { it: "a round that is none", args: "show --requests two", says: ["--requests", 'got "two"', "--requests 2"] },
  { it: "a run that is not there", args: "show 2026-01-01-abcdef", says: ["no runs here yet", "protegi optimize"] },
  {
    it: "a config of runs that is not there",
    args: "runs --config other.yaml",
    says: ["other.yaml", "there is no such file"],
  },
  { it: "clearing without a yes", args: "cache clear", says: ["nothing was deleted", "--yes"] },
  { it: "an unknown action", args: "cache empty", says: ["cache", "expected prune, export, clear", '"empty"'] },
  { it: "a local model that is not known", args: "models pull smollm9", says: ["smollm9", "Known names: smollm2"] },
  { it: "a pull of nothing", args: "models pull", says: ["models pull", "expected the name of a model", "smollm2"] },
  { it: "init without data", args: "init --force", says: ["--data", "expected a file with labelled rows"] },
  { it: "init over files that are there", args: "init --data data.csv", says: ["exists already", "--force"] },
  {
    it: "init from a config that is not there",
    args: "init --force --from promptfooconfig.yaml",
    says: ["promptfooconfig.yaml", "there is no such file"],
  },
  {
    it: "init from a config without tests",
    args: "init --force --from foo.yaml",
    files: { "foo.yaml": "prompts: ['{{text}}']\n" },
    says: ["foo.yaml: tests", "expected tests"],
  },
];

describe("wrong input", () => {
  it.each(CASES)("$it", async ({ args = "optimize", env = {}, config: lines = {}, files = {}, says }) => {
    await using folder = await projectWith(lines, files);
    const before = server.calls;
    const home = env["PROTEGI_HOME"];
    const world = { env: home === undefined ? env : { ...env, PROTEGI_HOME: join(folder.path, home) } };

    const { code, stdout, stderr } = await folder.run(args, world);
    expect(stderr).toMatch(inOrder(says));
    expect(stderr.split("\n").filter((line) => line !== "" && !line.startsWith("  "))).toHaveLength(1);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stdout).toBe("");
    expect(code).toBe(2);

    const asked = await folder.run(`${args} --json`, world);
    expect(asked.json()).toEqual({
      about: expect.objectContaining({ document: "error" }),
      error: { name: expect.stringMatching(/Error$/), message: stderr.trimEnd() },
    });
    expect(asked.code).toBe(2);

    expect(server.calls).toBe(before);
    expect(existsSync(join(folder.path, ".protegi"))).toBe(false);
  });

  it("a database of another program is left as it is", async () => {
    await using folder = await projectWith({}, { ".protegi/.gitignore": "*\n" });
    const path = join(folder.path, ".protegi/protegi.db");
    const other = new Sqlite(path);
    other.exec("CREATE TABLE notes (text)");
    other.close();
    const { code, stderr } = await folder.run("runs");
    expect(stderr).toContain("this is a SQLite database of another program");
    expect(code).toBe(2);
  });

  it("a damaged database is set aside, and said to be", async () => {
    await using folder = await projectWith(
      {},
      { ".protegi/protegi.db": "this is no database, but is long enough to be taken for one\n".repeat(40) },
    );
    const { code, stdout, stderr } = await folder.run("runs");
    expect(stderr).toMatch(/protegi\.db is damaged .* set aside as .*protegi\.db\.damaged-1/);
    expect(stdout).toBe("No runs yet. Start one with: protegi optimize\n");
    expect(code).toBe(0);
  });

  it("a file that is no GGUF", async () => {
    const llama = "node_modules/node-llama-cpp";
    await using folder = await projectWith(
      {},
      {
        "model.gguf": "<html>not found</html>",
        [`${llama}/package.json`]: '{"type":"module","main":"index.js"}',
        [`${llama}/index.js`]: "export {};\n",
      },
    );
    const env = { PROTEGI_LLAMA_DIR: folder.path };
    const { code, stderr } = await folder.run(["check", "--model", `local:${join(folder.path, "model.gguf")}`], {
      env,
    });
    expect(stderr).toMatch(inOrder(["model.gguf", "expected a GGUF file, got a web page"]));
    expect(code).toBe(2);
  });

  it("keeps secrets out of messages", async () => {
    await using folder = await projectWith(
      { model: '{ model: "openai-compatible:any", headers: "Bearer hush-hush", apiKey: "${KEY}" }' },
      {},
    );
    const { stderr } = await folder.run("check", { env: { KEY: "sk-very-secret" } });
    expect(stderr).toContain("model.headers: expected names with values\n");
    expect(stderr).not.toMatch(/hush|secret/);
  });
});

async function projectWith(lines: NonNullable<Case["config"]>, files: NonNullable<Case["files"]>): Promise<Folder> {
  const folder = await emptyFolder();
  await folder.write({ "protegi.yaml": config(lines), "prompt.md": PROMPT, "data.csv": rows(60) });
  await folder.write(files);
  return folder;
}

function inOrder(parts: readonly (string | RegExp)[]): RegExp {
  const sources = parts.map((part) =>
    typeof part === "string" ? part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : part.source,
  );
  return new RegExp(sources.join("[\\s\\S]*"));
}
