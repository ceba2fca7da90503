/** What a command works with: a config read, its data as a task, its models and its store, opened when needed. */
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { taskFrom } from "./build-task.ts";
import { readConfig, type Config } from "./config.ts";
import { UsageError } from "./core/errors.ts";
import type { Model, Role } from "./core/model.ts";
import type { Task } from "./core/task.ts";
import { readDataset } from "./datasets/index.ts";
import type { MetricFunction, MetricName } from "./metrics/index.ts";
import { toModel, type ModelLike } from "./models/index.ts";
import { parseGroups, type Settings } from "./options.ts";
import { simulatedModels } from "./simulated.ts";
import { openSqliteStore } from "./stores/sqlite.ts";
import type { Store } from "./stores/store.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface Workspace {
  /** The config file. */
  readonly file: string;
  readonly config: Config;
  readonly settings: Settings;
  readonly task: Task;
  /** What a person should know about the data, each a sentence. */
  readonly notices: readonly string[];
  /** The models of the config; one model for both roles when no optimizer is named. Throws UsageError before any call. */
  models(): Promise<Readonly<Record<Role, Model>>>;
}

/**
 * Reads a config and everything it names, but calls no model.
 * @param overrides values that take the place of those in the file, by option path
 * @throws UsageError naming file, line or option
 */
export async function openWorkspace(file: string, overrides: Readonly<Record<string, unknown>>, env: Env): Promise<Workspace> {
  const config = await readConfig(file, overrides, env);
  const folder = dirname(resolve(file));
  const { search, selection, splits, budget, requests, seed, prices, instructions } = config;
  const settings = parseGroups({ search, selection, splits, budget, requests, seed, prices, instructions });
  const notices: string[] = [];
  const prompt = await promptText(config.prompt, folder);
  const data = typeof config.data === "string" ? await readDataset(resolve(folder, config.data)) : await readSplits(config.data, folder);
  const metric = await metricOf(config.metric, folder);
  const task = taskFrom({ prompt, section: config.section, data, label: config.label, metric }, settings.splits, (text) => notices.push(text));
  return {
    file,
    config,
    settings,
    task,
    notices,
    async models() {
      const model = await toModel(config.model as ModelLike, env, simulatedModels);
      const optimizer = config.optimizer === undefined ? model : await toModel(config.optimizer as ModelLike, env, simulatedModels);
      return { task: model, optimizer };
    },
  };
}

/** Where a command keeps runs and answers: `PROTEGI_HOME`, or `.protegi` beside the config. */
export function homeOf(file: string, env: Env): string {
  return env["PROTEGI_HOME"] ?? join(dirname(resolve(file)), ".protegi");
}

/** The store of a workspace; damaged or moved files are said through `notice`. */
export async function openStore(file: string, env: Env, notice: (text: string) => void): Promise<Store> {
  return openSqliteStore(join(homeOf(file, env), "protegi.db"), { notice });
}

/** A prompt's text: a file's, when the option names one. */
export async function promptText(option: string, folder: string): Promise<string> {
  const looksLikePath = !/[\n{]/.test(option) && /\.(md|txt|prompt|markdown)$/i.test(option);
  if (!looksLikePath) return option;
  return readFile(resolve(folder, option), "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UsageError("prompt", `${option} cannot be read: ${error.code === "ENOENT" ? "there is no such file" : error.message}`, `Looked in ${folder}.`);
  });
}

async function readSplits(files: { train: string; dev: string; test: string }, folder: string) {
  const [train, dev, test] = await Promise.all([files.train, files.dev, files.test].map((name) => readDataset(resolve(folder, name))));
  return { train: train!, dev: dev!, test: test! };
}

/** A metric's name as it is; a module that the user named is loaded for its function. */
async function metricOf(option: Config["metric"], folder: string): Promise<MetricName | MetricFunction | undefined> {
  if (typeof option !== "string" || !/\.(m?js|m?ts)$/.test(option)) return option as MetricName | undefined;
  const path = resolve(folder, option);
  const loaded = (await import(pathToFileURL(path).href).catch((error: unknown) => {
    throw new UsageError("metric", `${option} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`);
  })) as { default?: unknown };
  if (typeof loaded.default !== "function") throw new UsageError("metric", `${option} has no default export that is a function`, "Export default (answer, example) => a score from 0 to 1.");
  return loaded.default as MetricFunction;
}
