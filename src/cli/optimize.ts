/** `protegi optimize`: the main job. */
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { UsageError } from "../core/errors.ts";
import { promptDiff } from "../report/diff.ts";
import { verdictLines } from "../report/verdict.ts";
import { count, counted, spent, stopSentence } from "../report/words.ts";
import { planRun, run, type RunResult } from "../run.ts";
import { openStore, openWorkspace } from "../workspace.ts";
import { configFile, configFlags, overridesOf, type CommandParts, type ConfigFlags } from "./command.ts";
import { EXIT } from "./exit.ts";
import { progress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

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
  examples: ["protegi optimize", "protegi optimize --budget-usd 2 --out prompt.md", "protegi optimize examples/reviews/protegi.yaml --seed 2", "protegi optimize --require better --json"],
  flags: (command) =>
    configFlags(command)
      .option("--out <file>", "write the recommended prompt to this file")
      .option("--take <which>", "what --out writes: recommended or best (the best found, whatever the verdict)", "recommended")
      .option("--fresh", "begin anew, without the answers of earlier runs")
      .option("--require <verdict>", "end with exit code 4 unless the verdict is better"),
  async run(terminal, [named], flags) {
    const { signal } = terminal.io;
    if (flags.require !== undefined && flags.require !== "better") throw new UsageError("--require", `expected better, got ${JSON.stringify(flags.require)}`);
    if (flags.take !== "recommended" && flags.take !== "best") throw new UsageError("--take", `expected recommended or best, got ${JSON.stringify(flags.take)}`);
    const file = configFile(terminal, named);
    const workspace = await openWorkspace(file, overridesOf(flags), terminal.io.env);
    const { task, settings } = workspace;
    for (const notice of workspace.notices) terminal.note(notice);
    const models = await workspace.models();
    const store = await openStore(file, terminal.io.env, (text) => terminal.note(text));
    const bar = progress(terminal);
    try {
      if (models.task.id.startsWith("sim:")) terminal.note("The model is simulated: these figures show how the tool works, and say nothing about a real model.");
      const { train, dev, test } = task;
      terminal.note(`${models.task.id}${models.optimizer === models.task ? "" : `, optimizer ${models.optimizer.id}`} on ${count(train.length)} train, ${count(dev.length)} dev and ${count(test.length)} test rows`);
      terminal.note(`At most ${counted(Math.min(planRun(task, settings).total, settings.budget.calls ?? Infinity), "call")}, the verdict's ${count(2 * test.length)} included.`);
      const result = await run({ task, models, settings, store, fresh: flags.fresh === true, signal, onEvent: bar.show });
      bar.end();
      show(terminal, result);
      if (flags.out !== undefined) {
        const path = resolve(terminal.io.cwd, flags.out);
        await writeFile(path, flags.take === "best" ? result.best : result.prompt);
        terminal.note(`Wrote the ${flags.take === "best" ? "best" : "recommended"} prompt to ${flags.out}.`);
      }
      if (result.verdict === undefined) return EXIT.budget;
      return flags.require === "better" && result.verdict.word !== "better" ? EXIT.requirement : EXIT.ok;
    } catch (error) {
      bar.end();
      if (signal.aborted) terminal.note("Stopped. Every answer that arrived is kept: the same command goes on from there.");
      throw error;
    } finally {
      await store.close();
      await Promise.all([...new Set(Object.values(models))].map((model) => model.close?.()));
    }
  },
};

function show(terminal: Terminal, result: RunResult): void {
  terminal.document(result);
  const { verdict, initial, best } = result;
  const diff = promptDiff(initial, best);
  if (diff !== "") terminal.print("", ...diff.split("\n").map((line) => paint(terminal, line)), "");
  if (verdict === undefined) terminal.print("The budget ended before the test rows could be read: there is no verdict, so keep the initial prompt.");
  else {
    const [word, ...rest] = verdictLines(verdict);
    terminal.print(terminal.bold(word!), ...rest);
  }
  terminal.print("", stopSentence(result.stopped), `Spent ${spent(result.cost)}.`);
  if (result.simulated) terminal.print("The model was simulated: a real one will differ.");
  terminal.print(`Look at it again with: protegi show ${result.runId}`);
}

function paint(terminal: Terminal, line: string): string {
  if (line.startsWith("+")) return terminal.green(line);
  if (line.startsWith("-")) return terminal.red(line);
  return terminal.dim(line);
}
