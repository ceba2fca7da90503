/** The recipes, small on the simulated task, and what they would take on data made here. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { divide } from "../../recipes/paper/data.ts";
import { compare } from "../../recipes/paper/compare.ts";
import { parseOptions } from "../../recipes/paper/options.ts";
import { runPaper } from "../../recipes/paper/program.ts";
import { readyTasks } from "../../recipes/paper/ready.ts";
import type { Session } from "../../recipes/paper/recipe.ts";
import { recipes } from "../../recipes/paper/recipes.ts";
import { simulated } from "../../recipes/paper/simulated/model.ts";
import { tasks } from "../../recipes/paper/tasks/index.ts";
import { runProgram } from "../../src/cli/program.ts";
import { PRESETS } from "../../src/options/presets.ts";
import { createModel } from "../../src/models/providers.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { openSqliteStore } from "../../src/stores/sqlite.ts";
import { tempFolder } from "../temp.ts";
import { comments, folderWith } from "./files.ts";

const SIMULATED =
  "Simulated, the model and the task: this shows how the methods search, and says nothing about any real model or task.";

interface JsonRow {
  readonly name: string;
  readonly accuracy: { readonly value: number };
  readonly f1: { readonly value: number };
  readonly bestOfBeam: { readonly value: number };
}

interface Range {
  readonly least: number;
  readonly most: number;
}

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface World {
  readonly home?: string;
  readonly data?: string;
  readonly signal?: AbortSignal;
}

/** Runs one invocation on made comments, with runs kept in `home`. */
async function paper(
  command: string,
  { home = tempFolder(), data, signal = new AbortController().signal }: World = {},
): Promise<Outcome> {
  const folder = data ?? (await folderWith({ "ethos/binary.csv": comments(260) }));
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written): { write: (text: string) => void } => ({
    write: (text) => void (written[name] += text),
  });
  const code = await runPaper(command.split(" ").filter(Boolean), {
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    env: { PROTEGI_DATA: folder, PROTEGI_HOME: home },
    signal,
  });
  return { code, ...written };
}

