/** The config that a command is about, and the flags that take the place of its options. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Option, type Command } from "commander";
import { ANSWER_FORMS } from "../core/answer-form.ts";
import type { Override, Overrides } from "../options/config-file.ts";
import { METRIC_CHOICES } from "../metrics/index.ts";
import { PRESETS } from "../options/presets.ts";
import { UsageError } from "../core/errors.ts";
import { namesModule } from "../tasks/metric-module.ts";
import { number } from "./command.ts";
import type { Terminal } from "./terminal.ts";

/** Flags as commander parsed them, by name. */
export type ConfigFlags = Readonly<Record<string, unknown>>;

interface ConfigFlag {
  readonly flag: string;
  readonly option: string;
  readonly description: string;
  readonly kind?: "number" | "file" | "metric" | "list";
}

const FLAGS: readonly ConfigFlag[] = [
  { flag: "--data <file>", option: "data", description: "file with labelled rows", kind: "file" },
  { flag: "--label <column>", option: "label", description: "column with the right answer" },
  {
    flag: "--metric <name>",
    option: "metric",
    description: `${METRIC_CHOICES}, or a module`,
    kind: "metric",
  },
  { flag: "--answer <form>", option: "answer", description: `how answers are held: ${ANSWER_FORMS.join(", ")}` },
  {
    flag: "--limit <sentence>",
    option: "limits",
    description: 'what a prompt must keep to win, such as "recall:urgent >= 0.95"; may be given several times',
    kind: "list",
  },
  {
    flag: "--protect <column>",
    option: "protect",
    description:
      "column that marks rows which no winner may break; for rows by their ids, give the config a list, such as protect: [T-1, T-2]",
  },
  { flag: "--model <provider:name>", option: "model", description: "task model" },
  { flag: "--optimizer <provider:name>", option: "optimizer", description: "model that writes gradients and edits" },
  { flag: "--preset <name>", option: "search.preset", description: Object.keys(PRESETS).join(" or ") },
  { flag: "--rounds <n>", option: "search.rounds", description: "search depth", kind: "number" },
  {
    flag: "--beam-width <n>",
    option: "search.beamWidth",
    description: "prompts kept after each round",
    kind: "number",
  },
  { flag: "--seed <n>", option: "seed", description: "seed of the search", kind: "number" },
  {
    flag: "--concurrency <n>",
    option: "requests.concurrency",
    description: "most calls in flight at once",
    kind: "number",
  },
  { flag: "--budget-usd <n>", option: "budget.usd", description: "most US dollars", kind: "number" },
  { flag: "--budget-calls <n>", option: "budget.calls", description: "most calls", kind: "number" },
  { flag: "--budget-tokens <n>", option: "budget.tokens", description: "most tokens", kind: "number" },
  { flag: "--budget-minutes <n>", option: "budget.minutes", description: "most minutes", kind: "number" },
];

const SET = "--set <option=value>";

/** Adds the flags that override the config. */
export function configFlags(command: Command): Command {
  for (const { flag, description, kind } of FLAGS) {
    const option = new Option(flag, description);
    if (kind === "number") option.argParser(number);
    if (kind === "list") option.argParser(collect);
    command.addOption(option);
  }
  return command
    .option(SET, "any option of the config, such as search.minibatchSize=32", collect)
    .option(
      "--events <where>",
      "write what happens as JSON lines while it runs: jsonl for stdout, or a file such as run.jsonl",
    )
    .option("--yes", "spend more than budget.askAbove without asking; required where nobody can be asked");
}

/**
 * What the flags put in the place of the config's options. Files that flags name are looked for here, those of the config next to it.
 * @throws UsageError for a --set that sets nothing
 */
export function overridesOf(flags: ConfigFlags, cwd: string): Overrides {
  const given = FLAGS.flatMap(({ flag, option, kind }): [string, Override][] => {
    const value = flags[new Option(flag).attributeName()];
    if (value === undefined) return [];
    const isFile = kind === "file" || (kind === "metric" && namesModule(value));
    return [[option, { value: isFile ? resolve(cwd, String(value)) : value, from: flag.split(" ")[0]! }]];
  });
  const set = ((flags["set"] ?? []) as readonly string[]).map((pair): [string, Override] => {
    const [, option, value] = /^([^=\s]+)=(.*)$/s.exec(pair) ?? [];
    if (option === undefined || value === undefined || option.split(".").includes("")) {
      throw new UsageError(
        "--set",
        `expected option=value, got ${JSON.stringify(pair)}`,
        "Such as --set search.minibatchSize=32.",
      );
    }
    return [option, { value: scalar(value), from: `--set ${option}` }];
  });
  return Object.fromEntries([...given, ...set]);
}

/** The config a command is about: the one named, or protegi.yaml here. */
export function configFile(terminal: Terminal, named: string | undefined): string {
  const file = resolve(terminal.io.cwd, named ?? "protegi.yaml");
  if (existsSync(file)) return file;
  const remedy =
    named === undefined
      ? "Write one with `protegi init`, or name another: protegi check path/to/protegi.yaml"
      : "Name a config that exists, or write one with `protegi init`.";
  throw new UsageError(file, "there is no such file", remedy);
}

/** For commander: a flag that may be given many times. */
export function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/** A value as flags are written: true, false, a number, or text. */
export function scalar(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}
