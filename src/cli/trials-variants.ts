/** Variants from the flags of `protegi trials`: each is the config with its own values in place. */
import { resolve } from "node:path";
import type { Overrides } from "../options/config-file.ts";
import { UsageError } from "../core/errors.ts";
import { openAll, shelfAt } from "../jobs/open.ts";
import { readConfigured, type ReadConfig } from "../jobs/read.ts";
import { namesPromptFile } from "../jobs/task/prompt-source.ts";
import { checkSplits, seedsFrom, variantsOf } from "../jobs/trials.ts";
import { MOST_SEEDS } from "../options/check-options.ts";
import { combinationsOf, type Combination, type Varied, type Variant } from "../trials/variant.ts";
import { configFile, overridesOf, scalar, type ConfigFlags } from "./config-flags.ts";
import type { Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** What the flags make of the config. */
export interface Variants {
  readonly variants: readonly Variant[];
  /** What each sets, in the same order. */
  readonly combinations: readonly Combination[];
  /** Seeds of the splits; absent where the rows are divided as the config says. */
  readonly splitSeeds?: readonly number[];
  /** The first one; its rows and its store are those of all. */
  readonly first: Session;
}

/** The variants of a config, with their models; nothing is written until the store is asked for. */
export async function withVariants<T>(
  terminal: Terminal,
  [named]: readonly string[],
  flags: ConfigFlags,
  varied: readonly Varied[],
  splitSeedsFor: (splitSeed: number) => readonly number[] | undefined,
  work: (variants: Variants) => Promise<T>,
): Promise<T> {
  const { cwd, env } = terminal.io;
  const file = configFile(terminal, named);
  const overrides = overridesOf(flags, cwd);
  const combinations = combinationsOf(varied);
  const reads: ReadConfig[] = [];
  const readAll = async (own: Overrides): Promise<void> => {
    for (const { set } of combinations)
      reads.push(await readConfigured(file, { ...overrides, ...own, ...overridesOfVariant(set, cwd) }, env));
  };
  await readAll({});
  const splitSeeds = splitSeedsFor(reads[0]!.settings.splits.seed);
  if (splitSeeds !== undefined) {
    reads.length = 0;
    for (const value of splitSeeds) await readAll({ "splits.seed": { value, from: "--split-seeds" } });
  }
  checkSplits(
    reads.map(({ task }) => task),
    combinations.length,
    `--vary ${varied.map(({ option }) => option).join(", ")}`,
    "--split-seeds",
  );
  const store = shelfAt(file, env, (text) => terminal.note(text), reads[0]!.ownStore);
  const opened = await openAll(reads, { env, store });
  try {
    const names = combinations.map(({ name }) => name);
    return await work({
      variants: variantsOf(names, opened, splitSeeds),
      combinations,
      ...(splitSeeds && { splitSeeds }),
      first: { ...opened[0]!, overrides },
    });
  } finally {
    await opened[0]!.close();
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
    if (option === "splits.seed")
      throw new UsageError("--vary splits.seed", "splits are no variants", "Give them as --split-seeds.");
    return { option, values: values.map(scalar) };
  });
}

/**
 * The seeds that --seeds or --split-seeds means: so many from the config's on, or those of a list.
 * @throws UsageError when it is neither, or they are fewer than `least`
 */
export function seedsOf(text: string, from: number, flag: string = "--seeds", least = 1): number[] {
  const numbers = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  const [many] = numbers;
  if (numbers.every(Number.isSafeInteger) && new Set(numbers).size === numbers.length) {
    if (numbers.length > 1) return numbers;
    if (many! >= least && many! <= MOST_SEEDS) return seedsFrom(from, many!);
  }
  throw new UsageError(
    flag,
    `expected how many, ${least} to ${MOST_SEEDS}, or different whole numbers with commas between, got ${JSON.stringify(text)}`,
    `Such as ${flag} 5, or ${flag} 1,2,7.`,
  );
}
