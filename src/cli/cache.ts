/** `protegi cache`: how much is stored, and clearing it. */
import { resolve } from "node:path";
import { UsageError } from "../core/errors.ts";
import { counted } from "../report/words.ts";
import { homeOf, openStore } from "../workspace.ts";
import type { CommandParts } from "./command.ts";
import { EXIT } from "./exit.ts";

export interface CacheFlags {
  readonly config?: string;
  readonly yes?: boolean;
}

export const cacheCommand: CommandParts<CacheFlags> = {
  name: "cache",
  args: "[action]",
  summary: "how many answers are stored; `clear` forgets them (runs and their events stay)",
  examples: ["protegi cache", "protegi cache clear --yes"],
  flags: (command) =>
    command.option("--config <file>", "the config whose answers are meant; default: protegi.yaml here").option("--yes", "clear without asking"),
  async run(terminal, [action = "size"], { config = "protegi.yaml", yes }) {
    if (action !== "size" && action !== "clear") throw new UsageError("cache", `expected size or clear, got ${JSON.stringify(action)}`);
    const file = resolve(terminal.io.cwd, config);
    const store = await openStore(file, terminal.io.env, (text) => terminal.note(text));
    try {
      const size = await store.cacheSize();
      const text = `${counted(size.answers, "answer")}, ${megabytes(size.bytes)}`;
      if (action === "size") {
        terminal.document({ folder: homeOf(file, terminal.io.env), ...size });
        terminal.print(`${text} in ${homeOf(file, terminal.io.env)}`);
        return EXIT.ok;
      }
      if (yes !== true && !(await confirmed(`Forget ${text}? Runs that were cut off would have to pay for them again.`, terminal.io.interactive))) {
        throw new UsageError("cache clear", "nothing was cleared", "Confirm with --yes.");
      }
      const cleared = await store.clearAnswers();
      terminal.document({ cleared });
      terminal.print(`Forgot ${counted(cleared, "answer")}.`);
      return EXIT.ok;
    } finally {
      await store.close();
    }
  },
};

async function confirmed(message: string, interactive: boolean): Promise<boolean> {
  if (!interactive) return false;
  const { confirm } = await import("@clack/prompts");
  return (await confirm({ message, initialValue: false })) === true;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0)} MB`;
}
