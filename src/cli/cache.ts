/** `protegi cache`: how much is stored, and clearing it. */
import { dirname } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../core/errors.ts";
import { counted } from "../report/words.ts";
import type { CommandParts } from "./command.ts";
import { EXIT } from "./exit.ts";
import { storeFlags, withFoundStore, type StoreFlags } from "./session.ts";

export interface CacheFlags extends StoreFlags {
  readonly yes?: boolean;
}

export const cacheCommand: CommandParts<CacheFlags> = {
  name: "cache",
  args: "[action]",
  summary: "how many answers are stored; `clear` forgets them, while runs and their events stay",
  examples: ["protegi cache", "protegi cache clear --yes"],
  flags: (command: Command) => storeFlags(command).option("--yes", "clear without asking"),
  async run(terminal, [action], flags) {
    if (action !== undefined && action !== "clear")
      throw new UsageError("cache", `expected clear or nothing, got ${JSON.stringify(action)}`);
    return withFoundStore(terminal, flags, async (store, database) => {
      const { answers, bytes } = await store.cacheSize();
      const size = `${counted(answers, "answer")}, ${megabytes(bytes)}`;
      if (action === undefined) {
        terminal.document({ folder: dirname(database), answers, bytes });
        terminal.print(`${size} in ${dirname(database)}`);
        return EXIT.ok;
      }
      const sure =
        flags.yes === true ||
        (await terminal.io.ask?.confirm(`Forget ${size}? Runs that were cut off would have to pay for them again.`)) ===
          true;
      if (!sure) throw new UsageError("cache clear", "nothing was cleared", "Confirm with --yes.");
      const cleared = await store.clearAnswers();
      terminal.document({ folder: dirname(database), cleared });
      terminal.print(`Forgot ${counted(cleared, "answer")}.`);
      return EXIT.ok;
    });
  },
};

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0)} MB`;
}
