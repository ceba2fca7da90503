/** Reads protegi.yaml: YAML, overrides, the environment, then the schema. */
import { readFile } from "node:fs/promises";
import { isMap, isNode, LineCounter, parseDocument, type Document } from "yaml";
import { parseConfig, type Config } from "./config.ts";
import { UsageError } from "./core/errors.ts";

type Env = Readonly<Record<string, string | undefined>>;
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
export async function readConfig(path: string, overrides: Overrides, env: Env): Promise<Config> {
  const lines = new LineCounter();
  const document = parseDocument(await textOf(path), { lineCounter: lines, prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const { line, col } = lines.linePos(fault.pos[0]);
    throw new UsageError(`${path}:${line}:${col}`, `this is not valid YAML: ${fault.message}`);
  }
  const place = (option: readonly PropertyKey[]): string => {
    const flag = option.map((_, i) => overrides[option.slice(0, i + 1).join(".")]).find((one) => one !== undefined);
    if (flag !== undefined) return flag.from;
    const at = positionOf(document, option);
    const where = at === undefined ? path : `${path}:${lines.linePos(at).line}`;
    return option.length === 0 ? where : `${where}: ${option.join(".")}`;
  };
  const raw = Object.entries(overrides).reduce(
    (tree, [name, { value }]) => set(tree, name.split("."), value),
    treeOf(document, path),
  );
  const filled = Object.entries(raw).map(([key, value]) => [
    key,
    PROMPTS.includes(key) ? value : fill(value, [key], env, place),
  ]);
  return parseConfig(Object.fromEntries(filled), place, raw);
}

async function textOf(path: string): Promise<string> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    const problem =
      error.code === "ENOENT" ? "there is no such file" : error.code === "EISDIR" ? "this is a folder" : error.message;
    throw new UsageError(path, problem, "Write one with `protegi init`, or name another.");
  });
}

function treeOf(document: Document.Parsed, path: string): Tree {
  const raw = plainValue(document, path);
  if (typeof raw === "object" && raw !== null && !Array.isArray(raw)) return raw as Tree;
  throw new UsageError(
    path,
    `expected options such as "prompt: prompt.md", got ${raw === null ? "an empty file" : JSON.stringify(raw).slice(0, 60)}`,
    "Write a new one with `protegi init`.",
  );
}

function plainValue(document: Document.Parsed, path: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new UsageError(
      path,
      `its aliases cannot be resolved: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Texts in which `${NAME}` stays as it is: they are prompts. */
const PROMPTS: readonly string[] = ["prompt", "instructions"];

/** `${NAME}` replaced from the environment, wherever it is written. */
function fill(
  value: unknown,
  option: readonly string[],
  env: Env,
  place: (option: readonly string[]) => string,
): unknown {
  if (typeof value === "string") {
    return value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
      const found = env[name];
      if (found !== undefined) return found;
      throw new UsageError(
        place(option),
        `the environment variable ${name} is not set`,
        `Set it, or write the value in the place of \${${name}}.`,
      );
    });
  }
  if (Array.isArray(value)) return value.map((item, i) => fill(item, [...option, String(i)], env, place));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, fill(inner, [...option, key], env, place)]),
  );
}

/** What a group may be called by when it is not written out: a preset name, `provider:name`. */
const SHORT_FORMS: Readonly<Record<string, string>> = { search: "preset", model: "model", optimizer: "model" };

/** `tree` with a value at a path. A short form is written out; a model keeps its settings when it only gets another name. */
function set(tree: Tree, [head, ...rest]: readonly string[], value: unknown): Tree {
  const key = head!;
  const before = Object.hasOwn(tree, key) ? tree[key] : undefined;
  const short = SHORT_FORMS[key];
  if (rest.length > 0) {
    const group = isTree(before)
      ? before
      : typeof before === "string" && short !== undefined
        ? { [short]: before }
        : {};
    return { ...tree, [key]: set(group, rest, value) };
  }
  const renamed = isTree(before) && short === "model" && providerOf(before["model"]) === providerOf(value);
  return { ...tree, [key]: renamed ? { ...before, model: value } : value };
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function providerOf(model: unknown): string | undefined {
  return typeof model === "string" ? model.split(":")[0] : undefined;
}

/** Where in the file an option stands, or the nearest group around it that stands there. */
function positionOf(document: Document.Parsed, option: readonly PropertyKey[]): number | undefined {
  let node: unknown = document.contents;
  let found: number | undefined;
  for (const key of option) {
    const pair = isMap(node) ? node.items.find((item) => String(item.key) === String(key)) : undefined;
    if (pair === undefined) break;
    found = isNode(pair.key) ? pair.key.range?.[0] : found;
    node = pair.value;
  }
  return found;
}
