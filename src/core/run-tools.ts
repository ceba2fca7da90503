/** Binds a method's tools to one run: its task, its calls, its rules and its events. */
import type { Call } from "./work.ts";
import { asker, type AskOptions } from "./asking/ask.ts";
import { breachOfContract, type Breach, type ContractOptions } from "./prompt/contract.ts";
import type { EvaluationOptions } from "./evaluation/cell.ts";
import { evaluator } from "./evaluation/evaluation.ts";
import type { RunEvent } from "./events.ts";
import { callsOn } from "./evaluation/extra-calls.ts";
import { brokenByText } from "./limits/limit.ts";
import { NO_RECORDER, type Recorder } from "./evaluation/recorder.ts";
import { timesIn } from "./evaluation/repeats.ts";
import { select, type SelectOptions } from "./selection/select.ts";
import type { Task } from "./task.ts";
import type { Tools } from "./tools.ts";

export interface ToolsOptions {
  readonly evaluation: EvaluationOptions;
  readonly asking: AskOptions;
  readonly contract: ContractOptions;
  readonly selection: SelectOptions;
  /** Whether the task model is known to be small; default false. */
  readonly taskIsSmall?: boolean;
  /** Default: nobody steers. */
  readonly checkpoint?: Tools["checkpoint"];
}

export function createTools(
  task: Task,
  call: Call,
  report: (event: RunEvent) => void,
  options: ToolsOptions,
  recorder: Recorder = NO_RECORDER,
): Tools {
  const callsFor: Tools["callsFor"] = (rows, phase) => callsOn(rows * timesIn(phase, task), task);
  const tools: Tools = {
    task,
    taskIsSmall: options.taskIsSmall ?? false,
    report,
    evaluate: evaluator(task, call, options.evaluation, recorder, report),
    ...asker(task, call, report, options.asking, recorder),
    select: (choice) => select(tools, choice, options.selection),
    callsFor,
    selectionCalls: (candidates) => callsFor(options.selection.budgetFor(candidates)),
    checkpoint: options.checkpoint ?? (async () => []),
    admit(changes, parent, shown, round, asked) {
      const prompt = parent.withParts(changes);
      if (prompt.id === parent.id) return reject({ kind: "unchanged" });
      const texts = shown.flatMap(({ example }) => task.prompt.placeholders.map((name) => example.fields[name] ?? ""));
      const breach =
        breachOfContract(prompt, task.prompt, task.keep, texts, options.contract) ??
        brokenByText(task.limits ?? [], prompt);
      return breach === undefined ? prompt : reject(breach);

      function reject(breachOf: Breach): undefined {
        const written = Object.entries(changes).map(([name, text]) => [
          name,
          text.slice(0, options.contract.maxLength),
        ]);
        report({
          type: "candidate-rejected",
          round,
          parent: parent.id,
          parts: Object.fromEntries(written),
          breach: breachOf,
          ...(asked && { asked }),
        });
      }
    },
  };
  return tools;
}
