/** `protegi optimize`: the main job. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../../core/errors.ts";
import { isRecommended } from "../../core/measuring/verdict.ts";
import { checkRun } from "../../jobs/check.ts";
import { optimizeWith } from "../../jobs/optimize.ts";
import { estimateRun } from "../../run/estimate.ts";
import { paidFor, type Paid } from "../../run/paid.ts";
import { isFinished, isFutile } from "../../run/ending.ts";
import type { RunResult } from "../../run/result.ts";
import { planRun } from "../../run/wire.ts";
import { subjectOf } from "../subject.ts";
import type { CommandParts } from "../command.ts";
import { configFlags, type ConfigFlags } from "../config-flags.ts";
import { consent, isAsked } from "../consent.ts";
import { EXIT } from "../exit.ts";
import { allFinished, searchByFolds } from "../folded.ts";
import { announcement, resultLines } from "../screens/optimize.ts";
import { checkPromptOut, listed, writePrompt, type WrittenPrompt } from "../prompt-out.ts";
import { foundStore, withSession, type Session } from "../session.ts";
import type { Terminal } from "../terminal.ts";
import { watched } from "../watched.ts";
import { checkWritable } from "../writable.ts";

export interface OptimizeFlags extends ConfigFlags {
  readonly out?: string;
  readonly take?: string;
  readonly fresh?: boolean;
  readonly require?: string;
}

export const optimizeCommand: CommandParts<OptimizeFlags> = {
  examples: [
    "protegi optimize",
    "protegi optimize --budget-usd 2 --out better.md",
    "protegi optimize examples/reviews/protegi.yaml --seed 2",
    "protegi optimize --require better --yes --json",
  ],
  flags: (command: Command) =>
    configFlags(command)
      .option("--out <file>", "write the recommended prompt to this file")
      .option(
        "--take <which>",
        "what --out writes: recommended, or best for the best found whatever the verdict",
        "recommended",
      )
      .option("--fresh", "start from the beginning, without the answers of earlier runs")
      .option(
        "--require <verdict>",
        "better: end with exit code 4 unless the prompt found is recommended: its verdict is better, or it meets the limits",
      ),
  async run(terminal, args, flags) {
    if (flags.require !== undefined && flags.require !== "better")
      throw new UsageError("--require", `expected better, got ${JSON.stringify(flags.require)}`);
    if (flags.take !== "recommended" && flags.take !== "best")
      throw new UsageError("--take", `expected recommended or best, got ${JSON.stringify(flags.take)}`);
    const out = flags.out === undefined ? undefined : resolve(terminal.io.cwd, flags.out);
    if (out !== undefined) await checkWritable("--out", out);

    return withSession(terminal, args, flags, async (session) => {
      if (session.settings.splits.folds !== undefined) {
        if (out !== undefined) await checkPromptOut("--out", out, session.form);
        const result = await searchByFolds(terminal, session, flags);
        const taken =
          flags.take === "best"
            ? { text: result.best, messages: result.bestMessages }
            : { text: result.prompt, messages: result.messages };
        if (out !== undefined) await writePrompt("--out", out, session.form, taken);
        if (!allFinished(result)) return EXIT.budget;
        return flags.require === "better" && !isRecommended(result.verdict) ? EXIT.requirement : EXIT.ok;
      }
      if (out !== undefined) await checkPromptOut("--out", out, session.form);
      await checkRun(session);
      const estimate = estimateRun(session.task, session.settings, session.models);
      // A person who is asked is told what for; otherwise nothing is announced that the folder then refuses.
      const asks = flags.yes !== true && isAsked(estimate, session);
      const announce = (): void => announcement(terminal, session, estimate).forEach((line) => terminal.note(line));
      if (asks) announce();
      await consent(terminal, session, estimate, flags, () => paid(terminal, session, flags.fresh === true));
      await session.openStore();
      if (!asks) announce();
      const result = await search(terminal, session, flags.fresh === true);
      terminal.document("optimize", result, subjectOf(session));
      terminal.note("");
      terminal.print(...resultLines(terminal, session, result));
      if (out === undefined) {
        if (isRecommended(result.verdict))
          terminal.print(
            `To get it as a file, run the same command with --out better.${session.form.kind === "chat" ? "yaml" : "md"}. All answers are kept, so it costs nothing.`,
          );
      } else {
        const isBest = flags.take === "best";
        const files = await writePrompt(
          "--out",
          out,
          session.form,
          isBest ? bestOf(result, session) : recommended(result),
        );
        terminal.note(
          `Wrote the ${isBest ? "best prompt found" : "recommended prompt"} to ${listed(files, terminal.io.cwd)}.`,
        );
      }
      if (isFutile(result.stopped)) return EXIT.error;
      if (!isFinished(result)) return EXIT.budget;
      return flags.require === "better" && !isRecommended(result.verdict) ? EXIT.requirement : EXIT.ok;
    });
  },
};

function recommended({ prompt, messages }: RunResult): WrittenPrompt {
  return { text: prompt, messages };
}

/** The best prompt found; the initial one where no other was scored on dev. */
function bestOf({ best, candidates }: RunResult, { task }: Session): WrittenPrompt {
  return { text: best, messages: (candidates.find(({ text }) => text === best) ?? task.prompt).messages };
}

async function search(terminal: Terminal, session: Session, fresh: boolean): Promise<RunResult> {
  const { task, settings, models } = session;
  const maxCalls = Math.min(planRun(task, settings, models).total, settings.budget.calls ?? Infinity);
  const goesOn = fresh ? "the same command without --fresh" : undefined;
  return watched(terminal, session, { maxCalls }, (opened) => optimizeWith(opened, { fresh }), goesOn);
}

/** What the store has of this very run. */
async function paid(terminal: Terminal, session: Session, fresh: boolean): Promise<Paid | undefined> {
  return fresh ? undefined : paidFor(await foundStore(terminal, session), session);
}
