/** `protegi optimize`: the main job. */
import { count } from "../../core/words.ts";
import { relative, resolve } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../../core/errors.ts";
import { promptDiff } from "../../report/diff.ts";
import { estimateRun, type RunEstimate } from "../../run/estimate.ts";
import { paidFor, type Paid } from "../../run/paid.ts";
import { verdictLines } from "../../report/verdict.ts";
import { spent, stopSentence } from "../../report/words.ts";
import { checkRun } from "../../jobs/check.ts";
import { optimizeWith } from "../../jobs/optimize.ts";
import type { RunResult } from "../../run/result.ts";
import { planRun } from "../../run/wire.ts";
import type { CommandParts } from "../command.ts";
import { configFlags, type ConfigFlags } from "../config-flags.ts";
import { consent, isAsked } from "../consent.ts";
import { callsIn, dollarsIn } from "../screens/estimate.ts";
import { EXIT } from "../exit.ts";
import { foundStore, withSession, type Session } from "../session.ts";
import { paintDiff, type Terminal } from "../terminal.ts";
import { watched } from "../watched.ts";
import { checkWritable, writeOut } from "../writable.ts";

export interface OptimizeFlags extends ConfigFlags {
  readonly out?: string;
  readonly take?: string;
  readonly fresh?: boolean;
  readonly require?: string;
}

export const optimizeCommand: CommandParts<OptimizeFlags> = {
  name: "optimize",
  args: "[config]",
  summary: "find a better prompt, and judge it on rows that the search has not seen",
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
      .option("--require <verdict>", "better: end with exit code 4 unless the verdict is better"),
  async run(terminal, args, flags) {
    if (flags.require !== undefined && flags.require !== "better")
      throw new UsageError("--require", `expected better, got ${JSON.stringify(flags.require)}`);
    if (flags.take !== "recommended" && flags.take !== "best")
      throw new UsageError("--take", `expected recommended or best, got ${JSON.stringify(flags.take)}`);
    const out = flags.out === undefined ? undefined : resolve(terminal.io.cwd, flags.out);
    if (out !== undefined) await checkWritable("--out", out);

    return withSession(terminal, args, flags, async (session) => {
      await checkRun(session);
      const estimate = estimateRun(session.task, session.settings, session.models);
      // A person who is asked is told what for; otherwise nothing is announced that the folder then refuses.
      const asks = flags.yes !== true && isAsked(estimate, session);
      if (asks) announce(terminal, session, estimate);
      await consent(terminal, session, estimate, flags, () => paid(terminal, session, flags.fresh === true));
      await session.openStore();
      if (!asks) announce(terminal, session, estimate);
      const result = await search(terminal, session, flags.fresh === true);
      show(terminal, session, result);
      if (out === undefined) {
        if (result.verdict?.word === "better")
          terminal.print(
            "To get it as a file, run the same command with --out better.md. All answers are kept, so it costs nothing.",
          );
      } else {
        await writeOut("--out", out, flags.take === "best" ? result.best : result.prompt);
        terminal.note(
          `Wrote the ${flags.take === "best" ? "best prompt found" : "recommended prompt"} to ${flags.out}.`,
        );
      }
      if (result.verdict === undefined) return EXIT.budget;
      return flags.require === "better" && result.verdict.word !== "better" ? EXIT.requirement : EXIT.ok;
    });
  },
};

async function search(terminal: Terminal, session: Session, fresh: boolean): Promise<RunResult> {
  const { task, settings } = session;
  const maxCalls = Math.min(planRun(task, settings).total, settings.budget.calls ?? Infinity);
  const goesOn = fresh ? "the same command without --fresh" : undefined;
  return watched(terminal, session, { maxCalls }, (opened) => optimizeWith(opened, { fresh }), goesOn);
}

/** What the store has of this very run. */
async function paid(terminal: Terminal, session: Session, fresh: boolean): Promise<Paid | undefined> {
  return fresh ? undefined : paidFor(await foundStore(terminal, session), session);
}

/** What is about to be done, before the first call. */
function announce(terminal: Terminal, session: Session, { calls, usd }: RunEstimate): void {
  const { task, models, notices, config } = session;
  if (models.task.simulated === true)
    terminal.note("The model is simulated: the figures show how the tool works, and say nothing about a real model.");
  for (const notice of notices) terminal.note(notice);
  const { train, dev, test } = task;
  const money = usd === undefined || usd.most === 0 ? "" : `, and ${dollarsIn(usd)}`;
  const optimizer = config.optimizer === undefined ? "" : `, optimizer ${models.optimizer.id}`;
  const judge = models.judge === undefined ? "" : `, judge ${models.judge.id}`;
  terminal.note(
    `${models.task.id}${optimizer}${judge}: ${task.metric.name} on ${count(train.length)} train, ${count(dev.length)} dev and ${count(test.length)} test rows`,
  );
  terminal.note(
    `This takes ${callsIn(calls)}, the verdict's ${count(2 * test.length * task.callsPerCell)} included${money}. Ctrl-C stops; nothing that was paid for is lost.`,
  );
}

function show(terminal: Terminal, { file }: Session, result: RunResult): void {
  terminal.document(result);
  terminal.note("");
  const { verdict, initial, best } = result;
  const diff = promptDiff(initial, best);
  if (diff === "") terminal.print("No prompt did better on dev than the initial one.", "");
  else terminal.print(...paintDiff(terminal, diff), "");
  if (verdict === undefined) {
    terminal.print(
      terminal.bold("No verdict"),
      "The budget ended before the test rows were read: keep the initial prompt, or raise the budget and run the same command to go on.",
    );
  } else {
    const [word, ...rest] = verdictLines(verdict);
    terminal.print(terminal.bold(word!), ...rest);
  }
  const { signatures } = result;
  terminal.print("", stopSentence(result.stopped), ...signatures.map(({ message }) => message));
  terminal.print(`Spent ${spent(result.cost)}.`);
  if (result.simulated) terminal.print("The model was simulated: a real one will differ.");
  const here = relative(terminal.io.cwd, file);
  terminal.print(
    `Look at the run: ${terminal.program} show ${result.runId}${here === "protegi.yaml" ? "" : ` --config ${here}`}`,
  );
}
