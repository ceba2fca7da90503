/** `protegi check`: reads everything, and says what a run would do, at no cost. */
import { CallBudget } from "../core/budget.ts";
import type { Example } from "../core/example.ts";
import type { Model, Role } from "../core/model.ts";
import { rng } from "../core/rng.ts";
import type { Task } from "../core/task.ts";
import { labelCounts } from "../datasets/index.ts";
import { estimateRun, type RunEstimate } from "../estimate.ts";
import { count, counted, dollars, duration } from "../report/words.ts";
import { wire } from "../run.ts";
import { memoryStore } from "../stores/memory.ts";
import { openWorkspace, type Workspace } from "../workspace.ts";
import { configFile, configFlags, overridesOf, type CommandParts, type ConfigFlags } from "./command.ts";
import { EXIT } from "./exit.ts";
import type { Terminal } from "./terminal.ts";

export interface CheckFlags extends ConfigFlags {
  readonly live?: boolean;
}

/** What one tiny real call of a role brought. */
interface LiveCall {
  readonly role: Role;
  readonly model: string;
  readonly reply: string;
  readonly milliseconds: number;
}

export const checkCommand: CommandParts<CheckFlags> = {
  name: "check",
  args: "[config]",
  summary: "read everything, show a filled prompt, the splits and the estimate; costs nothing without --live",
  examples: ["protegi check", "protegi check --live", "protegi check --preset paper --json"],
  flags: (command) => configFlags(command).option("--live", "make one tiny real call for each role"),
  async run(terminal, [named], flags) {
    const workspace = await openWorkspace(configFile(terminal, named), overridesOf(flags), terminal.io.env);
    const models = await workspace.models();
    try {
      const estimate = estimateRun(workspace.task, workspace.settings, models);
      const live = flags.live === true ? await callBoth(workspace, models, terminal.io.signal) : undefined;
      show(terminal, workspace, models, estimate, live);
      return EXIT.ok;
    } finally {
      await Promise.all([...new Set(Object.values(models))].map((model) => model.close?.()));
    }
  },
};

/** One row for the task model, one paraphrase for the optimizer model. */
async function callBoth({ task, settings }: Workspace, models: Readonly<Record<Role, Model>>, signal: AbortSignal): Promise<LiveCall[]> {
  const { path, tools } = wire({ task, models, settings, store: memoryStore(), signal }, () => undefined);
  const budget = new CallBudget(Infinity);
  try {
    const began = performance.now();
    const [observed] = await tools.evaluate(task.prompt, task.train.slice(0, 1), { round: 0, phase: "errors", budget });
    const answered = performance.now();
    const [paraphrase] = await tools.ask({ asked: "paraphrase", prompt: task.prompt, count: 1, round: 0, rng: rng(settings.seed), budget });
    return [
      { role: "task", model: models.task.id, reply: observed?.answer ?? "(no answer was delivered)", milliseconds: Math.round(answered - began) },
      { role: "optimizer", model: models.optimizer.id, reply: paraphrase ?? "(no usable reply)", milliseconds: Math.round(performance.now() - answered) },
    ];
  } finally {
    await path.close();
  }
}

function show(terminal: Terminal, { task, settings, notices, file }: Workspace, models: Readonly<Record<Role, Model>>, estimate: RunEstimate, live: LiveCall[] | undefined): void {
  const { prompt, train, dev, test } = task;
  const splits = Object.entries({ train, dev, test });
  const filled = prompt.fill(train[0]!.fields);
  terminal.document({
    config: file,
    models: { task: models.task.id, optimizer: models.optimizer.id },
    metric: task.metric.name,
    section: prompt.section,
    placeholders: prompt.placeholders,
    filledPrompt: filled,
    splits: Object.fromEntries(splits.map(([name, rows]) => [name, { rows: rows.length, labels: labelsOf(task, rows) }])),
    notices,
    estimate,
    settings,
    ...(live && { live }),
  });
  terminal.print(
    terminal.bold("The prompt, filled with the first row of train"),
    ...filled.trimEnd().split("\n").map((line) => `  ${line}`),
    "",
    prompt.heading === undefined ? "The whole prompt may change." : `The section under "${prompt.heading}" may change; everything else stays.`,
    "",
    terminal.bold("The rows"),
    ...splits.map(([name, rows]) => {
      const labels = Object.entries(labelsOf(task, rows)).map(([label, size]) => `${label} ${count(size)}`);
      return `  ${name.padEnd(6)}${count(rows.length).padStart(6)}${labels.length > 0 ? `   ${labels.join(", ")}` : ""}`;
    }),
    ...notices.map((notice) => `  ${notice}`),
    "",
    terminal.bold("What a run takes, at most"),
    ...estimateLines(estimate, models, settings.requests.concurrency),
  );
  if (live !== undefined) {
    terminal.print("", terminal.bold("One real call for each role"), ...live.map(({ role, model, reply, milliseconds }) => `  ${role} (${model}), ${milliseconds} ms: ${JSON.stringify(reply.slice(0, 200))}`));
  }
}

/** Labels are counted only where there are few enough to be labels. */
function labelsOf(task: Task, rows: readonly Example[]): Record<string, number> {
  return task.keep.length === 0 ? {} : Object.fromEntries(labelCounts(rows));
}

function estimateLines({ calls, tokens, usd, seconds }: RunEstimate, models: Readonly<Record<Role, Model>>, concurrency: number): string[] {
  const { total, errors, proposing, screening, selecting, dev, verdict } = calls;
  const parts = Object.entries({ "errors of parents": errors, "gradients, edits, paraphrases": proposing, screening, selection: selecting, dev, verdict });
  return [
    `  ${counted(total, "call")}: ${parts.filter(([, value]) => value > 0).map(([name, value]) => `${name} ${count(value)}`).join(", ")}`,
    `  about ${count(tokens.input)} tokens in and ${count(tokens.output)} out`,
    usd === undefined ? `  money: the price of ${models.task.id} or ${models.optimizer.id} is not known` : `  about ${dollars(usd)}`,
    `  about ${duration(seconds * 1000)} at one second a call, ${concurrency} at once`,
  ];
}
