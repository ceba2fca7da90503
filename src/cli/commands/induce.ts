/** `protegi induce`: has the optimizer model write the section of the prompt again, from rows or from a line on what it is for. */
import { counted } from "../../core/values/words.ts";
import { resolve } from "node:path";
import type { Command } from "commander";
import { callsToInduce, type InduceOptions } from "../../core/methods/induce.ts";
import { induceEstimate, induceOptions, induceWith, type InducedPrompt } from "../../jobs/induce.ts";
import { number, type CommandParts } from "../command.ts";
import { subjectOf } from "../subject.ts";
import { configFlags, type ConfigFlags } from "../config-flags.ts";
import { consent } from "../consent.ts";
import { EXIT } from "../exit.ts";
import { checkPromptOut, listed, writePrompt } from "../prompt-out.ts";
import { inducedLines } from "../screens/induce.ts";
import { noteData, withSession, type Session } from "../session.ts";
import type { Terminal } from "../terminal.ts";
import { watched } from "../watched.ts";
import { checkWritable } from "../writable.ts";

export interface InduceFlags extends ConfigFlags {
  readonly describe?: string;
  readonly candidates?: number;
  readonly shown?: number;
  readonly out?: string;
}

export const induceCommand: CommandParts<InduceFlags> = {
  examples: [
    "protegi induce",
    "protegi induce --describe 'Is this ticket urgent?' --out prompt.md",
    "protegi induce --describe 'Is this ticket urgent?' --shown 0",
  ],
  flags: (command: Command) =>
    configFlags(command)
      .option("--describe <line>", "what the prompt is for; default: guessed from the rows")
      .option("--candidates <n>", "prompts to ask for, of which the best is taken; default: 4", number)
      .option("--shown <n>", "rows that each request shows; 0 to go by --describe alone; default: 8", number)
      .option("--out <file>", "write the prompt to this file"),
  async run(terminal, args, flags) {
    const out = flags.out === undefined ? undefined : resolve(terminal.io.cwd, flags.out);
    if (out !== undefined) await checkWritable("--out", out);
    const { describe: description, candidates, shown } = flags;
    const options = induceOptions({ description, candidates, shown });
    return withSession(terminal, args, flags, async (session) => {
      if (out !== undefined) await checkPromptOut("--out", out, session.form);
      await consent(terminal, session, induceEstimate(session, options), flags);
      const induced = await write(terminal, session, options);
      terminal.document("induce", induced, subjectOf(session));
      terminal.print(...inducedLines(terminal, session.task, induced));
      if (out !== undefined && induced.candidates.length > 0) {
        const { prompt: text, messages } = induced;
        const files = await writePrompt("--out", out, session.form, { text, messages });
        terminal.note(`Wrote the best of them to ${listed(files, terminal.io.cwd)}.`);
      }
      return EXIT.ok;
    });
  },
};

async function write(terminal: Terminal, session: Session, options: InduceOptions): Promise<InducedPrompt> {
  const { task, models, settings } = session;
  const { candidates, tried } = options;
  const maxCalls = Math.min(callsToInduce(options, task.callsPerCell), settings.budget.calls ?? Infinity);
  noteData(terminal, session);
  terminal.note(
    `This takes at most ${counted(maxCalls, "call")}: ${models.optimizer.id} writes ${counted(candidates, "prompt")}, each is tried on ${counted(tried, "row")} of train.`,
  );
  return watched(terminal, session, { place: "writing a first prompt", maxCalls }, (opened) =>
    induceWith(opened, options),
  );
}
