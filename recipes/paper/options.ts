/** The command line of the recipes: what may be set, and what it is when it is not. */
import { parseArgs } from "node:util";
import { UsageError } from "../../src/core/errors.ts";
import { ALL_SIMULATED, isSimulated, SIMULATED } from "./simulated/model.ts";

/** A model with a known price, for a dry run that names none. */
const PRICED = "openai:gpt-5-mini";

export interface Options {
  /** What stands behind the recipe's name: the task, for recipes that take one. */
  readonly task: string | undefined;
  readonly model: string;
  readonly optimizer: string;
  /** Further task models, for the recipe that compares them. */
  readonly models: readonly string[];
  /** Default: the recipe's own. */
  readonly trials: number | undefined;
  /** Of the first trial; the next ones count on. */
  readonly seed: number;
  readonly rounds: number | undefined;
  /** Sized to run within a minute on a simulated model. */
  readonly small: boolean;
  readonly data: string | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
}

export const OPTIONS_HELP: readonly string[] = [
  `--model M       task model, provider:name; default ${SIMULATED}, a simulated model with a simulated task, and ${PRICED} with --dry-run`,
  "--optimizer M   who writes gradients and edits; default: the same",
  "--models A,B    further task models, for models",
  "--trials N      searches with seeds of their own; default: the recipe's own",
  "--seed N        seed of the first one; default 1",
  "--rounds N      rounds of a search; default 6, as in the paper, and 3 when small",
  "--small         a search of some thousand calls; the default on the simulated model",
  "--data DIR      where the tasks' files are; default: PROTEGI_DATA, data/ of the clone, ../shared/data next to it",
  "--dry-run       calls, tokens and money, without a call and without a key",
  "--json          one JSON document on stdout",
];

/** @throws UsageError for what is no option, or no number where one belongs */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  const [task, extra] = positionals;
  if (extra !== undefined) throw new UsageError(extra, "expected one task at most", "See: npm run paper");
  const dryRun = values["dry-run"] ?? false;
  const model = values.model ?? (dryRun ? PRICED : SIMULATED);
  checkSimulated(model, values);
  return {
    task,
    model,
    optimizer: values.optimizer ?? model,
    models: values.models?.split(",").map((name) => name.trim()) ?? [],
    trials: numberOf("--trials", values.trials, 1),
    seed: numberOf("--seed", values.seed, 0) ?? 1,
    rounds: numberOf("--rounds", values.rounds, 1),
    small: values.small ?? isSimulated(model),
    data: values.data,
    dryRun,
    json: values.json ?? false,
  };
}

/** A simulated model knows its own task alone, and no other model is asked about that. */
function checkSimulated(
  model: string,
  { optimizer, models, data }: { readonly optimizer?: string; readonly models?: string; readonly data?: string },
): void {
  const others = [optimizer, ...(models?.split(",") ?? [])].filter((name) => name !== undefined);
  const odd = others.find((name) => isSimulated(name.trim()) !== isSimulated(model));
  if (odd !== undefined)
    throw new UsageError(
      odd,
      `it cannot go with ${model}: a simulated model has a simulated task, and real models have real ones`,
      "Give simulated models alone, or none.",
    );
  if (data !== undefined && isSimulated(model))
    throw new UsageError(
      "--data",
      `${model} is simulated, and has a task of its own`,
      `Name a model: --model ${PRICED}.`,
    );
}

/** The model that searches, and the ones to compare it with. */
export function modelsOf({ model, models, task }: Options): readonly string[] {
  const others = models.length === 0 && isSimulated(model) ? ALL_SIMULATED : models;
  if (others.length > 0) return [...new Set([model, ...others])];
  throw new UsageError(
    "--models",
    "expected the task models to compare, got none",
    `For example: npm run paper -- models ${task ?? "ethos"} --model ${PRICED} --models openai:gpt-5-nano`,
  );
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        model: { type: "string" },
        optimizer: { type: "string" },
        models: { type: "string" },
        trials: { type: "string" },
        seed: { type: "string" },
        rounds: { type: "string" },
        small: { type: "boolean" },
        data: { type: "string" },
        "dry-run": { type: "boolean" },
        json: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError("npm run paper", (error as Error).message, "See: npm run paper");
  }
}

function numberOf(option: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(option, `expected a whole number from ${least}, got ${JSON.stringify(text)}`);
}
