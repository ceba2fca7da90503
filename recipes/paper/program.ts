/** `npm run paper -- NAME`: one invocation, from the recipe's name to what it found. */
import { fileURLToPath } from "node:url";
import { errorText, EXIT, exitCodeOf } from "../../src/cli/exit.ts";
import { jsonText, plain, type Io } from "../../src/cli/terminal.ts";
import { AbortedError, UsageError } from "../../src/core/errors.ts";
import { count, counted } from "../../src/core/values/words.ts";
import { toModel } from "../../src/models/index.ts";
import { openStore } from "../../src/jobs/open.ts";
import { dryRun } from "./dry-run.ts";
import { meter } from "./meter.ts";
import { OPTIONS_HELP, parseOptions, type Options } from "./options.ts";
import { readyTasks } from "./ready.ts";
import type { Session, Findings, Ready, Recipe } from "./recipe.ts";
import { recipes } from "./recipes.ts";
import { isSimulated, simulated } from "./simulated/model.ts";

/** Runs are kept in .protegi next to this file, or in the folder that PROTEGI_HOME names. */
const HERE = fileURLToPath(import.meta.url);

export type PaperIo = Pick<Io, "stdout" | "stderr" | "env" | "signal">;

/** Runs one invocation; resolves to its exit code. Never throws. */
export async function runPaper(args: readonly string[], io: PaperIo): Promise<number> {
  const [name, ...rest] = args;
  const note = (text: string): void => void io.stderr.write(`${plain(text)}\n`);
  try {
    if (name === undefined || name.startsWith("-")) {
      io.stdout.write(`${overview().join("\n")}\n`);
      return name === undefined || name === "--help" ? EXIT.ok : EXIT.usage;
    }
    const recipe = recipeNamed(name);
    const options = parseOptions(rest);
    if (options.models.length > 0 && name !== "models")
      throw new UsageError("--models", "only the recipe models compares task models", "Leave it out, or run that one.");
    const ready = await readyTasks(recipe, options, io.env, note);
    const found = options.dryRun
      ? ready.map((one) => ({ ready: one, findings: dryRun(recipe, options, one) }))
      : await runOn(recipe, options, ready, io, note);
    if (options.json) io.stdout.write(`${jsonText(documentOf(name, options, found))}\n`);
    else io.stdout.write(`${found.map((one) => linesOf(recipe, options, one).map(plain).join("\n")).join("\n\n")}\n`);
    return EXIT.ok;
  } catch (error) {
    const code = exitCodeOf(error);
    const message =
      error instanceof AbortedError
        ? "Stopped. What was answered is kept: the same command goes on."
        : errorText(error);
    if (args.includes("--json"))
      io.stdout.write(`${jsonText({ error: { name: error instanceof Error ? error.name : "Error", message } })}\n`);
    note(message);
    return code;
  }
}

function recipeNamed(name: string): Recipe {
  if (Object.hasOwn(recipes, name)) return recipes[name]!;
  throw new UsageError(name, "there is no such recipe", `Known: ${Object.keys(recipes).join(", ")}.`);
}

function overview(): string[] {
  const entries = Object.entries(recipes).map(([name, { tasks, about }]) => [
    tasks === undefined ? `${name} [TASK]` : name,
    about,
  ]);
  const width = Math.max(...entries.map(([usage]) => usage!.length));
  return [
    "The experiments of the paper, one command each: npm run paper -- NAME [options]",
    "",
    ...entries.map(([usage, about]) => `  ${usage!.padEnd(width)}  ${about}`),
    "",
    "TASK is ethos, sarcasm, jailbreak or liar; ethos when none is named.",
    "",
    ...OPTIONS_HELP.map((line) => `  ${line}`),
  ];
}

interface Found {
  readonly ready: Ready;
  readonly findings: Findings;
}

async function runOn(
  recipe: Recipe,
  options: Options,
  tasks: readonly Ready[],
  { env, signal }: PaperIo,
  note: (text: string) => void,
): Promise<Found[]> {
  const spent = meter();
  const open: Session["open"] = async (model) => spent.of(await toModel(model, env, [simulated]));
  const task = await open(options.model);
  const optimizer = options.optimizer === options.model ? task : await open(options.optimizer);
  const models = { task, optimizer };
  const store = await openStore(HERE, env, note);
  try {
    const found: Found[] = [];
    for (const ready of tasks)
      found.push({ ready, findings: await recipe.run(recipe, { options, models, store, signal, open, note }, ready) });
    return found;
  } finally {
    await Promise.all([...new Set([task, optimizer])].map((model) => model.close?.()));
    await store.close();
    note(spent.sentence());
  }
}

const SIMULATED_LINE =
  "Simulated, the model and the task: this shows how the methods search, and says nothing about any real model or task.";

function linesOf(recipe: Recipe, options: Options, { ready, findings }: Found): string[] {
  const marked = isSimulated(options.model) ? [SIMULATED_LINE] : [];
  const reported = recipe.reported === undefined || isSimulated(options.model) ? [] : [recipe.reported];
  return [...marked, header(ready, options), ...findings.lines, ...reported, ...marked];
}

function header({ paper, task: { train, dev, test } }: Ready, { model, optimizer, small, rounds }: Options): string {
  const who = optimizer === model ? model : `${model} (optimizer: ${optimizer})`;
  const size = small ? "a small search" : "the paper's settings";
  const cut = rounds === undefined ? "" : `, ${counted(rounds, "round")}`;
  return `${paper.name} (${paper.about}), ${who}: ${count(train.length)} train, ${dev.length} dev and ${test.length} test rows; ${size}${cut}`;
}

function documentOf(recipe: string, options: Options, found: readonly Found[]): object {
  const { model, optimizer, small } = options;
  const tasks = found.map(({ ready, findings }) => ({ task: ready.paper.name, ...findings.data }));
  return { recipe, model, optimizer, simulated: isSimulated(model), small, tasks };
}
