/** One real run of a kind of task, what is kept of it, and the table of all. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "../../src/core/model.ts";
import { openSqliteStore, optimize } from "../../src/index.ts";
import type { RunEvent } from "../../src/core/events.ts";
import type { VerdictWord } from "../../src/core/measuring/verdict.ts";
import { machine, type Machine } from "../machine.ts";
import { KIND_TASKS, type KindRow, type KindTask, type KindTaskName, splitsOf } from "./kind-tasks.ts";
import type { LocalModelName } from "./local-models.ts";
import { type Interval, type RealResult, readResults, verdictScores } from "./real-results.ts";
import { cellsOf, latest, withInterval } from "./real-summary.ts";

/** What is kept of a run: one line of JSON. */
export interface KindResult {
  readonly task: KindTaskName;
  readonly model: LocalModelName;
  readonly date: string;
  readonly machine: Machine;
  readonly rows: { readonly train: number; readonly dev: number; readonly test: number };
  readonly verdict?: {
    readonly word: VerdictWord;
    readonly initial: Interval;
    readonly best: Interval;
    readonly difference: Interval;
  };
  readonly stopped: string;
  readonly calls: number;
  readonly minutes: number;
  /** The best prompt found, with the rows that it shows. */
  readonly best: string;
}

const RESULTS = join(import.meta.dirname, "../results/tasks.jsonl");

const HEADER = ["kind", "rows", "model", "initial", "best", "difference", "verdict", "calls", "minutes"] as const;

/** Plays it to its end: nothing is asked of a writer. An interrupted run goes on where it was. */
export async function playKind(
  name: KindTaskName,
  model: LocalModelName,
  asked: Model,
  folder: string,
  onEvent: (event: RunEvent) => void,
): Promise<KindResult> {
  const { prompt, label, task, metric, sizes, calls, maxOutputTokens }: KindTask = KIND_TASKS[name];
  mkdirSync(folder, { recursive: true });
  const store = await openSqliteStore(join(folder, `${name}-${model}.db`));
  const began = performance.now();
  try {
    const result = await optimize<KindRow>({
      prompt,
      examples: splitsOf(name),
      label,
      task,
      metric,
      model: asked,
      store,
      search: { method: "protegi", writer: "none", rounds: 1, beamWidth: 1, maxSuccessors: 6, headroom: false },
      selection: { perCandidate: 8 },
      requests: { maxOutputTokens },
      budget: { calls },
      onEvent,
    });
    const { verdict, stopped, cost } = result;
    return {
      task: name,
      model,
      date: new Date().toISOString(),
      machine: machine(),
      rows: sizes,
      ...(verdict && { verdict: verdictScores(verdict) }),
      stopped: stopped.kind,
      calls: cost.calls,
      minutes: (performance.now() - began) / 60_000,
      best: result.best,
    };
  } finally {
    await store.close();
  }
}

export function readKindResults(file: string = RESULTS): KindResult[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as KindResult);
}

export function addKindResult(result: KindResult, file: string = RESULTS): void {
  appendFileSync(file, `${JSON.stringify(result)}\n`);
}

/** The table: the last run of each task with each model, and those of many labels, which `bench real` plays. */
export function kindTable(results: readonly KindResult[], real: readonly RealResult[] = readResults()): string[][] {
  const labels = latest(real).filter(({ task, verdict }) => task === "trec" && verdict !== undefined);
  const last = [...new Map(results.map((one) => [`${one.task} ${one.model}`, one])).values()];
  return [
    [...HEADER],
    ...labels.map((one) => {
      const [task, model, , , , initial, best, difference, verdict, calls, minutes] = cellsOf(one);
      return ["classification", task!, model!, initial!, best!, difference!, verdict!, calls!, minutes!];
    }),
    ...last.map(({ task, model, verdict, stopped, calls, minutes }) => {
      const scores =
        verdict === undefined
          ? ["-", "-", "-", `none (${stopped})`]
          : [
              verdict.initial.value.toFixed(3),
              verdict.best.value.toFixed(3),
              withInterval(verdict.difference),
              verdict.word,
            ];
      return [KIND_TASKS[task].task, task, model, ...scores, String(calls), minutes.toFixed(0)];
    }),
  ];
}
