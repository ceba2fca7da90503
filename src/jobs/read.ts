/** What a job is about, read from the library's options or from a config file. No model is made, nothing is written. */
import { dirname, resolve } from "node:path";
import type { AnswerForm } from "../core/answer-form.ts";
import { UsageError } from "../core/errors.ts";
import type { Task } from "../core/task.ts";
import type { MetricKind, MetricName } from "../metrics/index.ts";
import type { Environment, ModelLike, Provider } from "../models/index.ts";
import { groupsOf, type Config } from "../options/config.ts";
import { readConfigAndModules, type Overrides } from "../options/config-file.ts";
import type { Modules, Reporter, StoreSource } from "../options/modules.ts";
import { openOptions } from "../options/open-options.ts";
import type { PlannedOption } from "../options/budget-plan.ts";
import { parseGroups, type GroupOptions, type Settings } from "../options/settings.ts";
import { rowOptionsIn } from "../options/row-options.ts";
import { unreadOf, type UnreadOption } from "../options/unread.ts";
import { checkExtensions, type Extensions } from "./extensions.ts";
import { buildTask, taskFrom } from "./task/build-task.ts";
import type { TaskOptions, TaskSource } from "./task/task-source.ts";
import { isJudgeMetric } from "../tasks/index.ts";
import { metricFrom } from "../tasks/metric-module.ts";
import { readPrompt, type PromptForm } from "./task/prompt-source.ts";
import { readData, taskWithSchema } from "./task/sources.ts";

/** A task with its settings, and the models that are to be made for it. */
export interface Read {
  readonly task: Task;
  readonly settings: Settings;
  /** Options that were set and that nothing reads. */
  readonly unread: readonly UnreadOption[];
  /** Options that are left to the plan for the budget. */
  readonly open: readonly PlannedOption[];
  /** What a person should know about the data, each a sentence. */
  readonly notices: readonly string[];
  /** Providers that models may name, next to ours. */
  readonly providers?: readonly Provider[];
  /** The form of the answers, where the user set one. */
  readonly answer?: AnswerForm | undefined;
  /** The model that answers the prompt. */
  readonly model: ModelLike;
  /** The model that writes gradients and edits; the same one when left out. */
  readonly optimizer?: ModelLike | undefined;
  /** The model that a metric may ask about an answer; none when left out. */
  readonly judge?: ModelLike | undefined;
}

/** What a config file says. */
export interface ReadConfig extends Read {
  /** The config file. */
  readonly file: string;
  readonly config: Config;
  /** What the config names as its store. */
  readonly ownStore?: StoreSource | undefined;
  /** What the config names as its reporter. */
  readonly reporter?: Reporter | undefined;
  /** How its prompt is written. */
  readonly form: PromptForm;
}

/** What a task and its models are read from. */
export interface ReadOptions<Row extends object> extends TaskOptions<Row>, GroupOptions {
  /** The model that answers the prompt: `provider:name`, an AI SDK model, a function, or a `Model`. */
  readonly model: ModelLike;
  /** The model that writes gradients, edits and paraphrases. Default: the one that answers. */
  readonly optimizer?: ModelLike;
  /** The model that a metric which is a function may ask about an answer. Default: none. */
  readonly judge?: ModelLike;
  /** Objects that the options may name next to those of the tables. Default: none. */
  readonly extensions?: Extensions;
}

/** How a job that scores prompts wants its rows. */
export interface ReadDivision {
  /** All rows as train, however few. Default: as the options say. */
  readonly undivided?: boolean;
}

/** @throws UsageError when prompt, rows, metric and settings do not go together */
export function readOptions<Row extends object>(
  options: ReadOptions<Row>,
  { undivided = false }: ReadDivision = {},
): Read {
  const { search, selection, splits, budget, requests, seed, prices, instructions } = options;
  const { model, optimizer, judge, answer, extensions = {} } = options;
  checkExtensions(extensions);
  const groups = { search, selection, splits, budget, requests, seed, prices, instructions };
  const settings = parseGroups(groups, extensions);
  const notices: string[] = [];
  const judgeCalls = callsOfJudge(options);
  const judged = { ...options, ...(judgeCalls !== undefined && { judgeCalls }) };
  const task = buildTask(judged, { ...settings.splits, undivided }, (text) => notices.push(text), extensions);
  const { providers = [] } = extensions;
  const examples = options.examplesPart === undefined ? undefined : "examplesPart";
  const [unread, open] = [unreadOf(groups, settings, examples), undivided ? [] : openOptions(groups, settings)];
  return { task, settings, unread, open, notices, answer, model, optimizer, judge, providers };
}

