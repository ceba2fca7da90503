/** `protegi step`: one minibatch only: errors, gradients, edits, paraphrases, nothing selected. */
import { CallBudget } from "../core/budget.ts";
import type { RunEvent } from "../core/events.ts";
import { expand } from "../core/expand.ts";
import { drawMinibatch } from "../core/minibatch.ts";
import { rng } from "../core/rng.ts";
import type { Observation } from "../core/task.ts";
import { counted, spent } from "../report/words.ts";
import { wire } from "../run.ts";
import { openStore, openWorkspace } from "../workspace.ts";
import { configFile, configFlags, overridesOf, type CommandParts, type ConfigFlags } from "./command.ts";
import { EXIT } from "./exit.ts";

export const stepCommand: CommandParts<ConfigFlags> = {
  name: "step",
  args: "[config]",
  summary: "one minibatch only: errors, gradients, edits and paraphrases, to see for a few calls what a run would do",
  examples: ["protegi step", "protegi step --set search.minibatchSize=32 --set search.errorGroups=2"],
  flags: configFlags,
  async run(terminal, [named], flags) {
    const file = configFile(terminal, named);
    const { task, settings, models: open } = await openWorkspace(file, overridesOf(flags), terminal.io.env);
    const models = await open();
    const store = await openStore(file, terminal.io.env, (text) => terminal.note(text));
    const events: RunEvent[] = [];
    const { path, tools } = wire({ task, models, settings, store, signal: terminal.io.signal }, (event) => events.push(event));
    try {
      // The streams of the first round of a run, so that a run finds these answers in the store.
      const stream = rng(settings.seed).fork("round 1");
      const { successors, seen } = await expand(tools, settings.search)({
        parent: { prompt: task.prompt, origin: { kind: "initial" }, round: 0 },
        order: drawMinibatch(task.train, stream.fork("minibatch")),
        round: 1,
        rng: stream.fork(`parent ${task.prompt.id}`),
        budget: new CallBudget(settings.budget.calls ?? Infinity),
      });
      const cost = path.spending();
      const errors = seen.filter(({ correct }) => !correct);
      terminal.document({ rows: seen.length, errors: errors.map(row), events, candidates: successors.map(({ prompt, origin }) => ({ id: prompt.id, section: prompt.section, origin })), cost });
      terminal.print(`${terminal.bold("Errors")}: ${errors.length} of ${counted(seen.length, "row")}`);
      for (const error of errors.slice(0, 10)) terminal.print(`  expected ${JSON.stringify(row(error).expected)}, got ${JSON.stringify(error.answer)}: ${JSON.stringify(row(error).fields).slice(0, 160)}`);
      for (const gradient of events.filter((event) => event.type === "gradient")) {
        terminal.print("", `${terminal.bold("Gradient")} ${gradient.id}: ${gradient.text}`);
        for (const edit of successors.filter(({ origin }) => origin.kind === "edit" && origin.gradient === gradient.id)) {
          terminal.print(`  ${terminal.bold("edit")} ${edit.prompt.id}`, ...edit.prompt.section.split("\n").map((line) => `    ${line}`));
          for (const { prompt } of successors.filter(({ origin }) => origin.kind === "paraphrase" && origin.parent === edit.prompt.id)) {
            terminal.print(`  ${terminal.bold("paraphrase")} ${prompt.id}`, ...prompt.section.split("\n").map((line) => `    ${line}`));
          }
        }
      }
      for (const { prompt } of successors.filter(({ origin }) => origin.kind === "paraphrase" && origin.parent === task.prompt.id)) {
        terminal.print("", `${terminal.bold("Paraphrase of the initial prompt")} ${prompt.id}`, ...prompt.section.split("\n").map((line) => `  ${line}`));
      }
      for (const event of events) {
        if (event.type === "candidate-rejected") terminal.print("", `Rejected: ${event.reason}`);
        if (event.type === "reply-dropped") terminal.print("", `A reply to a request for a ${event.asked} was dropped: ${event.reason}.`);
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

function row({ example, answer }: Observation): { fields: Readonly<Record<string, string>>; expected: unknown; answer: string } {
  return { fields: example.fields, expected: example.expected, answer };
}
