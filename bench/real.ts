/**
 * The search with real models: `npm run bench -- real [--task ...] [--model ...] [--writer ...] [--method ...] [--seed N]`.
 * Its answers are kept in a folder, so a run that was cut off goes on where it was. Each finished run adds a line to
 * bench/results/real.jsonl. `--summary` shows what is in that file, and `--write` makes docs/real-models.md of it. `--record`
 * records the run in examples/reviews/recorded again.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { UsageError } from "../src/core/errors.ts";
import type { RunEvent } from "../src/core/events.ts";
import { INSTRUCTIONS } from "../src/core/asking/templates.ts";
import { digest } from "../src/core/values/hash.ts";
import { methods, type MethodName } from "../src/core/methods/index.ts";
import { verdictLines } from "../src/report/verdict.ts";
import { asLocalModelName } from "./lib/local-models.ts";
import { largeWriter, realModel } from "./lib/real-models.ts";
import {
  addResult,
  keyOf,
  readResults,
  type RealResult,
  type RealRun,
  WRITERS,
  type WriterName,
} from "./lib/real-results.ts";
import { record } from "./lib/real-record.ts";
import { playReal } from "./lib/real-run.ts";
import { figuresOf, latest, resultLines } from "./lib/real-summary.ts";
import { writePage } from "./lib/real-page.ts";
import { asTaskName } from "./lib/real-tasks.ts";

const OPTIONS = {
  task: { type: "string", default: "reviews" },
  model: { type: "string", default: "smollm2" },
  writer: { type: "string", default: "piecewise" },
  method: { type: "string" },
  seed: { type: "string", default: "1" },
  calls: { type: "string", default: "3000" },
  "per-candidate": { type: "string", default: "48" },
  rounds: { type: "string", default: "2" },
  folder: { type: "string", default: join(import.meta.dirname, "../.cache/real") },
  large: { type: "string" },
  again: { type: "boolean", default: false },
  summary: { type: "boolean", default: false },
  record: { type: "boolean", default: false },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

/** The method that suits a writer. */
const METHODS = {
  "1.5b": "protegi",
  piecewise: "piecewise",
  large: "protegi",
  none: "protegi",
} as const satisfies Readonly<Record<WriterName, MethodName>>;

/** Puts the results into docs/real-models.md. */
export function write(): void {
  writePage(readResults());
}

export async function run(args: readonly string[], print: (line: string) => void): Promise<Record<string, number>> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.summary) return summarize(print);
  if (values.record) return recordExample(values.folder, print);
  const asked = runOf(values);
  const known = readResults().find((result) => keyOf(result) === keyOf(asked));
  if (known !== undefined && !values.again) {
    print("This run is in the results; --again adds another one.");
    for (const line of resultLines([known])) print(line);
    return {};
  }
  const result = await play(asked, values, print);
  addResult(result);
  for (const line of resultLines([result])) print(line);
  return figures(result);
}

/** @throws UsageError for a name that is in no table */
function runOf(values: Values): RealRun {
  const writer = oneOf("--writer", values.writer, WRITERS);
  return {
    task: asTaskName(values.task, "--task"),
    model: asLocalModelName(values.model, "--model"),
    writer,
    method: values.method === undefined ? METHODS[writer] : oneOf("--method", values.method, Object.keys(methods)),
    seed: Number(values.seed),
    requests: digest(JSON.stringify(INSTRUCTIONS), 8),
  };
}

async function play(run: RealRun, values: Values, print: (line: string) => void): Promise<RealResult> {
  const task = await realModel(run.model, "task");
  const optimizer =
    run.writer === "none"
      ? task
      : run.writer === "large"
        ? await largeWriter(values.large)
        : await realModel("qwen-1.5b", "optimizer");
  try {
    return await playReal({
      run,
      models: { task, optimizer },
      search: { method: run.method as MethodName, rounds: Number(values.rounds), ...SEARCH[run.writer] },
      selection: { perCandidate: Number(values["per-candidate"]) },
      calls: Number(values.calls),
      // A small model's sentence is short; without a cap it may go on until the default's.
      maxOutputTokens: run.writer === "piecewise" ? 120 : 1000,
      folder: values.folder,
      onEvent: shown(print),
    });
  } finally {
    await Promise.all([task.close?.(), optimizer === task ? undefined : optimizer.close?.()]);
  }
}

/** Records examples/reviews/recorded, with the models that its config is about. */
async function recordExample(folder: string, print: (line: string) => void): Promise<Record<string, number>> {
  const [task, optimizer] = [await realModel("smollm2", "task"), await realModel("qwen-1.5b", "optimizer")];
  try {
    const { result, bytes } = await record({ task, optimizer }, folder, shown(print));
    if (result.verdict !== undefined) for (const line of verdictLines(result.verdict)) print(line);
    print(result.best);
    return { calls: result.cost.calls, bytes, difference: result.verdict?.difference.value ?? NaN };
  } finally {
    await Promise.all([task.close?.(), optimizer.close?.()]);
  }
}

/** Options of the search where they are not the default's. */
const SEARCH = {
  "1.5b": { writer: "whole", maxSuccessors: 8 },
  piecewise: { maxSuccessors: 8 },
  // Somebody writes these replies one by one, so there are few.
  large: { writer: "whole", maxSuccessors: 8, beamWidth: 1, errorGroups: 2, gradientsPerGroup: 2 },
  none: { writer: "none", maxSuccessors: 12 },
} as const;

/** Shows the steps of a run, with the seconds since it began. */
function shown(print: (line: string) => void): (event: RunEvent) => void {
  const began = performance.now();
  const line = (text: string): void =>
    print(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${text}`);
  return (event) => {
    if (event.type === "headroom") line(`headroom: ${event.headroom.word}. ${event.headroom.reasons.join(" ")}`);
    if (event.type === "round-started") line(`round ${event.round} of ${event.rounds}`);
    if (event.type === "candidate")
      line(`new (${event.origin.kind}): ${JSON.stringify(Object.values(event.parts)[0])}`);
    if (event.type === "candidate-rejected") line(`rejected: ${JSON.stringify(event.breach)}`);
    if (event.type === "reply-dropped") line(`reply dropped (${event.asked}): ${event.reason}`);
    if (event.type === "selected")
      for (const { id, value, n } of event.ranking.slice(0, 5)) line(`  ${id}: ${value.toFixed(3)} on ${n} rows`);
    if (event.type === "dev-score") line(`dev, ${event.id}: ${event.score.value.toFixed(3)}`);
    if (event.type === "search-ended") line(`the search ended: ${event.reason.kind}`);
  };
}

function summarize(print: (line: string) => void): Record<string, number> {
  const results = readResults();
  for (const line of resultLines(latest(results))) print(line);
  return figuresOf(results);
}

function figures({ verdict, calls, minutes }: RealResult): Record<string, number> {
  const scores = verdict && {
    initial: verdict.initial.value,
    best: verdict.best.value,
    difference: verdict.difference.value,
  };
  return { ...scores, calls, minutes };
}

function oneOf<T extends string>(where: string, given: string, known: readonly T[]): T {
  const found = known.find((name) => name === given);
  if (found === undefined) throw new UsageError(where, `expected one of ${known.join(", ")}, got ${given}`);
  return found;
}
