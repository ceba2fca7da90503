/**
 * What a run costs as its sizes grow: calls, tokens, processor time, memory and score against prompt length, row length, rows,
 * labels and rounds, one at a time. A law is fitted to these points, and checked on points that it was not fitted to, in
 * which several sizes differ at once. `--seeds N` takes the mean of other than 3 runs.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { KeepTable } from "./lib/doc-tables.ts";
import { fitLaw, type Point } from "./lib/scale-law.ts";
import type { Measured, ScaleJob } from "./lib/scale-process.ts";
import type { Sizes } from "./lib/scale-world.ts";

const BASE: Sizes = { prompt: 100, row: 50, rows: 2000, labels: 4, rounds: 5 };

const ONE_AT_A_TIME: Readonly<Record<keyof Sizes, readonly number[]>> = {
  prompt: [50, 400, 1600],
  row: [15, 200, 400],
  rows: [100, 500, 10_000, 100_000],
  labels: [2, 12, 36],
  rounds: [1, 2, 10],
};

const HELD_OUT: readonly Sizes[] = [
  { prompt: 200, row: 100, rows: 1000, labels: 8, rounds: 3 },
  { prompt: 800, row: 25, rows: 300, labels: 2, rounds: 8 },
  { prompt: 150, row: 300, rows: 5000, labels: 24, rounds: 6 },
  { prompt: 1200, row: 150, rows: 20_000, labels: 6, rounds: 4 },
  { prompt: 75, row: 40, rows: 800, labels: 16, rounds: 7 },
  { prompt: 500, row: 250, rows: 3000, labels: 3, rounds: 2 },
];

export async function run(
  args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const { values } = parseArgs({ args: [...args], options: { seeds: { type: "string", default: "3" } } });
  const seeds = Number(values.seeds);
  const varied = Object.entries(ONE_AT_A_TIME).flatMap(([name, sizes]) =>
    sizes.map((size): Sizes => ({ ...BASE, [name]: size })),
  );
  print(`prompt   row     rows  labels  rounds |  calls  planned  tokens in  tokens out  CPU s  memory MB  score`);
  const fittedTo = await measureAll([BASE, ...varied], seeds, print);
  const law = fitLaw(fittedTo);
  print("\nThe law, fitted to these:");
  for (const { name, value } of law.constants) print(`${value.toFixed(3).padStart(9)}  ${name}`);

  print("\nOn points that it was not fitted to:");
  const heldOut = await measureAll(HELD_OUT, seeds, print);
  let callsError = 0;
  let tokensError = 0;
  let aheadError = 0;
  const checked: string[][] = [];
  print("rounds begun; calls: predicted for these, measured, error; tokens: predicted, measured, error");
  for (const point of heldOut) {
    const predicted = law.begun(point);
    const { taskCalls, optimizerCalls, taskInput, optimizerInput, taskOutput, optimizerOutput } = point.measured;
    const calls = taskCalls + optimizerCalls;
    const tokens = taskInput + optimizerInput + taskOutput + optimizerOutput;
    const errors = [predicted.calls / calls - 1, predicted.tokens / tokens - 1];
    callsError = Math.max(callsError, Math.abs(errors[0]!));
    tokensError = Math.max(tokensError, Math.abs(errors[1]!));
    const ahead = law.ahead(point);
    aheadError = Math.max(aheadError, Math.abs(ahead.calls / calls - 1), Math.abs(ahead.tokens / tokens - 1));
    checked.push([
      ...sizesOf(point.sizes).map(whole),
      point.measured.rounds.toFixed(1),
      ...[predicted.calls, calls].map(whole),
      percent(errors[0]!).trim(),
      ...[predicted.tokens, tokens].map(whole),
      percent(errors[1]!).trim(),
    ]);
    print(
      point.measured.rounds.toFixed(1).padStart(5) +
        [predicted.calls, calls].map((value) => whole(value).padStart(7)).join("") +
        percent(errors[0]!) +
        [predicted.tokens, tokens].map((value) => whole(value).padStart(12)).join("") +
        percent(errors[1]!),
    );
  }
  keepTable("held-out", [
    [
      "prompt",
      "row",
      "rows",
      "labels",
      "rounds",
      "begun",
      "calls: formula",
      "measured",
      "error",
      "tokens: formula",
      "measured",
      "error",
    ],
    ...checked,
  ]);
  keepTable("law", [
    ["constant", "is", "value"],
    ...law.constants.map(({ letter, name, value }) => [`*${letter}*`, name, value.toFixed(3)]),
  ]);
  keepTable("measured", [
    [
      "prompt",
      "row",
      "rows",
      "labels",
      "rounds",
      "begun",
      "calls planned",
      "made",
      "tokens in",
      "tokens out",
      "processor s",
      "memory, MB",
      "accuracy",
    ],
    ...fittedTo.map(cellsOf),
  ]);
  const lawError = Math.max(callsError, tokensError);
  const large = fittedTo.find(({ sizes }) => sizes.rows === Math.max(...ONE_AT_A_TIME.rows))!.measured;
  return {
    lawError,
    aheadError,
    callsError,
    tokensError,
    points: fittedTo.length,
    heldOut: heldOut.length,
    secondsAt100000Rows: large.seconds,
    memoryMbAt100000Rows: large.memoryMb,
  };
}

/** Each point in a process of its own, so that its memory is its own. */
async function measureAll(all: readonly Sizes[], seeds: number, print: (line: string) => void): Promise<Point[]> {
  const points: Point[] = [];
  for (const sizes of all) {
    const measured = await measure({ sizes, seeds });
    points.push({ sizes, measured });
    print(lineOf(sizes, measured));
  }
  return points;
}

