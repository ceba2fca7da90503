/** Opens what a command works with, and closes it however the command ends. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { memoryStore } from "../stores/memory.ts";
import type { Store } from "../stores/store.ts";
import { closeModels, databaseOf, openStore, openWorkspace, type Models, type Workspace } from "../workspace.ts";
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

/** The same with the store beside the config. */
export async function withSession<T>(
  terminal: Terminal,
  args: readonly string[],
  flags: ConfigFlags,
  work: (session: Session & { readonly store: Store }) => Promise<T>,
): Promise<T> {
  return withModels(terminal, args, flags, async (session) => {
    const store = await openStore(session.file, terminal.io.env, (text) => terminal.note(text));
    try {
      return await work({ ...session, store });
    } finally {
      await store.close();
    }
  });
}

export interface StoreFlags {
  readonly config?: string;
}

export function storeFlags(command: Command): Command {
  return command.option("--config <file>", "the config beside which runs and answers are kept; default: protegi.yaml here");
}

/** The store of a folder, for looking at it: where there is none, an empty one, and none is begun. */
export async function withStore<T>(
  terminal: Terminal,
  { config = "protegi.yaml" }: StoreFlags,
  work: (store: Store, database: string) => Promise<T>,
): Promise<T> {
  const { cwd, env } = terminal.io;
  const file = resolve(cwd, config);
  const database = databaseOf(file, env);
  const store = existsSync(database) ? await openStore(file, env, (text) => terminal.note(text)) : memoryStore();
  try {
    return await work(store, database);
  } finally {
    await store.close();
  }
}
