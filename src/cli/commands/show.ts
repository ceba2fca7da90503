/** `protegi show`: one run in the terminal. */
import { nextCommand } from "../next-command.ts";
import type { Command } from "commander";
import { counted } from "../../core/values/words.ts";
import { UsageError } from "../../core/errors.ts";
import { summarize } from "../../facts/rounds.ts";
import { optionsOf } from "../../run/result.ts";
import { namesOf } from "../../facts/names.ts";
import { nearName } from "../../core/values/near-name.ts";
import type { RunListing } from "../../stores/store.ts";
import type { CommandParts } from "../command.ts";
import { EXIT } from "../exit.ts";
import { requestLines, roundOf } from "../screens/requests.ts";
import { runLines } from "../screens/show.ts";
import { gradientFacts, gradientScreen, promptFacts, promptScreen } from "../screens/show-one.ts";
import { storeFlags, withFoundStore, type StoreFlags } from "../session.ts";

export interface ShowFlags extends StoreFlags {
  /** Of one round, or true for all. */
  readonly requests?: string | true;
  /** A short name such as P3, or an id. */
  readonly prompt?: string;
  /** A short name such as G7, or an id. */
  readonly gradient?: string;
}

export const showCommand: CommandParts<ShowFlags> = {
  examples: [
    "protegi show",
    "protegi show 2026-11-23-a1b2c3 --prompt P3",
    "protegi show --gradient G7",
    "protegi show --requests 2",
  ],
  flags: (command: Command) =>
    storeFlags(command)
      .option("--prompt <name>", "one prompt in full, by its name in this run (P0 is the initial one) or its id")
      .option("--gradient <name>", "one gradient in full, by its name in this run or its id")
      .option(
        "--requests [round]",
        "what was sent to the optimizer model and what it replied, in all rounds or in one",
      ),
  async run(terminal, [id], flags) {
    const { requests } = flags;
    checkOneView(flags);
    const round = requests === undefined ? undefined : roundOf(requests);
    return withFoundStore(terminal, flags, async (store, _database, file) => {
      const start = nextCommand(terminal, "optimize", { file });
      const { id: found } = chosen(await store.listRuns(), id, start);
      const run = (await store.getRun(found))!;
      const { data, models } = optionsOf(run);
      const subject = { ...(data !== undefined && { data }), ...(models && { models }) };
      if (requests !== undefined) {
        const exchanges = await store.readExchanges(run.id, round);
        terminal.document("show-requests", { run: run.id, requests: exchanges }, subject);
        terminal.print(...requestLines(terminal, exchanges, round));
        return EXIT.ok;
      }
      const events = await store.readEvents(run.id);
      const names = namesOf(events);
      const summary = summarize(events);
      if (flags.prompt !== undefined) {
        const facts = promptFacts(run, summary, names, flags.prompt);
        terminal.document("show-prompt", facts, subject);
        terminal.print(...promptScreen(terminal, facts));
      } else if (flags.gradient !== undefined) {
        const facts = gradientFacts(run, summary, names, flags.gradient);
        terminal.document("show-gradient", facts, subject);
        terminal.print(...gradientScreen(terminal, facts, names));
      } else {
        const { prompts, gradients } = names;
        terminal.document("show", { ...run, summary, names: { prompts, gradients } }, subject);
        terminal.print(...runLines(terminal, run, summary, names));
      }
      return EXIT.ok;
    });
  },
};

/** @throws UsageError when more than one view is asked for */
function checkOneView({ requests, prompt, gradient }: ShowFlags): void {
  const asked = Object.entries({ requests, prompt, gradient }).filter(([, value]) => value !== undefined);
  if (asked.length > 1)
    throw new UsageError(
      "show",
      `expected one of --requests, --prompt and --gradient, got ${asked.map(([name]) => `--${name}`).join(" and ")}`,
    );
}

/**
 * The run of this id, or of an id that begins so; without one, the newest.
 * @param start the command that starts one
 */
function chosen(runs: readonly RunListing[], id: string | undefined, start: string): RunListing {
  const [newest] = runs;
  if (newest === undefined)
    throw new UsageError(id ?? "show", "there are no runs here yet", `Start one with: ${start}`);
  if (id === undefined) return newest;
  const exact = runs.find((run) => run.id === id);
  const found = exact === undefined ? runs.filter((run) => run.id.startsWith(id)) : [exact];
  if (found.length === 1) return found[0]!;
  const near = nearName(
    id,
    runs.map((run) => run.id),
  );
  if (found.length > 1)
    throw new UsageError(
      id,
      `${counted(found.length, "run")} have ids that start with it`,
      "List them with: protegi runs",
    );
  throw new UsageError(
    id,
    `there is no such run${near === undefined ? "" : `; did you mean ${near}?`}`,
    "List them with: protegi runs",
  );
}
