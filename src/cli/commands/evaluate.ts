/** `protegi evaluate`: the score of one prompt on one split. */
import type { Command } from "commander";
import { CallBudget } from "../../core/budget.ts";
import type { Prompt } from "../../core/prompt.ts";
import { estimateCalls } from "../../run/estimate.ts";
import { wire } from "../../run/wire.ts";
import type { Store } from "../../stores/store.ts";
import type { CommandParts } from "../command.ts";
import { configFlags, type ConfigFlags } from "../config-flags.ts";
import { evaluationDocument, evaluationLines, type Evaluation } from "../screens/evaluate.ts";
import { consent } from "../consent.ts";
import { EXIT } from "../exit.ts";
import { progress } from "../progress.ts";
import { promptNamed, splitNamed, type SplitName } from "../prompt-and-split.ts";
import { withModels, withStore, type Session } from "../session.ts";
import type { Terminal } from "../terminal.ts";
import { withWayOn } from "../way-on.ts";

export interface EvaluateFlags extends ConfigFlags {
  readonly prompt?: string;
  readonly split?: string;
}

export const evaluateCommand: CommandParts<EvaluateFlags> = {
  name: "evaluate",
  args: "[config]",
  summary: "score a prompt on a split: score, interval, confusion matrix, wrong rows",
  examples: ["protegi evaluate", "protegi evaluate --prompt better.md --split test", "protegi evaluate --json"],
  flags: (command: Command) =>
    configFlags(command)
      .option("--prompt <file>", "the prompt to score; default: that of the config")
      .option(
        "--split <name>",
        "train, dev or test; the more often test is looked at, the less a verdict on it proves",
        "dev",
      ),
  async run(terminal, args, flags) {
    const split = splitNamed(flags.split);
    return withModels(terminal, args, flags, async (session) => {
      const named = flags.prompt;
      const prompt =
        named === undefined ? session.task.prompt : await promptNamed(session, named, "--prompt", terminal.io.cwd);
      const { task, settings, models } = session;
      const calls = task[split].length;
      const estimate = estimateCalls(task, [prompt], settings, models, { answering: calls, writing: 0 });
      await consent(terminal, session, estimate, flags);
      return withStore(terminal, session.file, async (store) => {
        const evaluation = await evaluate(terminal, session, store, prompt, split);
        terminal.document(evaluationDocument(evaluation));
        terminal.print(...evaluationLines(terminal, evaluation));
        return EXIT.ok;
      });
    });
  },
};

async function evaluate(
  terminal: Terminal,
  session: Session,
  store: Store,
  prompt: Prompt,
  split: SplitName,
): Promise<Evaluation> {
  const { task, settings, models } = session;
  const rows = task[split];
  const bar = progress(terminal, { place: `evaluating on ${split}`, maxCalls: rows.length });
  const { path, tools } = wire(
    { task, models, settings, store, signal: terminal.io.signal, onEvent: bar.show },
    bar.show,
  );
  try {
    const budget = new CallBudget(settings.budget.calls ?? Infinity);
    const observations = await tools.evaluate(prompt, rows, { round: 0, phase: "dev", budget });
    return { task, prompt, split, observations, missing: rows.length - observations.length, cost: path.spending() };
  } catch (error) {
    throw withWayOn(error);
  } finally {
    bar.end();
    await path.close();
  }
}
