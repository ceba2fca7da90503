/** Opens what a command works with, and closes it however the command ends. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { checkBudget, wire } from "../run/wire.ts";
import { memoryStore } from "../stores/memory.ts";
import type { Store } from "../stores/store.ts";
import { closeModels, databaseOf, openStore, openWorkspace, type Models, type Workspace } from "../jobs/workspace.ts";
import { configFile, overridesOf, type ConfigFlags } from "./config-flags.ts";
import type { Terminal } from "./terminal.ts";

export interface Session extends Workspace {
  readonly models: Models;
}

/** The config that is named, read with what it names, and its models; nothing is written. */
export async function withModels<T>(
  terminal: Terminal,
  [named]: readonly string[],
  flags: ConfigFlags,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { cwd, env } = terminal.io;
  const workspace = await openWorkspace(configFile(terminal, named), overridesOf(flags, cwd), env);
  const models = await workspace.openModels();
  try {
    return await work({ ...workspace, models });
  } finally {
    await closeModels(models);
  }
}

/**
 * Finds what a run would refuse before anything is announced or written.
 * @throws UsageError when the budget holds no run, or caps money where a price is unknown
 */
export async function checkRun({ task, settings, models }: Session): Promise<void> {
  checkBudget(task, settings, models);
  const { path } = wire({ task, settings, models, store: memoryStore() }, () => undefined);
  await path.close();
}

/** The store beside the config, begun if there is none. */
export async function withStore<T>(terminal: Terminal, file: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(file, terminal.io.env, (text) => terminal.note(text));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

export interface StoreFlags {
  readonly config?: string;
}

export function storeFlags(command: Command): Command {
  return command.option(
    "--config <file>",
    "the config beside which runs and answers are kept; default: protegi.yaml here",
  );
}

/** The store of a folder, for looking at it: where there is none, an empty one, and none is begun. */
export async function withFoundStore<T>(
  terminal: Terminal,
  { config }: StoreFlags,
  work: (store: Store, database: string) => Promise<T>,
): Promise<T> {
  const { cwd, env } = terminal.io;
  const file = config === undefined ? resolve(cwd, "protegi.yaml") : configFile(terminal, config);
  return withKeptStore(terminal, file, (store) => work(store, databaseOf(file, env)));
}

/** The store beside the config; where there is none, an empty one, and none is begun. */
export async function withKeptStore<T>(
  terminal: Terminal,
  file: string,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  return existsSync(databaseOf(file, terminal.io.env)) ? withStore(terminal, file, work) : work(memoryStore());
}
