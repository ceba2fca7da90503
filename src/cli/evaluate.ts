/** `protegi evaluate`: the score of one prompt on one split. */
import type { Command } from "commander";
import { CallBudget } from "../core/budget.ts";
import { UsageError } from "../core/errors.ts";
import { parsePrompt, type Prompt } from "../core/prompt.ts";
import { estimate } from "../core/stats/estimate.ts";
import { confusion, type Confusion } from "../metrics/index.ts";
import { wrongRows } from "../report/rows.ts";
import { table } from "../report/table.ts";
import { count, counted, spent, withInterval } from "../report/words.ts";
import { wire } from "../run.ts";
import { promptText } from "../workspace.ts";
import type { CommandParts } from "./command.ts";
import { configFlags, type ConfigFlags } from "./config-flags.ts";
import { EXIT } from "./exit.ts";
import { progress } from "./progress.ts";
import { withSession, type Session } from "./session.ts";

const SPLITS = ["train", "dev", "test"] as const;
/** Wrong rows that are shown; --json has all. */
const SHOWN = 10;

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
      .option("--split <name>", "train, dev or test; the more often test is looked at, the less a verdict on it proves", "dev"),
  async run(terminal, args, flags) {
    const split = SPLITS.find((name) => name === flags.split);
    if (split === undefined) throw new UsageError("--split", `expected one of ${SPLITS.join(", ")}, got ${JSON.stringify(flags.split)}`);
    return withSession(terminal, args, flags, async ({ store, ...session }) => {
      const { task, settings, models } = session;
      const prompt = await promptOf(session, flags.prompt, terminal.io.cwd);
      const rows = task[split];
      const bar = progress(terminal, { place: `evaluating on ${split}`, maxCalls: rows.length });
      const { path, tools } = wire({ task, models, settings, store, signal: terminal.io.signal, onEvent: bar.show }, bar.show);
      try {
        const observations = await tools.evaluate(prompt, rows, { round: 0, phase: "dev", budget: new CallBudget(settings.budget.calls ?? Infinity) });
        bar.end();
        const score = estimate(task.metric, observations);
        const wrong = observations.filter(({ correct }) => !correct);
        const invalid = observations.filter((observation) => observation.invalid).length;
        const missing = rows.length - observations.length;
        const matrix = task.keep.length > 0 ? confusion(observations, task.keep) : undefined;
        const cost = path.spending();
        terminal.document({
          prompt: { id: prompt.id, text: prompt.text },
          split,
          metric: task.metric.name,
          score,
          invalid,
          missing,
          ...(matrix && { confusion: matrix }),
          wrong: wrong.map(({ example, answer, predicted }) => ({ ...example, answer, predicted })),
          cost,
        });
        terminal.print(
          `${terminal.bold(`${task.metric.name} on ${split}`)} ${withInterval(score)}, with its 95% interval, on ${counted(score.n, "row")}`,
          ...(invalid > 0 ? [`${counted(invalid, "answer")} could not be read, and count as wrong.`] : []),
          ...(missing > 0 ? [`${counted(missing, "row")} left out: the budget did not reach them, or no answer was delivered.`] : []),
          ...(matrix === undefined ? [] : ["", ...confusionLines(matrix)]),
        );
        if (wrong.length > 0) {
          const shown = wrong.slice(0, SHOWN);
          const more = wrong.length > SHOWN ? `, ${SHOWN} of them here; --json has all` : "";
          terminal.print("", terminal.bold(`${counted(wrong.length, "wrong row")}${more}`), ...wrongRows(shown, prompt.placeholders).map((line) => `  ${line}`));
        }
        terminal.print("", `Spent ${spent(cost)}.`);
        return EXIT.ok;
      } finally {
        bar.end();
        await path.close();
      }
    });
  },
};

/** The prompt that was named, or that of the config. Rows and splits stay those of the config's prompt. */
async function promptOf({ task, config }: Session, named: string | undefined, cwd: string): Promise<Prompt> {
  if (named === undefined) return task.prompt;
  const prompt = parsePrompt(await promptText(named, cwd), config.section);
  const columns = Object.keys(task.train[0]!.fields);
  const unknown = prompt.placeholders.find((name) => !columns.includes(name));
  if (unknown !== undefined) throw new UsageError("--prompt", `{{${unknown}}} is no column of the data`, `Columns: ${columns.join(", ")}.`);
  return prompt;
}

function confusionLines({ labels, counts, invalid }: Confusion): string[] {
  const unreadable = invalid.some((rows) => rows > 0);
  const header = ["right \\ answered", ...labels, ...(unreadable ? ["unreadable"] : [])];
  const lines = labels.map((label, i) => [label, ...counts[i]!.map(count), ...(unreadable ? [count(invalid[i]!)] : [])]);
  return table(header, lines).map((line) => `  ${line}`);
}
