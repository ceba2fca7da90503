/** What `protegi evaluate` shows: score, confusion matrix, wrong rows. */
import { count, counted, withInterval } from "../../core/values/words.ts";
import { readingLines } from "../../core/replies/readings.ts";
import { unreadLines } from "../../core/replies/unread.ts";
import type { Observation } from "../../core/task.ts";
import type { Evaluation } from "../../jobs/evaluate.ts";
import type { Confusion } from "../../metrics/index.ts";
import { calibrationLines } from "../../report/calibration.ts";
import { holdingLines } from "../../report/holding.ts";
import { limitLines } from "../../report/limits.ts";
import { varyingWords } from "../../report/repeats.ts";
import { unscoredLines } from "../../report/unscored.ts";
import { wrongRows } from "../../report/rows.ts";
import { table } from "../../report/table.ts";
import { spent } from "../../report/words.ts";
import type { Terminal } from "../terminal.ts";

/** Wrong rows and, where labels are many, confusions that are shown; --json has all. */
const SHOWN = 10;
/** Labels up to which the matrix is shown whole. */
const MATRIX = 12;
/** Columns that tables are set in by. */
const INDENT = 2;

/** The evaluation as data, for --json: of its rows, those that are wrong. */
export function evaluationDocument({ observations, cost, ...evaluation }: Evaluation): object {
  return {
    ...evaluation,
    wrong: wrongOf(observations).map(({ example, answer, predicted }) => ({ ...example, answer, predicted })),
    cost,
  };
}

export function evaluationLines(
  terminal: Terminal,
  {
    split,
    metric,
    score,
    scores,
    limits = [],
    repeats,
    invalid,
    unread,
    readings,
    missing,
    unscored,
    answer,
    confusion,
    observations,
    orderDependent,
    calibration,
    cost,
  }: Evaluation,
  placeholders: readonly string[],
): string[] {
  const wrong = wrongOf(observations);
  const more = wrong.length > SHOWN ? `, ${SHOWN} of them here; --json has all` : "";
  return [
    `${terminal.bold(`${metric} on ${split}: ${withInterval(score)}`)} with its 95% interval, on ${counted(score.n, "row")}${score.clusters === undefined ? "" : ` in ${counted(score.clusters, "cluster")}`}`,
    ...(repeats === undefined
      ? []
      : [
          `Each row was answered ${count(repeats.times)} times, and counts once. Answers differ on ${varyingWords(repeats.varying, score.n)}.`,
        ]),
    ...(invalid > 0
      ? [`${counted(invalid, "answer")} could not be read, and ${invalid === 1 ? "counts" : "count"} as wrong.`]
      : []),
    ...unreadLines(unread).map((line) => `  ${line}`),
    ...readingLines(readings),
    ...(missing > 0
      ? [`${counted(missing, "row")} left out: the budget did not reach them, or no answer was delivered.`]
      : []),
    ...unscoredLines(unscored.map(({ message }) => message)),
    ...(scores === undefined
      ? []
      : [
          "",
          ...table(
            ["  score", "mean, 95% interval"],
            Object.entries(scores).map(([name, one]) => [`  ${name}`, withInterval(one)]),
            terminal.room,
          ),
        ]),
    ...(limits.length === 0 ? [] : ["", ...limitLines(limits, terminal.room)]),
    ...(orderDependent === undefined
      ? []
      : [
          `On ${count(orderDependent.rows)} of ${counted(orderDependent.of, "row")} the judge's choice changed with the order of the two answers; these count half.`,
        ]),
    ...(confusion === undefined ? [] : ["", ...confusionLines(confusion, terminal.room - INDENT)]),
    ...(wrong.length > 0 ? ["", terminal.bold(`${counted(wrong.length, "wrong row")}${more}`)] : []),
    ...wrongRows(wrong.slice(0, SHOWN), placeholders, terminal.room - INDENT).map((line) => `  ${line}`),
    ...calibrationPart(terminal, calibration),
    "",
    ...holdingLines(answer, confusion !== undefined),
    `Spent ${spent(cost)}.`,
  ];
}

function calibrationPart(terminal: Terminal, calibration: Evaluation["calibration"]): string[] {
  if (calibration === undefined) return [];
  const [title, ...rest] = calibrationLines(calibration);
  return ["", terminal.bold(title!), ...rest];
}

function wrongOf(observations: readonly Observation[]): readonly Observation[] {
  return observations.filter(({ correct }) => !correct);
}

function confusionLines(matrix: Confusion, width: number): string[] {
  const lines = matrix.labels.length > MATRIX ? commonest(matrix, width) : whole(matrix, width);
  return lines.map((line) => `  ${line}`);
}

function whole({ labels, counts, invalid }: Confusion, width: number): string[] {
  const unreadable = invalid.some((rows) => rows > 0);
  const header = ["right \\ answered", ...labels, ...(unreadable ? ["unreadable"] : [])];
  const lines = labels.map((label, i) => [
    label,
    ...counts[i]!.map(count),
    ...(unreadable ? [count(invalid[i]!)] : []),
  ]);
  return table(header, lines, width);
}

function commonest({ labels, counts, invalid }: Confusion, width: number): string[] {
  const cells = labels.flatMap((right, i) => [
    ...counts[i]!.flatMap((rows, j) => (i === j ? [] : [{ right, answered: labels[j]!, rows }])),
    { right, answered: "(unreadable)", rows: invalid[i]! },
  ]);
  const most = cells.filter(({ rows }) => rows > 0).toSorted((a, b) => b.rows - a.rows);
  return table(
    ["right", "answered", "rows"],
    most.slice(0, SHOWN).map(({ right, answered, rows }) => [right, answered, count(rows)]),
    width,
  );
}
