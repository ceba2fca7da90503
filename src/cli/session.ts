/** Opens what a command works with, and closes it however the command ends. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { databaseOf, open, shelfAt, type Opened } from "../jobs/open.ts";
import { readConfigured, type ReadConfig, type ReadDivision } from "../jobs/read.ts";
import { storeNamedIn, type Overrides } from "../options/config-file.ts";
import { memoryStore } from "../stores/memory.ts";
import type { Store } from "../stores/store.ts";
import { configFile, overridesOf, type ConfigFlags } from "./config-flags.ts";
import { dataNotices, rememberNotices } from "./data-notices.ts";
import type { Terminal } from "./terminal.ts";

export interface Session extends ReadConfig, Opened {
  /** What flags put in the place of the config's options. */
  readonly overrides: Overrides;
}

/** The config that is named, read with what it names, and opened; nothing is written until the store is asked for. */
export async function withSession<T>(
  terminal: Terminal,
  [named]: readonly string[],
  flags: ConfigFlags,
  work: (session: Session) => Promise<T>,
  division: ReadDivision = {},
): Promise<T> {
  const { cwd, env, signal } = terminal.io;
  const overrides = overridesOf(flags, cwd);
  const read = await readConfigured(configFile(terminal, named), overrides, env, division);
  const store = shelfAt(read.file, env, (text) => terminal.note(text), read.ownStore);
  const opened = await open(read, { env, signal, store });
  try {
    return await work({ ...opened, overrides });
  } finally {
    await opened.close();
    rememberNotices(terminal, read);
  }
}

/** Says what a person should know about the data and the prompt, before anything is paid. */
export function noteData(terminal: Terminal, session: Pick<Session, "file" | "notices">): void {
  for (const text of dataNotices(terminal, session)) terminal.note(text);
}

/** The store of a session for looking things up: an empty one where there is none, and none is created. */
export async function foundStore(
  { io }: Terminal,
  { file, ownStore, openStore }: Pick<Session, "file" | "ownStore" | "openStore">,
): Promise<Store> {
  return ownStore !== undefined || existsSync(databaseOf(file, io.env)) ? openStore() : memoryStore();
}

export interface StoreFlags {
  readonly config?: string;
}

export function storeFlags(command: Command): Command {
  return command.option(
    "--config <file>",
    "the config next to which runs and answers are kept; default: protegi.yaml here",
  );
}

/** The store of a folder, for looking at it: where there is none, an empty one, and none is created. */
export async function withFoundStore<T>(
  terminal: Terminal,
  { config }: StoreFlags,
  work: (store: Store, database: string, file: string) => Promise<T>,
): Promise<T> {
  const { cwd, env } = terminal.io;
  const file = config === undefined ? resolve(cwd, "protegi.yaml") : configFile(terminal, config);
  const ownStore = await storeNamedIn(file, env);
  const { open: openStore, close } = shelfAt(file, env, (text) => terminal.note(text), ownStore);
  try {
    return await work(await foundStore(terminal, { file, ownStore, openStore }), databaseOf(file, env), file);
  } finally {
    await close();
  }
}