async function measure(job: ScaleJob): Promise<Measured> {
  const child = fork(fileURLToPath(new URL("./lib/scale-process.ts", import.meta.url)), [JSON.stringify(job)]);
  const failed = once(child, "exit").then(([code]) => {
    throw new Error(`The process of ${JSON.stringify(job)} ended with ${code} and no result.`);
  });
  failed.catch(() => undefined);
  const [measured] = (await Promise.race([once(child, "message"), failed])) as [Measured];
  return measured;
}

function sizesOf({ prompt, row, rows, labels, rounds }: Sizes): number[] {
  return [prompt, row, rows, labels, rounds];
}

function cellsOf({ sizes, measured }: Point): string[] {
  const { plan, taskCalls, optimizerCalls, taskInput, optimizerInput, taskOutput, optimizerOutput } = measured;
  return [
    ...sizesOf(sizes).map(whole),
    measured.rounds.toFixed(1),
    ...[plan.total, taskCalls + optimizerCalls, taskInput + optimizerInput, taskOutput + optimizerOutput].map(whole),
    measured.seconds.toFixed(2),
    whole(measured.memoryMb),
    measured.score.toFixed(3),
  ];
}

function lineOf({ prompt, row, rows, labels, rounds }: Sizes, measured: Measured): string {
  const { plan, taskCalls, optimizerCalls, taskInput, optimizerInput, taskOutput, optimizerOutput } = measured;
  return [
    whole(prompt).padStart(6),
    whole(row).padStart(6),
    whole(rows).padStart(9),
    whole(labels).padStart(8),
    whole(rounds).padStart(8),
    " |",
    whole(taskCalls + optimizerCalls).padStart(7),
    whole(plan.total).padStart(9),
    whole(taskInput + optimizerInput).padStart(11),
    whole(taskOutput + optimizerOutput).padStart(12),
    measured.seconds.toFixed(2).padStart(7),
    whole(measured.memoryMb).padStart(11),
    measured.score.toFixed(3).padStart(7),
  ].join("");
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

function percent(share: number): string {
  return `${share < 0 ? "-" : "+"}${(100 * Math.abs(share)).toFixed(1)}%`.padStart(8);
}
