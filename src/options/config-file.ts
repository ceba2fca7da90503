/** Reads protegi.yaml: YAML, overrides, the environment, then the schema. */
import { isMap, isNode, isSeq, type Document } from "yaml";
import { parseConfig, type Config } from "./config.ts";
import { UsageError } from "../core/errors.ts";
import { isObject } from "../core/values/is-object.ts";
import { readSmallText, readYaml } from "../datasets/index.ts";
import type { Environment } from "../models/index.ts";
import { modulesOf, type Modules, type StoreSource } from "./modules.ts";
import { quoted } from "./schema-errors.ts";

type Tree = Readonly<Record<string, unknown>>;

/** A value that takes the place of one in the file. */
export interface Override {
  readonly value: unknown;
  /** What messages call it, such as `--rounds`. */
  readonly from: string;
}

/** Overrides by option path, such as `search.rounds`. */
export type Overrides = Readonly<Record<string, Override>>;

/**
 * Reads a config.
 * @throws UsageError naming file, line and option, or the flag that is wrong
 */
export async function readConfig(path: string, overrides: Overrides, env: Environment): Promise<Config> {
  return (await readConfigAndModules(path, overrides, env)).config;
}

/**
 * Reads a config, and loads the modules that its options name.
 * @throws UsageError naming file, line and option, or the flag that is wrong
 */
export async function readConfigAndModules(
  path: string,
  overrides: Overrides,
  env: Environment,
): Promise<{ readonly config: Config; readonly modules: Modules }> {
  const { document, value: written, lineAt } = readYaml(await textOf(path), path);
  const place = (option: readonly PropertyKey[]): string => {
    const names = option.map((_, i) => option.slice(0, i + 1).join("."));
    const flag = names.find((name) => Object.hasOwn(overrides, name));
    if (flag !== undefined) return overrides[flag]!.from;
    const at = positionOf(document, option);
    const where = at === undefined ? path : `${path}:${lineAt(at)}`;
    return option.length === 0 ? where : `${where}: ${option.join(".")}`;
  };
  const raw = Object.entries(overrides).reduce(
    (tree, [name, { value }]) => set(tree, name.split("."), value),
    treeOf(written, path),
  );
  const filled = Object.entries(raw).map(([key, value]) => [
    key,
    PROMPTS.includes(key) ? value : fill(value, [key], env, place),
  ]);
  const { tree, modules } = await modulesOf(Object.fromEntries(filled), path, place);
  return { config: parseConfig(tree, place, raw), modules };
}

/**
 * What a config names as its store; undefined where it names none, where there is no config, and where it cannot be read.
 * @throws UsageError when it names a module that is none
 */
export async function storeNamedIn(path: string, env: Environment): Promise<StoreSource | undefined> {
  const read = await readSmallText(path)
    .then((text) => readYaml(text, path))
    .catch(() => undefined);
  if (!isObject(read?.value) || typeof read.value["store"] !== "string") return undefined;
  const place = (option: readonly string[]): string => `${path}: ${option.join(".")}`;
  const store = fill(read.value["store"], ["store"], env, place);
  return (await modulesOf({ store }, path, place, ["store"])).modules.store;
}

async function textOf(path: string): Promise<string> {
  return readSmallText(path).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof UsageError) throw error;
    const problem =
      error.code === "ENOENT" ? "there is no such file" : error.code === "EISDIR" ? "this is a folder" : error.message;
    throw new UsageError(path, problem, "Write one with `protegi init`, or name another.");
  });
}

function treeOf(written: unknown, path: string): Tree {
  if (isObject(written)) return written;
  throw new UsageError(
    path,
    `expected options such as "prompt: prompt.md", got ${written === null ? "an empty file" : quoted(written)}`,
    "Write each option as “name: value” on a line, or a new config with `protegi init`.",
  );
}

/** Texts in which `${NAME}` stays as it is: they are prompts. */
const PROMPTS: readonly string[] = ["prompt", "instructions"];

/** `${NAME}` replaced from the environment, wherever it is written. */
function fill(
  value: unknown,
  option: readonly string[],
  env: Environment,
  place: (option: readonly string[]) => string,
): unknown {
  if (typeof value === "string") {
    return value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
      const found = Object.hasOwn(env, name) ? env[name] : undefined;
      if (found !== undefined) return found;
      throw new UsageError(
        place(option),
        `the environment variable ${name} is not set`,
        `Set it, or write the value instead of \${${name}}.`,
      );
    });
  }
  if (Array.isArray(value)) return value.map((item, i) => fill(item, [...option, String(i)], env, place));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, fill(inner, [...option, key], env, place)]),
  );
}

/** What a group may be called by when it is not written out: a preset name, `provider:name`, a kind of task. */
const SHORT_FORMS: Readonly<Record<string, string>> = {
  search: "preset",
  model: "model",
  optimizer: "model",
  judge: "model",
  task: "kind",
};

/** `tree` with a value at a path. A short form is written out; a model keeps its settings when it only gets another name. */
function set(tree: Tree, [head, ...rest]: readonly string[], value: unknown): Tree {
  const key = head!;
  const before = Object.hasOwn(tree, key) ? tree[key] : undefined;
  const short = SHORT_FORMS[key];
  if (rest.length > 0) {
    const group = isObject(before)
      ? before
      : typeof before === "string" && short !== undefined
        ? { [short]: before }
        : {};
    return { ...tree, [key]: set(group, rest, value) };
  }
  const renamed = isObject(before) && short === "model" && providerOf(before["model"]) === providerOf(value);
  return { ...tree, [key]: renamed ? { ...before, model: value } : value };
}

function providerOf(model: unknown): string | undefined {
  return typeof model === "string" ? model.split(":")[0] : undefined;
}

/** Where in the file an option is, or the nearest group around it that is there. */
export function positionOf(document: Document.Parsed, option: readonly PropertyKey[]): number | undefined {
  let node: unknown = document.contents;
  let found: number | undefined;
  for (const key of option) {
    if (isSeq(node)) {
      node = node.items[Number(key)];
      if (isNode(node)) found = node.range?.[0] ?? found;
      continue;
    }
    const pair = isMap(node) ? node.items.find((item) => String(item.key) === String(key)) : undefined;
    if (pair === undefined) break;
    found = isNode(pair.key) ? pair.key.range?.[0] : found;
    node = pair.value;
  }
  return found;
}
