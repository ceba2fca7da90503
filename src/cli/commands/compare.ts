/** `protegi compare`: prompts on the same rows, paired. */
import type { Command } from "commander";
import { UsageError } from "../../core/errors.ts";
import type { Prompt } from "../../core/prompt/prompt.ts";
import { checkDecidable, compareWith } from "../../jobs/compare.ts";
import { readingCalls, readingEstimate } from "../../jobs/evaluate.ts";
import { subjectOf } from "../subject.ts";
import type { CommandParts } from "../command.ts";
import { configFlags, type ConfigFlags } from "../config-flags.ts";
import { consent } from "../consent.ts";
import { EXIT } from "../exit.ts";
import { promptNamed, splitNamed } from "../prompt-and-split.ts";
import { comparisonDocument, comparisonScreen } from "../screens/compare.ts";
import { noteData, withSession } from "../session.ts";
import { watched } from "../watched.ts";

export interface CompareFlags extends ConfigFlags {
  readonly config?: string;
  readonly split?: string;
  readonly untilDecided?: boolean;
}

export const compareCommand: CommandParts<CompareFlags> = {
  examples: [
    "protegi compare prompt.md better.md",
    "protegi compare a.md b.md c.md --split test",
    "protegi compare a.md b.md --until-decided",
  ],
  flags: (command: Command) =>
    configFlags(command)
      .option("--config <file>", "the config with data and model; default: protegi.yaml here")
      .option("--split <name>", "train, dev, test, or all rows at once (all)", "dev")
      .option("--until-decided", "stop as soon as every difference is settled; costs less, and stays valid"),
  async run(terminal, files, flags) {
    const split = splitNamed(flags.split);
    if (files.length < 2)
      throw new UsageError(
        "prompts",
        `expected two or more prompts, got ${files.length}`,
        "The others are compared with the first.",
      );
    const untilDecided = flags.untilDecided === true;
    return withSession(
      terminal,
      flags.config === undefined ? [] : [flags.config],
      flags,
      async (session) => {
        noteData(terminal, session);
        if (untilDecided) checkDecidable(session.task, "--until-decided");
        const prompts = await Promise.all(files.map((file) => promptNamed(terminal, session, file, file)));
        const estimate = readingEstimate(session, prompts, split);
        await consent(terminal, session, estimate, flags);
        const expected = { place: `comparing on ${split}`, maxCalls: readingCalls(session, prompts, split) };
        const comparison = await watched(terminal, session, expected, (opened) =>
          compareWith(opened, prompts, { split, untilDecided }),
        );
        terminal.document("compare", comparisonDocument(comparison, files), subjectOf(session));
        terminal.print(...comparisonScreen(terminal, comparison, files, untilDecided, columnsOf(prompts)));
        return EXIT.ok;
      },
      { undivided: split === "all" },
    );
  },
};

/** The columns that any of the prompts names. */
function columnsOf(prompts: readonly Prompt[]): string[] {
  return [...new Set(prompts.flatMap(({ placeholders }) => placeholders))];
}
