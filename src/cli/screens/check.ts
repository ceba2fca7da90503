/** What `protegi check` shows: the filled prompt, the rows, and what a run takes. */
import { count, counted, oneLine } from "../../core/words.ts";
import type { Example } from "../../core/example.ts";
import type { Plan } from "../../core/methods/plan-calls.ts";
import type { Task } from "../../core/task.ts";
import { labelCounts } from "../../datasets/index.ts";
import type { RunEstimate } from "../../run/estimate.ts";
import { headroomLines, suspiciousRows } from "../../report/headroom.ts";
import { table } from "../../report/table.ts";
import { spent } from "../../report/words.ts";
import { isAsked } from "../consent.ts";
import { callsIn, costLines } from "./estimate.ts";
import { allWork, type LiveCall } from "../live-calls.ts";
import { headroomCalls, type LiveHeadroom } from "../live-headroom.ts";
import type { Session } from "../session.ts";
import type { Terminal } from "../terminal.ts";

/** Labels shown in the table of rows; more are only counted. */
const SHOWN_LABELS = 8;

const PURPOSES: Readonly<Record<Exclude<keyof Plan, "total">, string>> = {
  headroom: "to see whether there is a gain to be had",
  errors: "to find the errors of each round's prompts",
  proposing: "to write gradients, edits and paraphrases",
  screening: "to screen new prompts on errors",
  selecting: "to select the best prompts of each round",
  dev: "to score the best ones on dev",
  verdict: "for the verdict on test",
};

/** The same as data, for --json. */
export function checkDocument(
  { file, task, settings, models, notices }: Session,
  estimate: RunEstimate,
  live: readonly LiveCall[] | undefined,
  measured: LiveHeadroom | undefined,
): unknown {
  const { prompt, train, dev, test, metric } = task;
  const split = (rows: readonly Example[]): unknown => ({ rows: rows.length, labels: labelsOf(task, rows) });
  return {
    config: file,
    models: { task: models.task.id, optimizer: models.optimizer.id },
    metric: metric.name,
    section: prompt.section,
    placeholders: prompt.placeholders,
    filledPrompt: prompt.fill(train[0]!.fields),
    splits: { train: split(train), dev: split(dev), test: split(test) },
    notices,
    estimate,
    settings,
    ...(live && { live }),
    ...(measured && { ...measured, suspicious: suspiciousRows(measured.headroom, train) }),
  };
}

export function checkLines(
  terminal: Terminal,
  session: Session,
  estimate: RunEstimate,
  live: readonly LiveCall[] | undefined,
  measured: LiveHeadroom | undefined,
): string[] {
  const { prompt, train } = session.task;
  return [
    terminal.bold("The prompt, filled with the first row of train"),
    ...indented(prompt.fill(train[0]!.fields)),
    "",
    prompt.heading === undefined
      ? "The whole prompt may change; its placeholders stay."
      : `What stands under the heading "${prompt.heading}" may change; everything else stays.`,
    "",
    terminal.bold(`The rows, for ${session.task.metric.name}`),
    ...rowLines(session.task),
    ...session.notices,
    "",
    terminal.bold("What a run takes"),
    ...estimateLines(session, estimate),
    ...(live === undefined ? [] : ["", terminal.bold("One real call for each role"), ...live.map(liveLine)]),
    ...(measured === undefined ? [] : ["", ...measuredLines(terminal, session, measured)]),
    "",
    ...outcome(terminal, session, live, measured),
  ];
}

function measuredLines(terminal: Terminal, { task }: Session, { headroom, cost }: LiveHeadroom): string[] {
  const [word, ...rest] = headroomLines(headroom, task.train);
  return [
    terminal.bold(word!),
    ...rest,
    "",
    `Spent ${spent(cost)}. A run finds these answers and asks for none again.`,
  ];
}

function outcome(
  terminal: Terminal,
  { settings }: Session,
  live: readonly LiveCall[] | undefined,
  measured: LiveHeadroom | undefined,
): string[] {
  const begin = `Begin with: ${terminal.program} optimize`;
  if (live === undefined) {
    const calls = headroomCalls(settings);
    const what = calls === 0 ? "Try two real calls" : `Try two real calls, and measure the headroom with ${calls} more`;
    return ["All of this can be read, and nothing was spent.", `${what}: ${terminal.program} check --live`, begin];
  }
  const works = ["go", undefined].includes(measured?.headroom.word)
    ? "All of this works."
    : "All of this works, but look at the headroom before you spend.";
  return allWork(live) ? [works, begin] : ["A run would not work like this: see the calls above."];
}

function indented(text: string): string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line}`.trimEnd());
}

function rowLines(task: Task): string[] {
  const { labels: all = [] } = task;
  const labels = all.length > SHOWN_LABELS ? [] : all;
  const lines = (["train", "dev", "test"] as const).map((name) => {
    const counts = labelsOf(task, task[name]);
    return [name, count(task[name].length), ...labels.map((label) => count(counts[label] ?? 0))];
  });
  const more = all.length > SHOWN_LABELS ? [`  ${counted(all.length, "label")}`] : [];
  return [
    ...table(
      ["  ", "rows", ...labels],
      lines.map(([name, ...cells]) => [`  ${name}`, ...cells]),
    ),
    ...more,
  ];
}

/** How many rows each label has; none where answers are no labels. */
function labelsOf({ labels }: Task, rows: readonly Example[]): Record<string, number> {
  return labels === undefined ? {} : Object.fromEntries(labelCounts(rows));
}

function estimateLines(session: Session, estimate: RunEstimate): string[] {
  const { plan, calls } = estimate;
  const purposes = (Object.keys(PURPOSES) as (keyof typeof PURPOSES)[]).filter((part) => plan[part] > 0);
  const width = count(plan.total).length;
  const asked = isAsked(estimate, session) ? ["it asks before it begins, unless told --yes: see budget.askAbove"] : [];
  return [
    `  ${callsIn(calls)}; all rounds take about ${count(plan.total)}:`,
    ...purposes.map((part) => `    ${count(plan[part]).padStart(width)} ${PURPOSES[part]}`),
    ...[...costLines(session, estimate), ...asked].map((line) => `  ${line}`),
  ];
}

function liveLine({ role, model, reply, invalid, milliseconds }: LiveCall): string {
  const what = reply === undefined ? "no reply that can be used" : oneLine(reply, 200) || "an empty reply";
  return `  ${role} (${model}), ${count(milliseconds)} ms: ${what}${invalid === true ? ", which cannot be read as an answer" : ""}`;
}
