/** One real run: the library's own search with real models over a store on disk, so that it resumes where it was cut off. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import pkg from "../../package.json" with { type: "json" };
import type { RunEvent } from "../../src/core/events.ts";
import type { Model } from "../../src/core/model.ts";
import { all } from "../../src/facts/of.ts";
import {
  comparePrompts,
  type GroupOptions,
  openSqliteStore,
  optimize,
  type RunResult,
  type Store,
} from "../../src/index.ts";
import type { StoredOutcome } from "../../src/stores/stored.ts";
import { machine } from "../machine.ts";
import { REAL_SPLITS, type RealTask, realTask, rowsOf, unread } from "./real-tasks.ts";
import { interval, type RealResult, type RealRun, verdictScores } from "./real-results.ts";
import { yieldOf } from "./real-yield.ts";

export interface RunSetup {
  readonly run: RealRun;
  readonly models: { readonly task: Model; readonly optimizer: Model };
  /** Options of the search, over the default's. */
  readonly search: NonNullable<GroupOptions["search"]>;
  readonly selection: NonNullable<GroupOptions["selection"]>;
  /** Most calls, the verdict's included. */
  readonly calls: number;
  readonly maxOutputTokens: number;
  /** Where answers are kept. */
  readonly folder: string;
  readonly onEvent: (event: RunEvent) => void;
}

/** Plays it to its end. An interrupted one goes on where it was; a finished one takes seconds. */
export async function playReal({
  run,
  models,
  search,
  selection,
  calls,
  maxOutputTokens,
  folder,
  onEvent,
}: RunSetup): Promise<RealResult> {
  const task = realTask(run.task);
  const { examples, fresh } = await rowsOf(run.task);
  const events: RunEvent[] = [];
  const store = await storeIn(folder, run);
  try {
    const options = {
      prompt: task.prompt,
      label: task.label,
      model: models.task,
      store,
      requests: { maxOutputTokens },
    };
    const result = await optimize({
      ...options,
      examples,
      optimizer: models.optimizer,
      seed: run.seed,
      search,
      selection,
      splits: REAL_SPLITS,
      budget: { calls },
      onEvent(event) {
        events.push(event);
        onEvent(event);
      },
    });
    const tried = result.prompt === result.initial ? undefined : await triedOn(fresh);
    return {
      ...run,
      ...(await resultFrom(task, result, events, store)),
      models: namesOf(models),
      ...(tried && { fresh: tried }),
    };

    /** What is recommended against the initial prompt, on rows that no run sees. */
    async function triedOn(rows: typeof fresh): Promise<RealResult["fresh"]> {
      const given = { ...unread(examples, task.label), dev: rows };
      const { prompts, rows: read } = await comparePrompts({
        ...options,
        examples: given,
        prompts: [result.initial, result.prompt],
      });
      return { ...interval(prompts[1]!.difference!), rows: read };
    }
  } finally {
    await store.close();
  }
}

/** The store of a task and its model. */
export async function storeIn(folder: string, { task, model }: Pick<RealRun, "task" | "model">): Promise<Store> {
  mkdirSync(folder, { recursive: true });
  return openSqliteStore(join(folder, `${task}-${model}.db`));
}

type Measured = Omit<RealResult, keyof RealRun | "models" | "fresh">;

async function resultFrom(
  task: RealTask,
  result: RunResult,
  events: readonly RunEvent[],
  store: Store,
): Promise<Measured> {
  const { runId, verdict, stopped, cost } = result;
  const outcomes = await store.readOutcomes(runId);
  const [started] = all(events, "run-started");
  const [headroom] = all(events, "headroom");
  const { train, dev, test } = started!.rows;
  return {
    run: runId,
    date: new Date().toISOString(),
    version: pkg.version,
    machine: machine(),
    rows: { train, dev, test },
    ...(headroom && { headroom: headroom.headroom.word }),
    ...(verdict && {
      verdict: {
        ...verdictScores(verdict),
        fixed: verdict.fixed.length,
        broken: verdict.broken.length,
        oneLabel: {
          initial: commonest(
            outcomes,
            result.candidates.find(({ text }) => text === result.initial)?.id ?? started!.prompt,
          ),
          best: commonest(outcomes, result.candidates.find(({ text }) => text === result.best)!.id),
        },
      },
    }),
    stopped: stopped.kind,
    calls: cost.calls,
    writerCalls: cost.byRole?.optimizer.calls ?? 0,
    minutes: await minutesOf(store, runId),
    yield: yieldOf(events),
    ...(task.copyable && { best: result.best }),
  };
}

function namesOf({ task, optimizer }: RunSetup["models"]): RealResult["models"] {
  return { task: task.name ?? task.id, optimizer: optimizer.name ?? optimizer.id };
}

/** The share of the test rows that got the commonest answer of a prompt. */
function commonest(outcomes: readonly StoredOutcome[], id: string): number {
  const own = outcomes.filter(({ prompt, split, repeat }) => prompt === id && split === "test" && repeat === 0);
  const counts = [...Map.groupBy(own, ({ answer }) => answer).values()].map((rows) => rows.length);
  return Math.max(0, ...counts) / Math.max(1, own.length);
}

/** How long all attempts at it took. */
async function minutesOf(store: Store, runId: string): Promise<number> {
  const attempts = Map.groupBy(await store.readEvents(runId), ({ attempt }) => attempt);
  const lengths = [...attempts.values()].map((events) => Date.parse(events.at(-1)!.at) - Date.parse(events[0]!.at));
  return lengths.reduce((sum, ms) => sum + ms, 0) / 60_000;
}
