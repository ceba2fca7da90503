/** What `protegi init` writes is made of: guessed, given by flags, asked, or taken over from another tool. */
import { inShell } from "./next-command.ts";
import { resolve } from "node:path";
import { taskFrom } from "../jobs/build-task.ts";
import { UsageError } from "../core/errors.ts";
import { placeholdersIn } from "../core/template.ts";
import { datasetFrom, readDataset, toExamples, type RawDataset } from "../datasets/index.ts";
import { firstPrompt, guessedLabel, guessedTask, inputColumns } from "../tasks/first-prompt.ts";
import { importConfig } from "../interop/index.ts";
import { classLabels } from "../metrics/index.ts";
import { PROVIDERS } from "../models/providers.ts";
import { PRESETS } from "../options/presets.ts";
import { plain, type Io, type Terminal } from "./terminal.ts";

export interface InitFlags {
  readonly data?: string;
  readonly prompt?: string;
  readonly label?: string;
  readonly model?: string;
  readonly from?: string;
  readonly force?: boolean;
  readonly yes?: boolean;
}

export interface InitAnswers {
  readonly data: string;
  readonly label: string;
  readonly labels: readonly string[];
  readonly model: string;
  readonly prompt: string;
  /** Rows to be written to `data`; absent when the file is there. */
  readonly rows?: readonly Readonly<Record<string, string>>[];
}

/** A small model of the first provider whose key is set; of the first at all when none is. */
function usualModel(env: Io["env"]): string {
  const starters = PROVIDERS.filter(({ starter }) => starter !== undefined);
  const { name, starter } = starters.find(({ key }) => key !== undefined && env[key]) ?? starters[0]!;
  return `${name}:${starter}`;
}

/** @throws UsageError when flags, data and guesses do not make a config that can run */
export async function answersFromData(terminal: Terminal, flags: InitFlags): Promise<InitAnswers> {
  const { cwd, env } = terminal.io;
  const ask = flags.yes === true || terminal.json ? undefined : terminal.io.ask;
  const data = flags.data ?? (await ask?.text("Which file has your labelled rows?", "data.csv"));
  if (data === undefined)
    throw new UsageError(
      "--data",
      "expected a file with labelled rows, got none",
      "Such as: protegi init --data tickets.csv",
    );
  const read = await readDataset(resolve(cwd, data));
  const label =
    flags.label ??
    guessedLabel(read.columns) ??
    (await ask?.choose("Which column has the right answer?", read.columns));
  if (label === undefined)
    throw new UsageError(
      "--label",
      `no column of ${data} has a usual name for the right answer`,
      `Name it: protegi init --data ${inShell(data)} --label ${inShell(read.columns.at(-1)!)}. Columns: ${read.columns.join(", ")}.`,
    );
  const inputs = inputColumns(read, label);
  const labels = classLabels(toExamples(read, { label, placeholders: inputs }).examples);
  const shown = labels.map(plain);
  const guessed = guessedTask(shown);
  const line = flags.prompt ?? (await ask?.text("What does the prompt ask, in a line?", guessed)) ?? guessed;
  const usual = usualModel(env);
  const model = flags.model ?? (await ask?.text("Which model answers it, as provider:name?", usual)) ?? usual;
  return checked(terminal, { data, label, labels, model, prompt: firstPrompt(line, inputs, shown) }, read);
}

/** @throws UsageError when the other tool's config has no prompt, or too few tests with a right answer */
export async function answersFromConfig(terminal: Terminal, from: string, flags: InitFlags): Promise<InitAnswers> {
  const imported = await importConfig(resolve(terminal.io.cwd, from), {
    providers: PROVIDERS.filter(({ shared }) => shared).map(({ name }) => name),
  });
  const { prompt, model, rows, label, notices } = imported;
  for (const notice of notices) terminal.note(notice);
  const data = "data.jsonl";
  const read = datasetFrom(data, rows);
  const labels = classLabels(toExamples(read, { label, placeholders: placeholdersIn(prompt) }).examples);
  return checked(terminal, { data, label, labels, model: flags.model ?? model ?? usualModel({}), prompt, rows }, read);
}

/** The answers, once it is sure that their prompt and rows make a task. */
function checked(terminal: Terminal, answers: InitAnswers, data: RawDataset): InitAnswers {
  const { prompt, label } = answers;
  taskFrom({ prompt, data, label }, PRESETS.default.splits, (text) => terminal.note(text));
  return answers;
}
