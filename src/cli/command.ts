/** What all commands share: their flags, how options of the config are overridden, and how they end. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { UsageError } from "../core/errors.ts";
import { Terminal, type Io, type OutputFlags } from "./terminal.ts";

/** A command's work: resolves to its exit code. */
export type Action<Flags> = (terminal: Terminal, args: readonly string[], flags: Flags & OutputFlags) => Promise<number>;

export interface CommandParts<Flags> {
  readonly name: string;
  /** The positional arguments, as commander writes them: `[config]`, `<prompts...>`. */
  readonly args?: string;
  readonly summary: string;
  /** Lines for --help; each is a whole command. */
  readonly examples: readonly string[];
  readonly flags?: (command: Command) => Command;
  readonly run: Action<Flags>;
}

/** Where the exit code of the command that ran is put. */
export interface Ending {
  code: number;
}

/** Adds a command to the program. */
export function addCommand<Flags>(program: Command, io: Io, ending: Ending, parts: CommandParts<Flags>): void {
  const command = program
    .command(`${parts.name}${parts.args === undefined ? "" : ` ${parts.args}`}`)
    .description(parts.summary)
    .option("--json", "print one JSON document on stdout, and nothing else there")
    .option("--quiet", "say nothing on stderr but errors");
  parts.flags?.(command);
  command.addHelpText("after", `\nExamples:\n${parts.examples.map((line) => `  $ ${line}`).join("\n")}`);
  command.action(async (...given: unknown[]) => {
    const flags = command.opts<Flags & OutputFlags>();
    const args = given.slice(0, -2).flat().filter((arg): arg is string => typeof arg === "string");
    ending.code = await parts.run(new Terminal(io, flags), args, flags);
  });
}

/** The config a command is about: the one named, or protegi.yaml here. */
export function configFile(terminal: Terminal, named: string | undefined): string {
  const file = resolve(terminal.io.cwd, named ?? "protegi.yaml");
  if (!existsSync(file)) {
    throw new UsageError(named ?? "protegi.yaml", "there is no such file", named === undefined ? "Write one with `protegi init`, or name another: protegi optimize path/to/protegi.yaml." : `Looked for ${file}.`);
  }
  return file;
}

/** Flags that override the config. */
export interface ConfigFlags {
  readonly prompt?: string;
  readonly data?: string;
  readonly label?: string;
  readonly metric?: string;
  readonly model?: string;
  readonly optimizer?: string;
  readonly preset?: string;
  readonly rounds?: number;
  readonly beamWidth?: number;
  readonly seed?: number;
  readonly concurrency?: number;
  readonly budgetUsd?: number;
  readonly budgetCalls?: number;
  readonly budgetTokens?: number;
  readonly budgetMinutes?: number;
  readonly set?: readonly string[];
}

export function configFlags(command: Command): Command {
  return command
    .option("--data <file>", "file with labelled rows")
    .option("--label <column>", "column with the right answer")
    .option("--metric <name>", "accuracy, macro-f1, f1:LABEL or a module")
    .option("--model <provider:name>", "task model")
    .option("--optimizer <provider:name>", "model that writes gradients and edits")
    .option("--preset <name>", "default or paper")
    .option("--rounds <n>", "search depth", number)
    .option("--beam-width <n>", "prompts kept after each round", number)
    .option("--seed <n>", "seed of the search", number)
    .option("--concurrency <n>", "most calls in flight at once", number)
    .option("--budget-usd <n>", "most US dollars", number)
    .option("--budget-calls <n>", "most calls", number)
    .option("--budget-tokens <n>", "most tokens", number)
    .option("--budget-minutes <n>", "most minutes", number)
    .option("--set <option=value>", "any option of the config, such as search.minibatchSize=32", collect, []);
}

/** The overrides that the flags stand for, by option path. */
export function overridesOf(flags: ConfigFlags): Record<string, unknown> {
  const set = (flags.set ?? []).map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1) throw new UsageError("--set", `expected option=value, got ${JSON.stringify(pair)}`);
    return [pair.slice(0, at), scalar(pair.slice(at + 1))] as const;
  });
  return {
    data: flags.data,
    label: flags.label,
    metric: flags.metric,
    model: flags.model,
    optimizer: flags.optimizer,
    "search.preset": flags.preset,
    "search.rounds": flags.rounds,
    "search.beamWidth": flags.beamWidth,
    seed: flags.seed,
    "requests.concurrency": flags.concurrency,
    "budget.usd": flags.budgetUsd,
    "budget.calls": flags.budgetCalls,
    "budget.tokens": flags.budgetTokens,
    "budget.minutes": flags.budgetMinutes,
    ...Object.fromEntries(set),
  };
}

/** For commander: a flag that is a number. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError(`expected a number, got "${text}"`);
  return value;
}

function collect(text: string, before: readonly string[]): string[] {
  return [...before, text];
}

function scalar(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}
