/** `protegi evaluate`: the score of one prompt on one split. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { calibrationCalls } from "../../jobs/calibrate.ts";
import { evaluateWith, readingCalls, readingEstimate } from "../../jobs/evaluate.ts";
import { subjectOf } from "../subject.ts";
import type { CommandParts } from "../command.ts";
import { configFlags, type ConfigFlags } from "../config-flags.ts";
import { consent } from "../consent.ts";
import { EXIT } from "../exit.ts";
import { promptNamed, splitNamed } from "../prompt-and-split.ts";
import { answerLines } from "../answer-lines.ts";
import { evaluationDocument, evaluationLines } from "../screens/evaluate.ts";
import { noteData, withSession } from "../session.ts";
import { watched } from "../watched.ts";
import { checkWritable, writeOut } from "../writable.ts";

export interface EvaluateFlags extends ConfigFlags {
  readonly prompt?: string;
  readonly split?: string;
  readonly out?: string;
}

export const evaluateCommand: CommandParts<EvaluateFlags> = {
  examples: [
    "protegi evaluate",
    "protegi evaluate --prompt better.md --split test",
    "protegi evaluate --out answers.jsonl",
    "protegi evaluate --json",
  ],
  flags: (command: Command) =>
    configFlags(command)
      .option("--prompt <file>", "the prompt to score; default: that of the config")
      .option(
        "--split <name>",
        "train, dev, test, or all rows at once (all); the more often test is looked at, the less a verdict on it proves",
        "dev",
      )
      .option("--out <file>", "write every row's answer, score and feedback to this file, as JSON lines"),
  async run(terminal, args, flags) {
    const split = splitNamed(flags.split);
    const out = flags.out === undefined ? undefined : resolve(terminal.io.cwd, flags.out);
    if (out !== undefined) await checkWritable("--out", out);
    return withSession(
      terminal,
      args,
      flags,
      async (session) => {
        noteData(terminal, session);
        const { task } = session;
        const named = flags.prompt;
        const prompt = named === undefined ? task.prompt : await promptNamed(terminal, session, named, "--prompt");
        const given = task.human?.length ?? 0;
        await consent(terminal, session, readingEstimate(session, [prompt], split, given), flags);
        const maxCalls = readingCalls(session, [prompt], split) + calibrationCalls(task);
        const expected = { place: `evaluating on ${split}`, maxCalls };
        const evaluation = await watched(terminal, session, expected, (opened) => evaluateWith(opened, split, prompt));
        terminal.document("evaluate", evaluationDocument(evaluation), subjectOf(session));
        if (out !== undefined) {
          await writeOut("--out", out, answerLines(task, evaluation));
          terminal.note(`Wrote the answers to ${flags.out}.`);
        }
        terminal.print(...evaluationLines(terminal, evaluation, prompt.placeholders));
        return EXIT.ok;
      },
      { undivided: split === "all" },
    );
  },
};
