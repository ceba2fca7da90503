/** What a command works with: a config read, its data as a task, its models and its store, opened when needed. */
import { dirname, join, resolve } from "node:path";
import { taskFrom } from "./build-task.ts";
import { readConfig, type Overrides } from "../options/config-file.ts";
import { groupsOf, type Config } from "../options/config.ts";
import { UsageError } from "../core/errors.ts";
import type { Model, Role } from "../core/model.ts";
import type { Task } from "../core/task.ts";
import { readDataset, readSmallText, type RawDataset } from "../datasets/index.ts";
import { toModel } from "../models/index.ts";
import { parseGroups, type Settings } from "../options/settings.ts";
import { simulatedModels } from "./simulated.ts";
import { openSqliteStore } from "../stores/sqlite.ts";
import type { Store } from "../stores/store.ts";
import { metricFrom } from "../tasks/metric-module.ts";

type Env = Readonly<Record<string, string | undefined>>;

export type Models = Readonly<Record<Role, Model>>;

export interface Workspace {
  /** The config file. */
  readonly file: string;
  readonly config: Config;
  readonly settings: Settings;
  readonly task: Task;
  /** What a person should know about the data, each a sentence. */
  readonly notices: readonly string[];
  /** The models of the config; one model for both roles when no optimizer is named. Throws UsageError before any call. */
  openModels(): Promise<Models>;
}

/**
 * Reads a config and everything it names, but calls no model.
 * @throws UsageError naming file, line or option
 */
export async function openWorkspace(file: string, overrides: Overrides, env: Env): Promise<Workspace> {
  const config = await readConfig(file, overrides, env);
  const folder = dirname(resolve(file));
  const settings = parseGroups(groupsOf(config));
  const { section, label } = config;
  const notices: string[] = [];
  const prompt = await promptText(config.prompt, folder, overrides["prompt"]?.from);
  const data = await readData(config.data, folder);
  const given = { prompt, section, data, label, task: config.task, ...(await metricFrom(config.metric, folder)) };
  const task = taskFrom(given, settings.splits, (text) => notices.push(text));
  return {
    file,
    config,
    settings,
    task,
    notices,
    async openModels() {
      const model = await toModel(config.model, env, simulatedModels);
      if (config.optimizer === undefined) return { task: model, optimizer: model };
      return { task: model, optimizer: await toModel(config.optimizer, env, simulatedModels) };
    },
  };
}

/** Frees what models hold. */
export async function closeModels(models: Models): Promise<void> {
  await Promise.all([...new Set(Object.values(models))].map((model) => model.close?.()));
}

/** Where a command keeps runs and answers: `PROTEGI_HOME`, or `.protegi` beside the config. */
export function homeOf(file: string, env: Env): string {
  return resolve(env["PROTEGI_HOME"] || join(dirname(file), ".protegi"));
}

/** The database in that folder. */
export function databaseOf(file: string, env: Env): string {
  return join(homeOf(file, env), "protegi.db");
}

/** The store of a workspace; damaged or moved files are said through `notice`. */
export async function openStore(file: string, env: Env, notice: (text: string) => void): Promise<Store> {
  return openSqliteStore(databaseOf(file, env), { notice });
}

/** A prompt's text: a file's, when the option names one. `where` is what messages call the option. */
export async function promptText(option: string, folder: string, where: string = "prompt"): Promise<string> {
  const text = namesPromptFile(option) ? await readPrompt(resolve(folder, option), where) : option;
  if (text.trim() === "")
    throw new UsageError(
      where,
      `${option} is empty`,
      "Write what the model is to do, with {{column}} where a row's text belongs.",
    );
  return text;
}

/** Whether an option that is a prompt names its file. */
export function namesPromptFile(option: string): boolean {
  return !/[\n{]/.test(option) && /\.(md|txt|prompt|markdown)$/i.test(option);
}

async function readPrompt(path: string, where: string): Promise<string> {
  return readSmallText(path).catch((error: NodeJS.ErrnoException) => {
    const problem = error.code === "ENOENT" ? `there is no file ${path}` : `${path} cannot be read: ${error.message}`;
    throw new UsageError(where, problem, "Write it, or name another; the prompt's own text will do too.");
  });
}

async function readData(
  data: Config["data"],
  folder: string,
): Promise<RawDataset | { train: RawDataset; dev: RawDataset; test: RawDataset }> {
  const read = (name: string): Promise<RawDataset> => readDataset(resolve(folder, name));
  if (typeof data === "string") return read(data);
  const [train, dev, test] = await Promise.all([read(data.train), read(data.dev), read(data.test)]);
  return { train, dev, test };
}