/**
 * The most calls of the judge model about one answer; undefined where none is named.
 * @throws UsageError when they are set without a model
 */
function callsOfJudge({
  judge,
  judgeCalls,
  metric,
}: {
  judge?: unknown;
  judgeCalls?: number | undefined;
  metric?: unknown;
}): number | undefined {
  if (judgeCalls !== undefined && isJudgeMetric(metric))
    throw new UsageError(
      "judgeCalls",
      "the metric knows how often it asks the judge model",
      "Leave judgeCalls out: it is for a metric that is a function of yours.",
    );
  if (judge !== undefined) return judgeCalls ?? 1;
  if (judgeCalls === undefined) return undefined;
  throw new UsageError("judgeCalls", "there is no judge to call", "Name a model as judge, or leave judgeCalls out.");
}

/**
 * Reads a config and everything that it names.
 * @param overrides what takes the place of the file's options
 * @throws UsageError naming file, line or option
 */
export async function readConfigured(
  file: string,
  overrides: Overrides,
  env: Environment,
  { undivided = false }: ReadDivision = {},
): Promise<ReadConfig> {
  const { config, modules } = await readConfigAndModules(file, overrides, env);
  const folder = dirname(resolve(file));
  const groups = withModules(groupsOf(config), modules);
  const settings = parseGroups(groups);
  const { section, examples, label, rubric, human, limits, protect } = config;
  const notices: string[] = [];
  const { source: prompt, form } = await readPrompt(config.prompt, folder, overrides["prompt"]?.from);
  const data = await readData(config.data, folder, modules.format && [modules.format]);
  const judgeCalls = callsOfJudge(config);
  const { metrics, ...metric } = await metricOf(config, modules, folder);
  const { answer } = config;
  const named = modules.task ?? (await taskWithSchema(config.task, folder));
  const rows = rowOptionsIn(config);
  const given = {
    prompt,
    section,
    examples,
    data,
    label,
    task: named,
    answer,
    judgeCalls,
    rubric,
    human,
    limits,
    protect,
    ...rows,
    ...metric,
  };
  const task = taskFrom(given, { ...settings.splits, undivided }, (text) => notices.push(text), { metrics });
  const { model = config.model, optimizer = config.optimizer, judge = config.judge } = modules;
  const { store: ownStore, reporter } = modules;
  const shown = examples === undefined ? undefined : "examples";
  const [unread, open] = [unreadOf(groups, settings, shown), undivided ? [] : openOptions(groups, settings)];
  const roles = { model, optimizer, judge };
  return { file, config, form, task, settings, unread, open, notices, answer, ...roles, ownStore, reporter };
}

/** The groups with what modules export in the place of names. */
function withModules(groups: GroupOptions, { method, selector }: Modules): GroupOptions {
  const search = typeof groups.search === "string" ? { preset: groups.search } : groups.search;
  return {
    ...groups,
    ...(method && { search: { ...search, method } }),
    ...(selector && { selection: { ...groups.selection, selector } }),
  };
}

/** The metric of a config: by name, or what a module exports. */
async function metricOf(
  { metric }: Config,
  { metric: loaded }: Modules,
  folder: string,
): Promise<Pick<TaskSource, "metric" | "metricSource" | "metricFile"> & { readonly metrics: readonly MetricKind[] }> {
  if (loaded === undefined) return { ...(await metricFrom(metric, folder)), metrics: [] };
  const { value, source } = loaded;
  if (typeof value === "function") return { metric: value, metricSource: source, metrics: [] };
  if (!("make" in value)) return { metric: value, metrics: [] };
  checkExtensions({ metrics: [value] });
  return { metric: value.name as MetricName, metrics: [value] };
}
