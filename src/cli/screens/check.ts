/** What `protegi check` shows: the filled prompt, the rows, and what a run takes. */
import type { Part, Prompt } from "../../core/prompt/prompt.ts";
import { headingsIn } from "../../core/prompt/template.ts";
import { count, counted, oneLine } from "../../core/values/words.ts";
import type { Plan } from "../../core/methods/plan-calls.ts";
import { SPLIT_NAMES } from "../../core/splitting/checks.ts";
import { droppedWords } from "../../core/asking/reading/reply.ts";
import { unreadAdvice } from "../../core/futility/sentences.ts";
import type { Task } from "../../core/task.ts";
import type { Checked } from "../../jobs/check.ts";
import { type LiveWriter, writerRequests } from "../../jobs/live-writer.ts";
import { allWork, headroomCalls, type LiveCall } from "../../jobs/live.ts";
import type { RunEstimate } from "../../run/estimate.ts";
import { calibrationLines } from "../../report/calibration.ts";
import { fewRowsLines } from "../../report/few-rows.ts";
import { holdingLines } from "../../report/holding.ts";
import { headroomLines, suspiciousRows } from "../../report/headroom.ts";
import { writerLines } from "../../report/yields.ts";
import { indented, table } from "../../report/table.ts";
import { spent } from "../../report/words.ts";
import { isAsked } from "../consent.ts";
import { callsIn, costLines, planLine } from "./estimate.ts";
import { nextCommand } from "../next-command.ts";
import type { Session } from "../session.ts";
import type { Terminal } from "../terminal.ts";

/** Labels shown in the table of rows; more are only counted. */
const SHOWN_LABELS = 8;

const PURPOSES: Readonly<Record<Exclude<keyof Plan, "total">, string>> = {
  headroom: "to see whether a gain is possible",
  errors: "to find the errors of each round's prompts",
  proposing: "to write gradients, edits and paraphrases",
  screening: "to screen new prompts on errors",
  selecting: "to select the best prompts of each round",
  dev: "to score the best ones on dev",
  protecting: "to see that they break no protected row",
  judging: "to judge all of these answers, by the judge model",
  verdict: "for the verdict on test",
};

/** The check as data, for --json. */
export function checkDocument({ file, task }: Session, checked: Checked): object {
  const { headroom } = checked;
  return {
    config: file,
    ...checked,
    ...(headroom && { suspicious: suspiciousRows(headroom, task.train) }),
  };
}

export function checkLines(terminal: Terminal, session: Session, checked: Checked): string[] {
  const { prompt, metric } = session.task;
  const { live, filledPrompt, notices, estimate } = checked;
  const { folds } = session.settings.splits;
  return [
    terminal.bold("The prompt, filled with the first row of train"),
    indented(filledPrompt.trimEnd()),
    "",
    ...prompt.parts.map((part) =>
      part.kind === "examples"
        ? `The text under the heading "${part.heading}" is filled with at most ${counted(session.task.examples?.most ?? 0, "row")} of train.`
        : mayChange(prompt, part),
    ),
    "",
    terminal.bold(`The rows, for ${metric.name}`),
    ...rowLines(session.task, checked, terminal.room),
    ...notices,
    "",
    terminal.bold("How answers are held"),
    ...holdingLines(checked.answer, session.task.labels !== undefined).map((line) => `  ${line}`),
    "",
    terminal.bold(
      folds === undefined
        ? "What a run takes"
        : `What ${folds + 1} searches take, one for each of ${folds} folds and one on all rows`,
    ),
    ...fewRowsLines(checked.few).map((line) => `  ${line}`),
    ...estimateLines(session, estimate),
    ...(live === undefined ? [] : ["", terminal.bold("One real call for each role"), ...live.map(liveLine)]),
    ...judgedLines(terminal, checked),
    ...measuredLines(terminal, session, checked),
    ...writerPart(terminal, session, checked),
    "",
    ...outcome(terminal, session, checked),
  ];
}

function judgedLines(terminal: Terminal, { judged }: Checked): string[] {
  if (judged === undefined) return [];
  const [title, ...rest] = calibrationLines(judged);
  return ["", terminal.bold(title!), ...rest, "", `Spent ${spent(judged.cost)}. These calls are stored, too.`];
}

function measuredLines(terminal: Terminal, { task }: Session, { headroom, cost }: Checked): string[] {
  if (headroom === undefined || cost === undefined) return [];
  const [word, ...rest] = headroomLines(headroom, task);
  return [
    "",
    terminal.bold(word!),
    ...rest,
    "",
    `Spent ${spent(cost)}. A run finds these answers and repeats none of the calls.`,
  ];
}

/** What to do with an optimizer model that writes so. */
const ADVICE: Readonly<Record<NonNullable<LiveWriter["advice"]>, string>> = {
  whole: "It writes whole sections: search.writer: auto keeps to them.",
  piecewise:
    "It does not write whole sections well, and answers small questions: search.writer: auto turns to them after its first requests, piecewise begins with them.",
  none: "It writes little that can be tried: do without it (search.writer: none), or name a larger optimizer model.",
};