describe("npm run paper", () => {
  it("lists every recipe with a line", async () => {
    const { code, stdout } = await paper("");
    expect(code).toBe(0);
    for (const [name, { about }] of Object.entries(recipes))
      expect(stdout.split("\n").some((line) => line.trim().startsWith(name) && line.endsWith(about))).toBe(true);
  });

  it.each([
    ["etos", /etos: there is no such recipe\n {2}Known: ethos, /],
    ["baselines litmus", /litmus: there is no such task\n {2}Known: ethos, sarcasm, jailbreak, liar/],
    ["ethos liar", /liar: this recipe has its tasks already/],
    ["baselines ethos liar", /expected one task at most/],
    ["ethos --trials none", /--trials: expected a whole number from 1, got "none"/],
    ["ethos --budget 3", /--budget/],
    ["jailbreak --dry-run", /452 examples were never published/],
    ["liar --dry-run", /liar\/train\.jsonl and liar\/test\.jsonl .*\n.*github\.com\/microsoft\/LMOps/],
    ["ethos --model openai:gpt-5-mini", /OPENAI_API_KEY/],
    ["ethos --models sim:rules-noisy", /--models: only the recipe models compares task models/],
    ["liar --model openai:gpt-5-mini", /liar\/train\.jsonl and liar\/test\.jsonl /],
    ["ethos --optimizer openai:gpt-5-mini", /openai:gpt-5-mini: it cannot go with sim:rules/],
    ["ethos --model openai:gpt-5-mini --optimizer sim:rules", /sim:rules: it cannot go with openai:gpt-5-mini/],
    ["models --models openai:gpt-5-nano", /openai:gpt-5-nano: it cannot go with sim:rules/],
    ["ethos --data .", /--data: sim:rules is simulated, and has a task of its own/],
    ["models --model openai:gpt-5-mini --dry-run", /--models: expected the task models/],
  ])("%s: says what is wrong, and spends nothing", async (command, message) => {
    const { code, stdout, stderr } = await paper(command);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});

describe("--dry-run", () => {
  it("prints calls, tokens and money of a named model for every recipe, without a key", async () => {
    for (const name of Object.keys(recipes)) {
      if (["sarcasm", "jailbreak", "liar"].includes(name)) continue;
      const more = name === "models" ? " --models openai:gpt-5-nano" : "";
      const { code, stdout } = await paper(`${name} --dry-run${more}`);
      expect([name, code]).toEqual([name, 0]);
      expect(stdout).toMatch(/openai:gpt-5-mini/);
      expect(stdout).toMatch(/\n +trials +calls +tokens in +tokens out +money\n.* \$\d+\.\d\d/);
      expect(stdout).toMatch(/\n +calls +tokens in +tokens out +money\n.* \$\d+\.\d\d/);
      expect(stdout).not.toContain(SIMULATED);
    }
  });

  it("counts a trial as the formula of docs/paper.md does, and the last beam's test rows", async () => {
    const { stdout } = await paper("ethos --dry-run --trials 2 --json");
    const { tasks } = JSON.parse(stdout) as {
      tasks: [
        {
          contenders: { search: { calls: Range; plan: { total: number } }; all: { calls: Range } }[];
          total: { calls: Range };
        },
      ];
    };
    const [protegi, monteCarlo] = tasks[0].contenders;
    expect(protegi!.search.plan.total).toBe(15_266);
    const lastBeam = (PRESETS.paper.search.beamWidth - 1) * PRESETS.paper.splits.maxTest;
    for (const end of ["least", "most"] as const) {
      expect(protegi!.all.calls[end]).toBe(2 * (protegi!.search.calls[end] + lastBeam));
      expect(tasks[0].total.calls[end]).toBe(protegi!.all.calls[end] + monteCarlo!.all.calls[end]);
    }
  });

  it.each(["protegi", "monte-carlo"])(
    "gives the estimate of `protegi check` for the same settings: %s",
    async (method) => {
      const folder = await folderWith({ "ethos/binary.csv": comments(260) });
      const { stdout } = await paper("ethos --dry-run", { data: folder });
      const row = stdout.split("\n").find((line) => line.startsWith(method))!;
      const [, calls, tokensIn, tokensOut, money] = row.split(/ {2,}/);

      const { train, dev, test } = divide(await tasks["ethos"]!.load(folder));
      const files = { train, dev, test };
      for (const [split, rows] of Object.entries(files))
        await writeFile(join(folder, `${split}.jsonl`), rows.map((one) => `${JSON.stringify(one)}\n`).join(""));
      await writeFile(join(folder, "prompt.md"), tasks["ethos"]!.prompt);
      const config = {
        prompt: "prompt.md",
        data: { train: "train.jsonl", dev: "dev.jsonl", test: "test.jsonl" },
        label: "label",
        metric: "accuracy",
        model: "openai:gpt-5-mini",
        search: { preset: "paper", method },
      };
      await writeFile(join(folder, "protegi.yaml"), JSON.stringify(config));
      let checked = "";
      const stream = { write: (text: string) => void (checked += text) };
      const env = { PROTEGI_HOME: tempFolder(), OPENAI_API_KEY: "none" };
      const { signal } = new AbortController();
      expect(await runProgram(["check"], { stdout: stream, stderr: stream, env, cwd: folder, signal }), checked).toBe(
        0,
      );
      expect(checked).toContain(`${calls} calls`);
      expect(checked).toContain(`${tokensIn} tokens in, ${tokensOut} out`);
      expect(checked).toMatch(new RegExp(`\\s${money!.replaceAll(/[$.]/g, "\\$&")}\\s`));
    },
  );

  it("says when a price is not known", async () => {
    const { code, stdout } = await paper("ethos --dry-run --model openai-compatible:own");
    expect(code).toBe(0);
    expect(stdout).toMatch(/unknown/);
    expect(stdout).toContain("The price of openai-compatible:own");
  });
});

describe("a recipe on the simulated model", () => {
  it("ends in its table, and says first and last that it is simulated", async () => {
    const { code, stdout, stderr } = await paper("ethos --trials 2 --rounds 1");
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect([lines[0], lines.at(-1)]).toEqual([SIMULATED, SIMULATED]);
    expect(lines[1]).toBe(
      "simulated (words turn the meaning of a message around, and the prompt does not say which), sim:rules: 300 train, 50 dev and 150 test rows; a small search, 1 round",
    );
    // The paper has no such task.
    expect(stdout).toMatch(/protegi +0\.\d{3} \(0\.\d{3}\) +0\.\d{3} \(0\.\d{3}\) .* -\n/);
    expect(stdout).not.toContain("0.95 (0.003)");
    expect(stdout).not.toContain("The paper reports");
    expect(stdout).toMatch(/monte-carlo minus protegi, accuracy, paired over seeds: /);
    expect(stderr).toMatch(/simulated, protegi, seed 2: 0\.\d{3}/);
    expect(stderr).toMatch(/This took [\d,]+ calls: 0 tokens in, 0 out, \$0\.00\./);
  });

  it("needs no data, whatever task is named", async () => {
    const data = tempFolder();
    const home = tempFolder();
    const named = await paper("liar --trials 1 --rounds 1", { data, home });
    expect(named.code).toBe(0);
    const other = await paper("table5 --trials 1 --rounds 1", { data, home });
    expect(other.stdout).toBe(named.stdout);
  });

  it("shows the paper's figure next to ours where the task is the paper's", async () => {
    const options = parseOptions(["--trials", "1", "--rounds", "1"]);
    const recipe = recipes["ethos"]!;
    const [ready] = await readyTasks(recipe, options, {}, () => undefined);
    const model = await createModel(options.model, {}, [simulated]);
    const session: Session = {
      options,
      models: { task: model, optimizer: model },
      store: memoryStore(),
      signal: new AbortController().signal,
      open: async () => model,
      note: () => undefined,
    };
    const { lines } = await compare(recipe, session, { ...ready!, paper: tasks["ethos"]! });
    const row = (name: string): string => lines.find((line) => line.startsWith(name))!;
    expect(row("protegi ")).toMatch(/ 0\.95 \(0\.003\)$/);
    expect(row("monte-carlo ")).toMatch(/ 0\.94 \(0\.001\)$/);
    expect(lines[0]).toContain('F1 of "Yes" (s.e.)');
  });

  it("finds in its store what was run before: the same figures, and no run more", async () => {
    const home = tempFolder();
    const command = "baselines --trials 3 --json";
    const first = await paper(command, { home });
    const second = await paper(command, { home });
    expect(second.stdout).toBe(first.stdout);
    expect(second.stderr).toContain("This took 0 calls");
    const store = await openSqliteStore(join(home, "protegi.db"));
    const runs = await store.listRuns();
    await store.close();
    expect(runs.length).toBe(12);
    const { tasks, simulated } = JSON.parse(first.stdout) as { simulated: boolean; tasks: [{ rows: JsonRow[] }] };
    const { rows } = tasks[0];
    expect(simulated).toBe(true);
    expect(rows.map(({ name }) => name)).toEqual(["protegi", "monte-carlo", "phrase-edit", "agent-loop"]);
    // What the prompt misses can be found by looking at errors alone.
    const [protegi, monteCarlo] = rows.map(({ accuracy }) => accuracy.value);
    expect(protegi).toBeGreaterThan(monteCarlo! + 0.1);
    expect(rows[0]!.f1.value).toBeGreaterThan(rows[1]!.f1.value);
    for (const { accuracy, bestOfBeam } of rows) expect(bestOfBeam.value).toBeGreaterThanOrEqual(accuracy.value);
  });

  it.each([
    ["table5 --trials 1 --rounds 1", /monte-carlo minus protegi/],
    ["ablation --trials 1 --rounds 1", /no-iteration minus protegi/],
    ["selectors --trials 1 --rounds 1", /25 evaluations per candidate[\s\S]*50 evaluations per candidate/],
    ["curve --trials 2 --rounds 2", /round +accuracy \(s\.e\.\)[\s\S]*\n +2 /],
    ["models --trials 1 --rounds 1", /sim:rules-noisier +0\.\d{3}/],
    ["first-step", /errors on 32 rows:[\s\S]*gradient: [\s\S]*edit: /],
    ["first-round", /ucb took \d+ evaluations and kept 2:/],
    ["first-selectors --trials 1", /successive-rejects minus ucb/],
  ])("%s runs to its end", async (command, expected) => {
    const { code, stdout } = await paper(command);
    expect(code).toBe(0);
    expect(stdout).toMatch(expected);
    expect(stdout.startsWith(SIMULATED)).toBe(true);
    expect(stdout.trimEnd().endsWith(SIMULATED)).toBe(true);
  });

  it("stops when it is told to, and says how to go on", async () => {
    const { code, stderr } = await paper("ethos --trials 2", { signal: AbortSignal.abort() });
    expect(code).toBe(130);
    expect(stderr).toContain("the same command goes on");
  });
});
