/** What `protegi init` writes is made of: guessed, given by flags, asked, or taken over from another tool. */
import { resolve } from "node:path";
import { UsageError } from "../../core/errors.ts";
import type { PromptSource } from "../../core/prompt/prompt.ts";
import { placeholdersIn } from "../../core/prompt/template.ts";
import { datasetFrom, type RawDataset } from "../../datasets/index.ts";
import { importConfig } from "../../interop/index.ts";
import { taskFrom } from "../../jobs/task/build-task.ts";
import { PROVIDERS } from "../../models/providers.ts";
import { PRESETS } from "../../options/presets.ts";
import { answersOf, firstPrompt, type PromptFor } from "../../tasks/first-prompt.ts";
import { firstWords } from "../../tasks/first-words.ts";
import { taskKinds, type TaskKind, type TaskKindName } from "../../tasks/index.ts";
import { plain, type Ask, type Terminal } from "../terminal.ts";
import { chatPrompt, chatsIn, promptInUse, withAnswersApart } from "./chats.ts";
import { checkColumns, checkKind, kindOf, labelColumn, shownColumns } from "./columns.ts";
import { dataFile } from "./data-file.ts";
import type { InitFlags } from "./flags.ts";
import { labelSettings, type LabelSettings } from "./labels.ts";
import { initModel, usualModel, type InitModel } from "./model.ts";

export interface InitAnswers {
  readonly data: string;
  readonly label: string;
  /** Why this column, where it was guessed. */
  readonly whyLabel?: string | undefined;
  readonly kind: TaskKindName;
  /** Why this kind, where it was guessed. */
  readonly whyKind?: string | undefined;
  readonly settings: LabelSettings;
  /** The labels, or the right answers, as the kind reads them. */
  readonly answers: readonly string[];
  /** Columns that the prompt shows. */
  readonly columns: readonly string[];
  /** The other columns but the label. */
  readonly hidden: readonly string[];
  readonly model: InitModel;
  readonly prompt: PromptSource;
  /** Rows to be written to `data`; absent when the file is there. */
  readonly rows?: readonly Readonly<Record<string, string>>[];
  /** What was done to the labels, each a sentence. */
  readonly done: readonly string[];
  /** Why `check` will complain; absent where it will not. */
  readonly problem?: string | undefined;
}

/** @throws UsageError when there is no file of rows, or no column for the right answer */
export async function answersFromData(terminal: Terminal, flags: InitFlags): Promise<InitAnswers> {
  const ask = flags.yes === true || terminal.json ? undefined : terminal.io.ask;
  checkKind(flags.task);
  const { data, read } = await dataFile(terminal, flags, ask);
  checkColumns(flags, read.columns);
  const { label, whyLabel } = await labelColumn(read, data, flags, ask);
  const { rows, answer } = withAnswersApart(read, label);
  const columns = await shownColumns(rows, answer, flags, ask);
  const { kind, whyKind } = await kindOf(rows, answer, flags, ask);
  const { settings, done } =
    kind === "classification" ? await labelSettings(rows, answer, columns, flags, ask) : { settings: {}, done: [] };
  const answers = answersAs(kindWith(kind, settings), rows, answer, columns);
  const wanted = { kind: answers.length === 0 ? "custom" : kind, answers: answers.map(plain), inputs: columns };
  const { prompt, said } = await promptFor(wanted, rows, flags, ask);
  const model = await initModel(terminal, flags, ask);
  const hidden = notShown(rows, answer, columns);
  const found = { data, label, whyLabel, kind, whyKind, settings, answers, columns, hidden, model, prompt };
  const all = { ...found, done: [...done, ...said] };
  return { ...all, problem: problemOf(terminal, all, read) };
}

/** Asks for the line of the prompt, unless the chats of the rows show the one that is in use. */
async function promptFor(
  wanted: PromptFor,
  rows: RawDataset,
  flags: InitFlags,
  ask: Ask | undefined,
): Promise<{ readonly prompt: PromptSource; readonly said: readonly string[] }> {
  const chat = chatsIn(rows).find((column) => wanted.inputs.includes(column));
  const system = flags.prompt === undefined ? promptInUse(rows, chat) : undefined;
  const guessed = firstWords(wanted.kind).ask(wanted.answers);
  const line =
    flags.prompt ?? (system === undefined && (await ask?.text("What does the prompt ask, in a line?", guessed)));
  const asked = line || guessed;
  return {
    prompt: chat === undefined ? firstPrompt(wanted, asked) : chatPrompt(wanted, chat, system, asked),
    said: system === undefined ? [] : ["The prompt is the system turn that all rows have."],
  };
}

/** @throws UsageError when the other tool's config has no prompt, or no test with a right answer */
export async function answersFromConfig(terminal: Terminal, from: string, flags: InitFlags): Promise<InitAnswers> {
  checkKind(flags.task);
  const imported = await importConfig(resolve(terminal.io.cwd, from), {
    providers: PROVIDERS.filter(({ shared }) => shared).map(({ name }) => name),
  });
  const { prompt, rows, label, notices } = imported;
  for (const notice of notices) terminal.note(notice);
  const data = "data.jsonl";
  const read = datasetFrom(data, rows);
  const columns = placeholdersIn(typeof prompt === "string" ? prompt : prompt.map(({ content }) => content).join("\n"));
  const { kind, whyKind } = await kindOf(read, label, flags, undefined);
  const answers = answersAs(taskKinds[kind], read, label, columns);
  const model = await initModel(terminal, flags, undefined, imported.model ?? usualModel({}));
  const hidden = notShown(read, label, columns);
  const found = { data, label, kind, whyKind, settings: {}, answers, columns, hidden, model, prompt, rows, done: [] };
  return { ...found, problem: problemOf(terminal, found, read) };
}

function notShown({ columns }: RawDataset, label: string, shown: readonly string[]): string[] {
  return columns.filter((column) => column !== label && !shown.includes(column));
}

function kindWith(name: TaskKindName, settings: LabelSettings): TaskKind {
  return name === "classification" ? taskKinds.classification.with(settings) : taskKinds[name];
}

/** The right answers; none where a row has one that the kind cannot read, which `check` says. */
function answersAs(kind: TaskKind, read: RawDataset, label: string, columns: readonly string[]): string[] {
  try {
    return answersOf(read, label, columns, kind);
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}

/** What `check` will complain of. */
function problemOf(
  terminal: Terminal,
  { prompt, label, kind, settings }: InitAnswers,
  data: RawDataset,
): string | undefined {
  const made = kindWith(kind, settings);
  const metric = made.metrics.length === 0 ? { metric: () => 0 } : {};
  try {
    taskFrom({ prompt, data, label, task: made, ...metric }, PRESETS.default.splits, (text) => terminal.note(text));
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}