function writerPart(terminal: Terminal, { settings }: Session, { writer }: Checked): string[] {
  if (writer === undefined) return [];
  const { yields, advice, cost } = writer;
  return [
    "",
    terminal.bold("What the optimizer model writes"),
    ...writerLines(yields),
    advice === undefined
      ? `The prompt makes no error on ${counted(settings.search.minibatchSize, "row")}: there is nothing to write about.`
      : ADVICE[advice],
    `Spent ${spent(cost)}. A run finds these answers too.`,
  ];
}

function outcome(terminal: Terminal, session: Session, { settings, live, headroom, judged }: Checked): string[] {
  const begin = `Start with: ${nextCommand(terminal, "optimize", session)}`;
  if (live === undefined) {
    const calls = headroomCalls(settings);
    const measured = calls === 0 ? "" : `, measure the headroom with about ${calls} more`;
    const requests = writerRequests(settings).least;
    const written = requests === 0 ? "" : ` and the optimizer model with at least ${requests}`;
    const what = `Try ${settings.search.writer === "none" ? "a real call" : "two real calls"}${measured}${written}`;
    return [
      "All of this can be read, and nothing was spent.",
      `${what}: ${nextCommand(terminal, "check --live", session)}`,
      begin,
    ];
  }
  const look = [
    ...(["good", undefined].includes(judged?.word) ? [] : ["how far the metric agrees with people"]),
    ...(["go", undefined].includes(headroom?.word) ? [] : ["the headroom"]),
  ];
  const works =
    look.length === 0 ? "All of this works." : `All of this works, but look at ${look.join(" and ")} before you spend.`;
  return allWork(live) ? [works, begin] : ["A run would not work like this: see the calls above."];
}

function rowLines(task: Task, { splits }: Checked, width: number): string[] {
  const { labels: all = [] } = task;
  const labels = all.length > SHOWN_LABELS ? [] : all;
  const lines = SPLIT_NAMES.map((name) => {
    const { rows, labels: counts } = splits[name];
    return [name, count(rows), ...labels.map((label) => count(counts[label] ?? 0))];
  });
  const more = all.length > SHOWN_LABELS ? [`  ${counted(all.length, "label")}`] : [];
  return [
    ...table(
      ["  ", "rows", ...labels],
      lines.map(([name, ...cells]) => [`  ${name}`, ...cells]),
      width,
    ),
    ...more,
  ];
}

function estimateLines(session: Session, estimate: RunEstimate): string[] {
  const { plan, calls } = estimate;
  const purposes = (Object.keys(PURPOSES) as (keyof typeof PURPOSES)[])
    .map((part) => ({ calls: plan[part] ?? 0, purpose: PURPOSES[part] }))
    .filter(({ calls: many }) => many > 0);
  const width = count(plan.total).length;
  // Each search of folds has a plan of its own.
  const planned = session.settings.splits.folds === undefined ? planLine(session.settings) : undefined;
  const asked = isAsked(estimate, session) ? ["it asks before it begins, except with --yes: see budget.askAbove"] : [];
  return [
    ...(planned === undefined ? [] : [`  ${planned}`]),
    `  ${callsIn(calls)}; all rounds take about ${count(plan.total)}:`,
    ...purposes.map(({ calls: many, purpose }) => `    ${count(many).padStart(width)} ${purpose}`),
    ...[...costLines(session, estimate), ...asked].map((line) => `  ${line}`),
  ];
}

function liveLine({
  role,
  model,
  reply,
  lost: failed,
  invalid,
  why,
  dropped,
  excerpt,
  milliseconds,
}: LiveCall): string {
  if (failed !== undefined) return `  ${role}, ${count(milliseconds)} ms: no answer. ${indented(failed).trimStart()}`;
  const lost = dropped === undefined ? "" : `: ${droppedWords(dropped)}`;
  const begins = excerpt === undefined ? "" : ` It begins: “${excerpt}”`;
  const what =
    reply === undefined ? `no reply that can be used${lost}${begins}` : oneLine(reply, 200) || "an empty reply";
  const named = why === undefined ? "" : `: it is ${unreadAdvice(why)}`;
  return `  ${role} (${model}), ${count(milliseconds)} ms: ${what}${invalid === true ? `, which cannot be read as an answer${named}` : ""}`;
}

function mayChange({ messages }: Prompt, { name, heading, where }: Part): string {
  if (heading !== undefined) {
    const { content } = messages[where.message]!;
    const next = headingsIn(content).find(({ start }) => start >= where.end);
    const end = next === undefined ? "to the end of the prompt" : `up to the heading "${next.name}"`;
    return `The text under the heading "${heading}" may change, ${end}; everything else stays.`;
  }
  if (messages.length === 1) return "The whole prompt may change; its placeholders stay.";
  return `The message "${name}" may change; its placeholders stay.`;
}
