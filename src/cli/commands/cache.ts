/** `protegi cache`: what is stored; pruning, clearing and exporting it. */
import { dirname } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../../core/errors.ts";
import { counted, megabytes } from "../../core/values/words.ts";
import type { Store, WhichAnswers } from "../../stores/store.ts";
import { cacheDocument, cacheLines, sharesOf } from "../screens/cache.ts";
import type { CommandParts } from "../command.ts";
import { EXIT } from "../exit.ts";
import { exportAnswers } from "../export-answers.ts";
import { storeFlags, withFoundStore, type StoreFlags } from "../session.ts";
import type { Terminal } from "../terminal.ts";

export interface CacheFlags extends StoreFlags {
  readonly yes?: boolean;
  readonly olderThan?: string;
  readonly run?: string;
  readonly out?: string;
}

/** What an action works with. */
interface Kept {
  readonly terminal: Terminal;
  readonly store: Store;
  readonly folder: string;
  readonly flags: CacheFlags;
}

const ACTIONS: Readonly<Record<string, (kept: Kept) => Promise<void>>> = {
  show,
  clear,
  prune,
  export: ({ terminal, store, folder, flags }) => exportAnswers(terminal, store, folder, flags.out),
};

export const cacheCommand: CommandParts<CacheFlags> = {
  examples: [
    "protegi cache",
    "protegi cache prune --older-than 30d",
    "protegi cache prune --run 2026-11-23-747511",
    "protegi cache export --out answers.jsonl",
    "protegi cache clear --yes",
  ],
  flags: (command: Command) =>
    storeFlags(command)
      .option("--yes", "delete without asking")
      .option("--older-than <age>", "prune: answers older than so many hours, days or weeks, such as 12h, 30d, 4w")
      .option("--run <id>", "prune: answers that this run paid for")
      .option("--out <file>", "export: the file to write, one answer of JSON a line"),
  async run(terminal, [name = "show"], flags) {
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action === undefined)
      throw new UsageError("cache", `expected prune, export, clear or nothing, got ${JSON.stringify(name)}`);
    return withFoundStore(terminal, flags, async (store, database) => {
      await action({ terminal, store, folder: dirname(database), flags });
      return EXIT.ok;
    });
  },
};

async function show({ terminal, store, folder }: Kept): Promise<void> {
  const size = await store.cacheSize();
  const shares = await sharesOf(store);
  terminal.document("cache", cacheDocument(folder, size, shares));
  terminal.print(...cacheLines(folder, size, shares));
}

async function clear({ terminal, store, folder, flags }: Kept): Promise<void> {
  const cleared = await forget(terminal, store, {}, "Interrupted runs", flags);
  terminal.document("cache-clear", { folder, cleared });
}

/** Deletes what is old, or what one run paid for. Unfinished runs keep what they need to resume, unless one is named. */
async function prune({ terminal, store, folder, flags }: Kept): Promise<void> {
  const { run, olderThan } = flags;
  if (run === undefined && olderThan === undefined)
    throw new UsageError(
      "cache prune",
      "expected --older-than or --run, got neither",
      "Such as --older-than 30d or --run ID.",
    );
  const before = olderThan === undefined ? {} : { before: momentBefore(olderThan) };
  const unfinished = (await store.listRuns()).filter(({ status }) => status !== "finished").map(({ id }) => id);
  const asked: WhichAnswers = { ...before, ...(run !== undefined && { run }) };
  const which: WhichAnswers = run === undefined ? { ...asked, except: unfinished } : asked;
  const release = run === undefined ? () => undefined : await claim(store, run);
  try {
    const kept = (await store.cacheSize(asked)).answers - (await store.cacheSize(which)).answers;
    const payer = run === undefined ? "A repeat of their runs" : `Run ${run}`;
    const pruned = await forget(terminal, store, which, payer, flags);
    terminal.document("cache-prune", { folder, pruned, kept });
    if (kept > 0) terminal.print(`Kept ${counted(kept, "old answer")} that unfinished runs need to resume.`);
  } finally {
    release();
  }
}

async function claim(store: Store, run: string): Promise<() => void> {
  if ((await store.getRun(run)) === undefined)
    throw new UsageError("--run", `there is no run ${run}`, "List them: protegi runs");
  const release = await store.claimRun(run);
  if (release !== undefined) return release;
  throw new UsageError("--run", `a process is at work on run ${run}`, "Wait until it has ended, or stop it.");
}

/**
 * Asks, unless --yes is given, and deletes.
 * @param payer the one who would have to pay for these answers again, as the question says
 */
async function forget(
  terminal: Terminal,
  store: Store,
  which: WhichAnswers,
  payer: string,
  { yes }: CacheFlags,
): Promise<number> {
  const { answers, bytes } = await store.cacheSize(which);
  const question = `Delete ${counted(answers, "answer")}, ${megabytes(bytes)}? ${payer} would have to pay for them again.`;
  if (yes !== true && (await terminal.io.ask?.confirm(question)) !== true)
    throw new UsageError("cache", "nothing was deleted", "Confirm with --yes.");
  const forgotten = await store.clearAnswers(which);
  terminal.print(`Deleted ${counted(forgotten, "answer")}.`);
  return forgotten;
}

/** So long ago, as ISO 8601, UTC. */
function momentBefore(age: string): string {
  const [, number, unit] = /^(\d{1,5})([hdw])$/.exec(age) ?? [];
  const hours = { h: 1, d: 24, w: 7 * 24 }[unit ?? ""];
  if (number === undefined || hours === undefined)
    throw new UsageError("--older-than", `expected hours, days or weeks, got ${JSON.stringify(age)}`, "Such as 30d.");
  return new Date(Date.now() - Number(number) * hours * 3_600_000).toISOString();
}
