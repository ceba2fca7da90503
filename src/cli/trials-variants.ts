/** Variants from the flags of `protegi trials`: each is the config with its own values in place. */
import { resolve } from "node:path";
import type { Overrides } from "../options/config-file.ts";
import { UsageError } from "../core/errors.ts";
import { combinationsOf, type Combination, type Varied, type Variant } from "../trials/variant.ts";
import { closeModels, namesPromptFile, openWorkspace, type Models, type Workspace } from "../jobs/workspace.ts";
import { configFile, overridesOf, scalar, type ConfigFlags } from "./config-flags.ts";
import type { Terminal } from "./terminal.ts";

/** What the flags make of the config. */
export interface Variants {
  /** The config file. */
  readonly file: string;
  readonly variants: readonly Variant[];
  /** What each sets, in the same order. */
  readonly combinations: readonly Combination[];
  /** The workspace of the first one; the rows are those of all. */
  readonly first: Workspace;
  readonly models: readonly Models[];
}

/** The variants of a config, with their models; nothing is written. */
export async function withVariants<T>(
  terminal: Terminal,
  [named]: readonly string[],
  flags: ConfigFlags,
  varied: readonly Varied[],
  work: (variants: Variants) => Promise<T>,
): Promise<T> {
  const { cwd, env } = terminal.io;
  const file = configFile(terminal, named);
  const combinations = combinationsOf(varied);
  const workspaces: Workspace[] = [];
  for (const { set } of combinations)
    workspaces.push(await openWorkspace(file, { ...overridesOf(flags, cwd), ...overridesOfVariant(set, cwd) }, env));
  checkComparable(workspaces, varied);
  const opened = new Map<string, Models>();
  try {
    const models: Models[] = [];
    for (const workspace of workspaces) models.push(await modelsOf(workspace, opened));
    const variants = workspaces.map(({ task, settings }, i): Variant => {
      const parts = { task, models: models[i]! };
      return { name: combinations[i]!.name, parts: (seed) => ({ ...parts, settings: { ...settings, seed } }) };
    });
    return await work({ file, variants, combinations, first: workspaces[0]!, models });
  } finally {
    await Promise.all([...opened.values()].map(closeModels));
  }
}

/** Files that flags name are looked for here. */
function overridesOfVariant(set: Combination["set"], cwd: string): Overrides {
  return Object.fromEntries(
    Object.entries(set).map(([option, value]) => {
      const isFile = option === "prompt" && typeof value === "string" && namesPromptFile(value);
      return [option, { value: isFile ? resolve(cwd, value) : value, from: `--vary ${option}` }];
    }),
  );
}

/** The same models are opened once. */
async function modelsOf(workspace: Workspace, opened: Map<string, Models>): Promise<Models> {
  const { model, optimizer } = workspace.config;
  const name = JSON.stringify([model, optimizer]);
  const models = opened.get(name) ?? (await workspace.openModels());
  opened.set(name, models);
  return models;
}

/** @throws UsageError when what is varied changes how prompts are judged */
function checkComparable(workspaces: readonly Workspace[], varied: readonly Varied[]): void {
  const judged = workspaces.map(({ task }) => JSON.stringify([task.metric.name, task.test.map(({ id }) => id)]));
  if (new Set(judged).size <= 1) return;
  throw new UsageError(
    `--vary ${varied.map(({ option }) => option).join(", ")}`,
    "the variants would not be judged by one metric on the same test rows, so their scores cannot be compared",
    "Vary what the search does, its models or its prompts; for other data give the command once for each.",
  );
}

/**
 * The options that --vary names, with their values.
 * @throws UsageError when there are none, or a seed is among them
 */
export function variedOf(texts: readonly string[]): Varied[] {
  return texts.map((text) => {
    const [, option, list = ""] = /^([^=\s]+)=(.*)$/s.exec(text) ?? [];
    const values = list.split(",").map((value) => value.trim());
    if (option === undefined || option.split(".").includes("") || values.includes("")) {
      throw new UsageError(
        "--vary",
        `expected option=value,value, got ${JSON.stringify(text)}`,
        "Such as --vary search.method=protegi,monte-carlo.",
      );
    }
    if (option === "seed") throw new UsageError("--vary seed", "seeds are no variants", "Give them as --seeds.");
    return { option, values: values.map(scalar) };
  });
}

/**
 * The seeds that --seeds means: so many from the config's on, or those of a list.
 * @throws UsageError when it is neither
 */
export function seedsOf(text: string, from: number): number[] {
  const numbers = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  const [many] = numbers;
  if (numbers.every(Number.isSafeInteger) && new Set(numbers).size === numbers.length) {
    if (numbers.length > 1) return numbers;
    if (many! > 0 && many! <= MOST_SEEDS) return Array.from({ length: many! }, (_, i) => from + i);
  }
  throw new UsageError(
    "--seeds",
    `expected how many, up to ${MOST_SEEDS}, or different whole numbers with commas between, got ${JSON.stringify(text)}`,
    "Such as --seeds 5, or --seeds 1,2,7.",
  );
}

const MOST_SEEDS = 1000;
