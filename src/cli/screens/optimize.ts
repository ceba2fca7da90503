/** What `protegi optimize` says before its first call, and shows in the end. */
import { inShell } from "../next-command.ts";
import { relative } from "node:path";
import { isRecommended } from "../../core/measuring/verdict.ts";
import { timesIn } from "../../core/evaluation/repeats.ts";
import { count, counted } from "../../core/values/words.ts";
import { holdingLines } from "../../report/holding.ts";
import { promptDiff } from "../../report/diff.ts";
import { fewRowsLines } from "../../report/few-rows.ts";
import { fewRows } from "../../run/few-rows.ts";
import { verdictLines } from "../../report/verdict.ts";
import { spent, stopSentence } from "../../report/words.ts";
import type { RunEstimate } from "../../run/estimate.ts";
import { isFinished, isFutile } from "../../run/ending.ts";
import type { RunResult } from "../../run/result.ts";
import type { Session } from "../session.ts";
import { paintDiff, type Terminal } from "../terminal.ts";
import { dataNotices } from "../data-notices.ts";
import { callsIn, dollarsIn, planLine } from "./estimate.ts";

/** What is about to be done, before the first call. */
export function announcement(terminal: Terminal, session: Session, { calls, usd }: RunEstimate): string[] {
  const { task, models, settings, config } = session;
  const { train, dev, test } = task;
  const money = usd === undefined || usd.most === 0 ? "" : `, and ${dollarsIn(usd)}`;
  const optimizer = config.optimizer === undefined ? "" : `, optimizer ${models.optimizer.id}`;
  const planned = planLine(settings);
  const judge = models.judge === undefined ? "" : `, judge ${models.judge.id}`;
  return [
    ...(models.task.simulated === true
      ? ["The model is simulated: the figures show how the tool works, and say nothing about a real model."]
      : []),
    ...dataNotices(terminal, session),
    ...fewRowsLines(fewRows(task, settings)),
    `${models.task.id}${optimizer}${judge}: ${task.metric.name} on ${count(train.length)} train, ${count(dev.length)} dev and ${count(test.length)} test rows`,
    ...(planned === undefined ? [] : [`W${planned.slice(1)}.`]),
    ...(task.human === undefined
      ? []
      : [
          `People have scored ${counted(task.human.length, "answer")}: check --live shows how far the metric agrees with them.`,
        ]),
    `This takes ${callsIn(calls)}, the verdict's ${count(2 * test.length * timesIn("verdict", task) * task.callsPerCell)} included${money}. Ctrl-C stops; nothing that was paid for is lost.`,
  ];
}

/** The result: what changed, the verdict, what it took. */
export function resultLines(
  terminal: Terminal,
  { file, task: { labels } }: Pick<Session, "file" | "task">,
  result: RunResult,
): string[] {
  const { runId, initial, best, verdict, stopped, signatures, cost, simulated } = result;
  const diff = promptDiff(initial, best);
  const here = relative(terminal.io.cwd, file);
  return [
    ...(diff === ""
      ? verdict === undefined
        ? []
        : ["No prompt did better on dev than the initial one.", ""]
      : [...paintDiff(terminal, diff, terminal.room), ""]),
    ...verdictOf(terminal, result),
    "",
    stopSentence(stopped),
    ...signatures.map(({ message }) => message),
    ...production(result, labels),
    `Spent ${spent(cost)}.`,
    ...(simulated ? ["The model was simulated: a real one will differ."] : []),
    `Look at the run: ${terminal.program} show ${runId}${here === "protegi.yaml" ? "" : ` --config ${inShell(here)}`}`,
  ];
}

/** How a prompt that is worth using was answered. */
function production(
  { verdict, answer, simulated }: RunResult,
  labels: readonly string[] | undefined,
): readonly string[] {
  if (!isRecommended(verdict) || answer === undefined || simulated) return [];
  return holdingLines(answer, labels !== undefined);
}

function verdictOf(terminal: Terminal, result: RunResult): string[] {
  const { verdict } = result;
  if (verdict === undefined) return [terminal.bold("No verdict"), withoutVerdict(result)];
  const [word, ...rest] = verdictLines(verdict, terminal.width);
  return [terminal.bold(word!), ...rest];
}

function withoutVerdict(result: RunResult): string {
  if (isFutile(result.stopped))
    return "The test rows were not read: keep the initial prompt, and mend what is named below.";
  if (isFinished(result))
    return "No better prompt was found, and there is no new prompt to compare. The test rows were not read: keep the initial prompt.";
  return "The budget ended before the test rows were read: keep the initial prompt, or raise the budget and run the same command to go on.";
}
