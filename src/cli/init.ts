/** `protegi init`: writes protegi.yaml and prompt.md, from questions, flags, the data itself or a promptfoo config. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { stringify } from "yaml";
import { AbortedError, UsageError } from "../core/errors.ts";
import { placeholdersIn } from "../core/prompt.ts";
import { LABEL_COLUMNS, readDataset, toExamples } from "../datasets/index.ts";
import { readPromptfoo } from "../interop/promptfoo.ts";
import { classLabels } from "../metrics/index.ts";
import type { CommandParts } from "./command.ts";
import { EXIT } from "./exit.ts";
import type { Terminal } from "./terminal.ts";

export interface InitFlags {
  readonly data?: string;
  readonly prompt?: string;
  readonly label?: string;
  readonly model?: string;
  readonly from?: string;
  readonly force?: boolean;
  readonly yes?: boolean;
}

/** What the files are made of. */
interface Answers {
  readonly data: string;
  readonly label: string;
  readonly model: string;
  readonly prompt: string;
}

const SCHEMA = "https://unpkg.com/protegi/schema/protegi.schema.json";
const DEFAULT_MODEL = "openai:gpt-5.6-mini";

export const initCommand: CommandParts<InitFlags> = {
  name: "init",
  summary: "write protegi.yaml and prompt.md for your data",
  examples: ["protegi init", "protegi init --data tickets.csv --prompt 'Is this ticket urgent?' --model openai:gpt-5.6-mini", "protegi init --from promptfooconfig.yaml"],
  flags: (command) =>
    command
      .option("--data <file>", "file with labelled rows")
      .option("--prompt <text>", "what the prompt asks, in a line")
      .option("--label <column>", "column with the right answer; default: guessed")
      .option("--model <provider:name>", "task model")
      .option("--from <file>", "read a promptfoo config")
      .option("--force", "write over files that are there")
      .option("--yes", "ask nothing, guess"),
  async run(terminal, _, flags) {
    const { cwd } = terminal.io;
    const config = resolve(cwd, "protegi.yaml");
    const promptFile = resolve(cwd, "prompt.md");
    for (const file of [config, promptFile]) {
      if (existsSync(file) && flags.force !== true) throw new UsageError(relative(cwd, file), "the file is there already", "Write over it with --force, or work in another folder.");
    }
    const { data, label, model, prompt } = flags.from === undefined ? await ask(terminal, flags) : await takeOver(terminal, flags.from, flags);
    await writeFile(promptFile, prompt);
    const body = stringify({ prompt: "prompt.md", data, label, task: "classification", metric: "accuracy", model, budget: { calls: 5000 }, seed: 1 });
    await writeFile(config, `# yaml-language-server: $schema=${SCHEMA}\n${body}`);
    terminal.document({ wrote: ["protegi.yaml", "prompt.md"], data, label, model });
    terminal.print("Wrote protegi.yaml and prompt.md.", "See what a run would do, at no cost: protegi check", "Then: protegi optimize");
    return EXIT.ok;
  },
};

async function ask(terminal: Terminal, flags: InitFlags): Promise<Answers> {
  const { io } = terminal;
  const interactive = io.interactive && flags.yes !== true && !terminal.json;
  const data = flags.data ?? (interactive ? await question("Which file holds your labelled rows?", "data.csv") : undefined);
  if (data === undefined) throw new UsageError("--data", "expected a file with labelled rows, got none", "Such as: protegi init --data tickets.csv");
  const read = await readDataset(resolve(io.cwd, data));
  const guess = flags.label ?? LABEL_COLUMNS.map((name) => read.columns.find((column) => column.toLowerCase() === name)).find((column) => column !== undefined);
  const label = guess ?? (interactive ? await choice("Which column holds the right answer?", read.columns) : undefined);
  if (label === undefined) throw new UsageError("--label", `no column of ${data} has a name that stands for the right answer`, `Columns: ${read.columns.join(", ")}.`);
  const inputs = read.columns.filter((column) => column !== label && placeholdersIn(`{{${column}}}`).length === 1);
  const { examples } = toExamples(read, { label, placeholders: inputs });
  const labels = classLabels(examples);
  const line = flags.prompt ?? (interactive ? await question("What does the prompt ask, in a line?", `Which label fits?`) : `Which of these labels fits: ${labels.join(", ")}?`);
  const model = flags.model ?? (interactive ? await question("Which model answers it? (provider:name)", DEFAULT_MODEL) : DEFAULT_MODEL);
  return { data, label, model, prompt: promptFor(line, inputs, labels) };
}

async function takeOver(terminal: Terminal, from: string, flags: InitFlags): Promise<Answers> {
  const found = await readPromptfoo(resolve(terminal.io.cwd, from));
  for (const notice of found.notices) terminal.note(notice);
  const data = "data.jsonl";
  if (existsSync(resolve(terminal.io.cwd, data)) && flags.force !== true) throw new UsageError(data, "the file is there already", "Write over it with --force, or work in another folder.");
  await writeFile(resolve(terminal.io.cwd, data), found.rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  terminal.note(`Wrote ${found.rows.length} rows to ${data}.`);
  return { data, label: "label", model: flags.model ?? found.model ?? DEFAULT_MODEL, prompt: found.prompt };
}

/** A prompt whose task may change, and whose output format and input stay. */
function promptFor(line: string, inputs: readonly string[], labels: readonly string[]): string {
  const input = placeholdersIn(line).length > 0 ? [] : inputs.map((column) => `${column}: {{${column}}}`);
  return [`# Task`, line, "", "# Output format", `Answer with one of: ${labels.join(", ")}.`, "", "# Input", ...input, "Label:", ""].join("\n");
}

async function question(message: string, initialValue: string): Promise<string> {
  const { isCancel, text } = await import("@clack/prompts");
  const answer = await text({ message, initialValue });
  if (isCancel(answer)) throw new AbortedError("Stopped. Nothing was written.");
  return answer;
}

async function choice(message: string, options: readonly string[]): Promise<string> {
  const { isCancel, select } = await import("@clack/prompts");
  const answer = await select({ message, options: options.map((value) => ({ value, label: value })) });
  if (isCancel(answer)) throw new AbortedError("Stopped. Nothing was written.");
  return answer;
}
