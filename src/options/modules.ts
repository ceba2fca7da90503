/** What a config names by a module: methods, selectors, task kinds, metrics, models, dataset formats, a store, a reporter. */
import { basename, dirname, resolve } from "node:path";
import { digest } from "../core/values/hash.ts";
import { withSource } from "../core/own-code/identity.ts";
import { isObject } from "../core/values/is-object.ts";
import { methods } from "../core/methods/index.ts";
import type { Method } from "../core/methods/method.ts";
import { UsageError } from "../core/errors.ts";
import type { RunEvent } from "../core/events.ts";
import { asOwn } from "../core/own-code/own-object.ts";
import type { Metric } from "../core/task.ts";
import { selectors, type SelectorKind } from "../core/selection/index.ts";
import type { DatasetFormat } from "../datasets/index.ts";
import { METRIC_NAMES, type MetricFunction, type MetricKind, type MetricName } from "../metrics/index.ts";
import { functionModel, type ModelFunction, type ModelLike } from "../models/index.ts";
import { asStore, type Store } from "../stores/store.ts";
import { asTaskKind, TASK_KIND_NAMES, type MetricOption, type TaskKind } from "../tasks/index.ts";
import { loadModule, namesFile, namesPackage, packageFile, type Loaded } from "./module.ts";
import { asMethod, asSelector } from "./named.ts";
import { quoted } from "./schema-errors.ts";

type Tree = Readonly<Record<string, unknown>>;

/** What the modules of a config export, by the option that names it. */
export interface Modules {
  readonly method?: Method;
  readonly selector?: SelectorKind;
  readonly task?: TaskKind;
  /** A metric; a function that is the default export of a file is loaded with the task. */
  readonly metric?: LoadedMetric;
  readonly model?: ModelLike;
  readonly optimizer?: ModelLike;
  readonly judge?: ModelLike;
  readonly format?: DatasetFormat;
  readonly store?: StoreSource;
  readonly reporter?: Reporter;
}

/** A store, or what opens one. */
export type StoreSource = Store | (() => Store | Promise<Store>);

/** Gets each event of a job as it happens. */
export type Reporter = (event: RunEvent) => void;

/** What a module exports as a metric. */
export interface LoadedMetric {
  readonly value: Exclude<MetricOption, MetricName> | MetricKind;
  readonly source: string;
}

/** An option that may name a module. */
interface Slot {
  readonly at: readonly [string] | readonly [string, string];
  /** Names that are no packages. */
  readonly known?: readonly string[];
  /** Whether the option goes out of the config, which would not know such a value. */
  readonly taken?: boolean;
  /** The value, checked. */
  readonly check: (loaded: Loaded, where: string, what: string) => unknown;
}

const SLOTS: Readonly<Record<keyof Modules, Slot>> = {
  method: {
    at: ["search", "method"],
    known: Object.keys(methods),
    taken: true,
    check: ({ value }, where, what) => asMethod(value, where, `a method ${what}`),
  },
  selector: {
    at: ["selection", "selector"],
    known: Object.keys(selectors),
    taken: true,
    check: ({ value }, where, what) => asSelector(value, where, `a selector ${what}`),
  },
  task: {
    at: ["task"],
    known: TASK_KIND_NAMES,
    taken: true,
    check: ({ value }, where, what) => asTaskKind(value, where, `a task kind ${what}`),
  },
  metric: { at: ["metric"], known: METRIC_NAMES, check: checkedMetric },
  model: { at: ["model"], check: checkedModel },
  optimizer: { at: ["optimizer"], check: checkedModel },
  judge: { at: ["judge"], check: checkedModel },
  format: {
    at: ["format"],
    taken: true,
    check: ({ value }, where, what) =>
      asOwn<DatasetFormat>(value, where, `a dataset format ${what}`, {
        name: "text",
        endings: "a list",
        read: "a function",
      }),
  },
  store: {
    at: ["store"],
    taken: true,
    check: ({ value }, where, what) => (typeof value === "function" ? value : asStore(value, where, `a store ${what}`)),
  },
  reporter: {
    at: ["reporter"],
    taken: true,
    check({ value }, where, what) {
      if (typeof value === "function") return value;
      throw new UsageError(where, `expected a function of an event ${what}, got ${quoted(value)}`);
    },
  },
};

/**
 * Loads the modules that a config names. A name of ours is never looked for among packages.
 * @param tree the config as it was written
 * @param file the config's path
 * @param place how messages call an option
 * @param only the modules to load; default: all
 * @throws UsageError naming the option, for a module that is missing, throws, or exports something else
 */
export async function modulesOf(
  tree: Tree,
  file: string,
  place: (option: readonly string[]) => string,
  only: readonly (keyof Modules)[] = Object.keys(SLOTS) as (keyof Modules)[],
): Promise<{ readonly tree: Tree; readonly modules: Modules }> {
  const modules: Record<string, unknown> = {};
  let rest = tree;
  for (const name of only) {
    const { at, known = [], taken = false, check } = SLOTS[name];
    const option = at.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), tree);
    if (typeof option !== "string" || known.includes(option)) continue;
    const folder = dirname(resolve(file));
    const found = fileOf(option, folder);
    const where = place(at);
    if (found === undefined) {
      if (!namesPackage(option)) continue;
      throw new UsageError(
        where,
        `no installed package exports ${option.split("#")[0]}`,
        `It is looked for from the folder of the config, ${folder}.`,
      );
    }
    const loaded = await loadModule(option, found, where);
    const value = check(loaded, where, `from ${option}`);
    if (value === undefined) continue;
    modules[name] = typeof value === "object" && value !== null ? withSource(value, loaded.source) : value;
    if (taken) rest = without(rest, at);
  }
  return { tree: rest, modules };
}

function fileOf(option: string, folder: string): string | undefined {
  return namesFile(option) ? resolve(folder, option.split("#")[0]!) : packageFile(option, folder);
}

function without(tree: Tree, [head, next]: Slot["at"]): Tree {
  const { [head]: group, ...others } = tree;
  return next === undefined ? others : { ...others, [head]: without(group as Tree, [next]) };
}

/** The default function of a file is left to the reader of metrics, which knows what its errors need. */
function checkedMetric({ value, source, option }: Loaded, where: string, what: string): LoadedMetric | undefined {
  if (typeof value === "function")
    return namesFile(option) && !option.includes("#") ? undefined : { value: value as MetricFunction, source };
  if (isObject(value) && "make" in value)
    asOwn<MetricKind>(value, where, `a metric ${what}`, { name: "text", make: "a function" });
  else
    asOwn<Metric>(
      isObject(value) && "metric" in value ? value["metric"] : value,
      where,
      `a function or a metric ${what}`,
      {
        name: "text",
        isMean: "true or false",
        score: "a function",
      },
    );
  return { value: withSource(value as Metric, source), source };
}

/** A function is called by its file and its text, since it may call others of its module. */
function checkedModel({ value, source, file }: Loaded, where: string, what: string): ModelLike {
  if (typeof value === "function" && !("languageModel" in value))
    return functionModel(value as ModelFunction, `module:${basename(file)}#${digest(source, 8)}`);
  if (isObject(value) && "doGenerate" in value)
    return asOwn<never>(value, where, `a model ${what}`, { modelId: "text", doGenerate: "a function" } as never);
  return asOwn<never>(value, where, `a model, a function or an AI SDK model ${what}`, {
    id: "text",
    holds: "an object",
    generate: "a function",
  } as never);
}
