/** `protegi compare`: prompts on the same rows, paired. */
import { basename } from "node:path";
import type { Command } from "commander";
import { CallBudget } from "../../core/budget.ts";
import { compare, type Comparison } from "../../core/measuring/compare.ts";
import { UsageError } from "../../core/errors.ts";
import type { Prompt } from "../../core/prompt.ts";
import { rng, shuffle } from "../../core/rng.ts";
import { estimateCalls } from "../../run/estimate.ts";
import { comparisonLines } from "../../report/comparison.ts";
import { spent } from "../../report/words.ts";
import type { Store } from "../../stores/store.ts";
import { wire } from "../../run/wire.ts";
import type { CommandParts } from "../command.ts";
import { configFlags, type ConfigFlags } from "../config-flags.ts";
import { consent } from "../consent.ts";
import { EXIT } from "../exit.ts";
import { progress } from "../progress.ts";
import { promptNamed, splitNamed, type SplitName } from "../prompt-and-split.ts";
import { withModels, withStore, type Session } from "../session.ts";
import type { Terminal } from "../terminal.ts";
import { withWayOn } from "../way-on.ts";

export interface CompareFlags extends ConfigFlags {
  readonly config?: string;
  readonly split?: string;
  readonly untilDecided?: boolean;
}

export const compareCommand: CommandParts<CompareFlags> = {
  name: "compare",
  args: "<prompts...>",
  summary: "compare prompts on the same rows: differences with intervals, rows fixed and broken",
  examples: [
    "protegi compare prompt.md better.md",
    "protegi compare a.md b.md c.md --split test",
    "protegi compare a.md b.md --until-decided",
  ],
  flags: (command: Command) =>
    configFlags(command)
      .option("--config <file>", "the config with data and model; default: protegi.yaml here")
      .option("--split <name>", "train, dev or test", "dev")
      .option("--until-decided", "stop as soon as every difference is settled; costs less, and stays valid"),
  async run(terminal, files, flags) {
    const split = splitNamed(flags.split);
    if (files.length < 2)
      throw new UsageError(
        "prompts",
        `expected two or more prompts, got ${files.length}`,
        "The first is the one that the others are held against.",
      );
    return withModels(terminal, flags.config === undefined ? [] : [flags.config], flags, async (session) => {
      if (flags.untilDecided === true && !session.task.metric.isMean) {
        throw new UsageError(
          "--until-decided",
          `${session.task.metric.name} is no mean over rows, so it cannot be settled early`,
          "Leave the flag out, or compare by accuracy.",
        );
      }
      const prompts = await Promise.all(files.map((file) => promptNamed(session, file, file, terminal.io.cwd)));
      const { task, settings, models } = session;
      const calls = prompts.length * task[split].length;
      const estimate = estimateCalls(task, prompts, settings, models, { answering: calls, writing: 0 });
      await consent(terminal, session, estimate, flags);
      return withStore(terminal, session.file, (store) =>
        compareOn(terminal, session, store, { prompts, files, split, untilDecided: flags.untilDecided === true }),
      );
    });
  },
};

interface Compared {
  readonly prompts: readonly Prompt[];
  readonly files: readonly string[];
  readonly split: SplitName;
  readonly untilDecided: boolean;
}

async function compareOn(
  terminal: Terminal,
  session: Session,
  store: Store,
  { prompts, files, split, untilDecided }: Compared,
): Promise<number> {
  const { task, settings, models } = session;
  // In one random order, so that a comparison which stops early has seen a fair sample.
  const rows = shuffle(task[split], rng(settings.splits.seed).fork("compare"));
  const bar = progress(terminal, { place: `comparing on ${split}`, maxCalls: prompts.length * rows.length });
  const { path, tools } = wire(
    { task, models, settings, store, signal: terminal.io.signal, onEvent: bar.show },
    bar.show,
  );
  try {
    const comparison = await compare(
      tools,
      prompts,
      rows,
      new CallBudget(settings.budget.calls ?? Infinity),
      untilDecided,
    );
    bar.end();
    const cost = path.spending();
    terminal.document({ ...documentOf(comparison, files), split, metric: task.metric.name, cost });
    const names = files.map((file) => basename(file));
    const [header, ...lines] = comparisonLines(
      comparison,
      new Set(names).size === names.length ? names : files,
      task.metric.name,
      untilDecided,
    );
    terminal.print(terminal.bold(header!), ...lines, "", `Spent ${spent(cost)}.`);
    return EXIT.ok;
  } catch (error) {
    throw withWayOn(error);
  } finally {
    bar.end();
    await path.close();
  }
}

function documentOf({ prompts, ...comparison }: Comparison, files: readonly string[]): Record<string, unknown> {
  return {
    ...comparison,
    prompts: prompts.map(({ prompt, ...rest }, i) => ({ file: files[i], id: prompt.id, text: prompt.text, ...rest })),
  };
}
