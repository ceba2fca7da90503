/** `protegi evaluate`: the score of one prompt on one split. */
import { resolve } from "node:path";
import { CallBudget } from "../core/budget.ts";
import { UsageError } from "../core/errors.ts";
import { parsePrompt } from "../core/prompt.ts";
import { estimate } from "../core/stats/estimate.ts";
import { confusion, type Confusion } from "../metrics/index.ts";
import { table } from "../report/table.ts";
import { count, counted, spent, withInterval } from "../report/words.ts";
import { wire } from "../run.ts";
import { openStore, openWorkspace, promptText } from "../workspace.ts";
import { configFile, configFlags, overridesOf, type CommandParts, type ConfigFlags } from "./command.ts";
import { EXIT } from "./exit.ts";

const SPLITS = ["train", "dev", "test"] as const;

export interface EvaluateFlags extends ConfigFlags {
  readonly split?: string;
}

export const evaluateCommand: CommandParts<EvaluateFlags> = {
  name: "evaluate",
  args: "[config]",
  summary: "score a prompt on a split: score, interval, confusion matrix, wrong rows",
  examples: ["protegi evaluate", "protegi evaluate --prompt better.md --split test", "protegi evaluate --json"],
  flags: (command) =>
    configFlags(command)
      .option("--prompt <file>", "the prompt to score; default: that of the config")
      .option("--split <name>", "train, dev or test; test is for a last look", "dev"),
  async run(terminal, [named], flags) {
    const name = SPLITS.find((split) => split === flags.split);
    if (name === undefined) throw new UsageError("--split", `expected ${SPLITS.join(", ")}, got ${JSON.stringify(flags.split)}`);
    const file = configFile(terminal, named);
    const { task, config, settings, models: open } = await openWorkspace(file, overridesOf(flags), terminal.io.env);
    const prompt = flags.prompt === undefined ? task.prompt : parsePrompt(await promptText(resolve(terminal.io.cwd, flags.prompt), terminal.io.cwd), config.section);
    const unknown = prompt.placeholders.find((placeholder) => !Object.hasOwn(task.train[0]!.fields, placeholder));
    if (unknown !== undefined) throw new UsageError("--prompt", `{{${unknown}}} is no column of the data`, `Columns: ${Object.keys(task.train[0]!.fields).join(", ")}.`);
    const models = await open();
    const store = await openStore(file, terminal.io.env, (text) => terminal.note(text));
    const { path, tools } = wire({ task, models, settings, store, signal: terminal.io.signal }, (event) => {
      if (event.type === "notice") terminal.note(event.text);
    });
    try {
      const rows = task[name];
      const observations = await tools.evaluate(prompt, rows, { round: 0, phase: "dev", budget: new CallBudget(settings.budget.calls ?? Infinity) });
      const score = estimate(task.metric, observations);
      const wrong = observations.filter(({ correct }) => !correct);
      const invalid = observations.filter((observation) => observation.invalid).length;
      const matrix = task.keep.length > 0 ? confusion(observations, task.keep) : undefined;
      const cost = path.spending();
      terminal.document({
        prompt: { id: prompt.id, text: prompt.text },
        split: name,
        metric: task.metric.name,
        score,
        invalid,
        missing: rows.length - observations.length,
        ...(matrix && { confusion: matrix }),
        wrong: wrong.map(({ example, answer, predicted }) => ({ id: example.id, fields: example.fields, expected: example.expected, answer, predicted })),
        cost,
      });
      terminal.print(`${terminal.bold(`${task.metric.name} on ${name}`)}: ${withInterval(score)} over ${counted(score.n, "row")}`);
      if (invalid > 0) terminal.print(`${counted(invalid, "answer")} could not be read, and count as wrong.`);
      if (observations.length < rows.length) terminal.print(`${counted(rows.length - observations.length, "row")} left out: the budget or the transport did not reach them.`);
      if (matrix !== undefined) terminal.print("", ...confusionLines(matrix));
      if (wrong.length > 0) terminal.print("", `Wrong rows (${Math.min(10, wrong.length)} of ${count(wrong.length)}${wrong.length > 10 ? "; all with --json" : ""}):`);
      for (const { example, answer } of wrong.slice(0, 10)) {
        const fields = prompt.placeholders.map((placeholder) => example.fields[placeholder] ?? "").join(" | ");
        terminal.print(`  expected ${JSON.stringify(example.expected)}, got ${JSON.stringify(answer)}: ${fields.slice(0, 140)}`);
      }
      terminal.print("", `Spent ${spent(cost)}.`);
      return EXIT.ok;
    } finally {
      await path.close();
      await store.close();
      await Promise.all([...new Set(Object.values(models))].map((model) => model.close?.()));
    }
  },
};

function confusionLines({ labels, counts, invalid }: Confusion): string[] {
  const header = ["right \\ answered", ...labels, "unreadable"];
  return table(header, labels.map((label, i) => [label, ...counts[i]!.map(count), count(invalid[i]!)]));
}
