/** What `protegi evaluate` shows: score, confusion matrix, wrong rows. */
import { count, counted, withInterval } from "../../core/words.ts";
import type { Spending } from "../../core/events.ts";
import type { Prompt } from "../../core/prompt.ts";
import { estimate } from "../../core/stats/estimate.ts";
import type { Observation, Task } from "../../core/task.ts";
import { confusion, type Confusion } from "../../metrics/index.ts";
import { wrongRows } from "../../report/rows.ts";
import { table } from "../../report/table.ts";
import { spent } from "../../report/words.ts";
import type { Terminal } from "../terminal.ts";

export interface Evaluation {
  readonly task: Task;
  readonly prompt: Prompt;
  readonly split: string;
  readonly observations: readonly Observation[];
  /** Rows that the budget did not reach, or whose answer was never delivered. */
  readonly missing: number;
  readonly cost: Spending;
}

/** Wrong rows and, where labels are many, confusions that are shown; --json has all. */
const SHOWN = 10;
/** Labels up to which the matrix is shown whole. */
const MATRIX = 12;

/** The same as data, for --json. */
export function evaluationDocument({ task, prompt, split, observations, missing, cost }: Evaluation): unknown {
  return {
    prompt: { id: prompt.id, text: prompt.text },
    split,
    metric: task.metric.name,
    score: estimate(task.metric, observations),
    invalid: observations.filter(({ invalid }) => invalid).length,
    missing,
    ...(task.labels && { confusion: confusion(observations, task.labels) }),
    wrong: wrongOf(observations).map(({ example, answer, predicted }) => ({ ...example, answer, predicted })),
    cost,
  };
}

export function evaluationLines(
  terminal: Terminal,
  { task, prompt, split, observations, missing, cost }: Evaluation,
): string[] {
  const score = estimate(task.metric, observations);
  const invalid = observations.filter((observation) => observation.invalid).length;
  const wrong = wrongOf(observations);
  const more = wrong.length > SHOWN ? `, ${SHOWN} of them here; --json has all` : "";
  return [
    `${terminal.bold(`${task.metric.name} on ${split}: ${withInterval(score)}`)} with its 95% interval, on ${counted(score.n, "row")}`,
    ...(invalid > 0 ? [`${counted(invalid, "answer")} could not be read, and count as wrong.`] : []),
    ...(missing > 0
      ? [`${counted(missing, "row")} left out: the budget did not reach them, or no answer was delivered.`]
      : []),
    ...(task.labels ? ["", ...confusionLines(confusion(observations, task.labels))] : []),
    ...(wrong.length > 0 ? ["", terminal.bold(`${counted(wrong.length, "wrong row")}${more}`)] : []),
    ...wrongRows(wrong.slice(0, SHOWN), prompt.placeholders).map((line) => `  ${line}`),
    "",
    `Spent ${spent(cost)}.`,
  ];
}

function wrongOf(observations: readonly Observation[]): readonly Observation[] {
  return observations.filter(({ correct }) => !correct);
}

function confusionLines(matrix: Confusion): string[] {
  const lines = matrix.labels.length > MATRIX ? commonest(matrix) : whole(matrix);
  return lines.map((line) => `  ${line}`);
}

function whole({ labels, counts, invalid }: Confusion): string[] {
  const unreadable = invalid.some((rows) => rows > 0);
  const header = ["right \\ answered", ...labels, ...(unreadable ? ["unreadable"] : [])];
  const lines = labels.map((label, i) => [
    label,
    ...counts[i]!.map(count),
    ...(unreadable ? [count(invalid[i]!)] : []),
  ]);
  return table(header, lines);
}

function commonest({ labels, counts, invalid }: Confusion): string[] {
  const cells = labels.flatMap((right, i) => [
    ...counts[i]!.flatMap((rows, j) => (i === j ? [] : [{ right, answered: labels[j]!, rows }])),
    { right, answered: "(unreadable)", rows: invalid[i]! },
  ]);
  const most = cells.filter(({ rows }) => rows > 0).toSorted((a, b) => b.rows - a.rows);
  return table(
    ["right", "answered", "rows"],
    most.slice(0, SHOWN).map(({ right, answered, rows }) => [right, answered, count(rows)]),
  );
}
