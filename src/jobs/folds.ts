/**
 * A verdict from few rows: as many whole searches as there are folds, each judged on its fold, say what a search like this gains on
 * rows that it has not seen. The prompt that is handed over is of one more search, on all rows.
 */
import { CallBudget } from "../core/budget.ts";
import { UsageError } from "../core/errors.ts";
import { isRecommended, judgeVerdict, type Verdict } from "../core/measuring/verdict.ts";
import type { Prompt } from "../core/prompt/prompt.ts";
import { foldsOf } from "../core/splitting/folds.ts";
import { split } from "../core/splitting/splits.ts";
import type { Observation, Task } from "../core/task.ts";
import { checkOptions } from "../options/check-options.ts";
import { withoutPlan } from "../options/plan-for-budget.ts";
import { estimateRun, type RunEstimate } from "../run/estimate.ts";
import { planned, withAllRows } from "../run/planned.ts";
import { finishedRun } from "../run/record.ts";
import { resultOf, type RunResult } from "../run/result.ts";
import { run } from "../run/run.ts";
import { sumEstimates, sumPlans, type SummedEstimate } from "../run/sum-estimates.ts";
import { checkBudget, wire, type RunParts } from "../run/wire.ts";
import type { Opened } from "./open.ts";
import type { OptimizeOptions } from "./optimize.ts";
import { withOptions } from "./with-options.ts";

/** One of the searches. */
export interface FoldedSearch {
  /** The number of its fold, from 1; absent for the search on all rows. */
  readonly fold?: number;
  readonly runId: string;
  /** Whether its result was in the store, so that nothing was run. */
  readonly known: boolean;
  /** Test rows: those of the fold. */
  readonly rows: number;
  readonly best: string;
  readonly verdict?: Verdict;
  readonly stopped: RunResult["stopped"];
  readonly cost: RunResult["cost"];
}

/** What a search like this gains on rows that it has not seen, and the prompt of the search on all rows. */
export interface FoldsResult {
  readonly folds: number;
  /** Of the procedure: every row as its own fold's search answers it. It is no verdict on `best`, which no row is left to judge. */
  readonly verdict: Verdict;
  /** The recommended prompt: that of the search on all rows where the verdict is better or meets the limits, else the initial one. */
  readonly prompt: string;
  readonly messages: RunResult["messages"];
  /** The best prompt of the search on all rows. */
  readonly best: string;
  readonly bestMessages: RunResult["messages"];
  readonly initial: string;
  /** In the order of the folds; the search on all rows last. */
  readonly searches: readonly FoldedSearch[];
  readonly simulated: boolean;
}

/** `optimizeFolds` of the library (`library.ts`). */
export async function optimizeFolds<Row extends object>(options: OptimizeOptions<Row>): Promise<FoldsResult> {
  checkOptions(options);
  return withOptions(options, (opened) => foldsWith(opened, options));
}

/**
 * The parts of every search: one for each fold, then that on all rows. Each has an equal share of every cap.
 * @throws UsageError when the rows are too few for so many folds, or a cap holds none of the searches
 */
export function foldParts(opened: Opened): readonly Omit<RunParts, "store">[] {
  const { settings, models, open } = opened;
  const { all: _, ...task } = withAllRows(opened.task);
  const { folds, seed, train, dev } = settings.splits;
  if (folds === undefined)
    throw new UsageError(
      "splits.folds",
      "expected the number of folds, got none",
      "Set it, such as splits: { folds: 5 }.",
    );
  const { labelOf } = task;
  const reading = { columns: task.prompt.placeholders, seed, ...(labelOf && { labelOf }) };
  const rows = [...task.train, ...task.dev, ...task.test];
  const shares = { train: train / (train + dev), dev: dev / (train + dev), test: 0 };
  const divide = (own: typeof rows): Pick<Task, "train" | "dev"> => {
    const { train: learned, dev: picked } = split(own, { ...reading, shares, maxDev: settings.splits.maxDev });
    return { train: learned, dev: picked };
  };
  const tasks = foldsOf(rows, folds, reading).map((test): Task => {
    const own = new Set(test);
    return { ...task, ...divide(rows.filter((row) => !own.has(row))), test };
  });
  const caps = Object.entries(settings.budget).map(([cap, value]) =>
    cap === "askAbove"
      ? [cap, value]
      : [cap, ["calls", "tokens"].includes(cap) ? Math.floor(value / (folds + 1)) : value / (folds + 1)],
  );
  const own = {
    ...withoutPlan(settings),
    budget: Object.fromEntries(caps) as typeof settings.budget,
    // Few test rows show no gain alone, which is why they are pooled.
    search: { ...settings.search, headroom: false },
  };
  // A fold is read whole, whatever the cap.
  const left = open.filter((option) => option !== "splits.maxTest" && option !== "search.headroom");
  return [...tasks, { ...task, ...divide(rows), test: [] }].map((one) => {
    const parts = planned({ task: one, models, settings: own, open: left });
    checkBudget(parts.task, parts.settings, models, folds + 1);
    return parts;
  });
}

/**
 * What all searches take, as if none knew an answer of another.
 * @throws UsageError as `foldParts` does
 */
export function foldsEstimate(opened: Opened): SummedEstimate & Pick<RunEstimate, "plan"> {
  const estimates = foldParts(opened).map(({ task, settings, models }) => estimateRun(task, settings, models));
  return {
    ...sumEstimates(estimates.map((one) => [1, one] as const)),
    plan: sumPlans(estimates.map(({ plan }) => plan)),
  };
}

/**
 * Runs the searches one after another. One that the store has finished is not run again, so what was cut off goes on.
 * @param options.onSearch called when a search ends
 */
export async function foldsWith(
  opened: Opened,
  {
    fresh = false,
    onSearch,
  }: { readonly fresh?: boolean; readonly onSearch?: (search: FoldedSearch, of: number) => void } = {},
): Promise<FoldsResult> {
  const { task, signal, onEvent } = opened;
  const store = await opened.openStore();
  const all = foldParts(opened);
  const folds = all.length - 1;
  const searches: FoldedSearch[] = [];
  const before: Observation[] = [];
  const after: Observation[] = [];
  let last: RunResult | undefined;
  for (const [i, given] of all.entries()) {
    const parts = { ...given, store, ...(signal && { signal }), ...(onEvent && { onEvent }) };
    const listed = fresh ? undefined : finishedRun(await store.listRuns(), given);
    const record = listed && (await store.getRun(listed.id));
    const known = record && resultOf(record);
    const result = known ?? (await run({ ...parts, fresh, alwaysJudge: true }));
    const [initial, winner] = await answersOf(parts, result);
    before.push(...initial);
    after.push(...winner);
    const { runId, best, verdict, stopped, cost } = result;
    const search = {
      ...(i < folds && { fold: i + 1 }),
      runId,
      known: known !== undefined,
      rows: given.task.test.length,
      best,
      ...(verdict && { verdict }),
      stopped,
      cost,
    };
    searches.push(search);
    onSearch?.(search, all.length);
    last = result;
  }
  const rows = all.reduce((sum, one) => sum + one.task.test.length, 0);
  const earlierReads = Math.max(0, ...searches.map(({ verdict }) => verdict?.earlierReads ?? 0));
  const { best, initial, simulated, limits: onDev = "met" } = last!;
  const winner = winnerOf(task.prompt, last!);
  // Answers to all rows show limits on answers; the prompt that is handed over, limits on prompts, and whether dev met them.
  const limited = task.limits && { limits: task.limits, initial: task.prompt, winner, onDev };
  const verdict = judgeVerdict(task, { initial: before, winner: after, rows, earlierReads }, limited);
  const [initialMessages, bestMessages] = [task.prompt.messages, winner.messages];
  const [prompt, messages] = isRecommended(verdict) ? [best, bestMessages] : [initial, initialMessages];
  return { folds, verdict, prompt, messages, best, bestMessages, initial, searches, simulated };
}

/** The best prompt of a search; the initial one where no other was scored on dev. */
function winnerOf(initial: Prompt, { best, candidates }: RunResult): Prompt {
  const found = candidates.find(({ text }) => text === best);
  return found === undefined ? initial : initial.withParts(found.parts);
}

/** What the initial prompt and the winner of a search did on its test rows: answers that the store has since the verdict. */
async function answersOf(
  parts: Omit<RunParts, "open">,
  result: RunResult,
): Promise<readonly [readonly Observation[], readonly Observation[]]> {
  const { task } = parts;
  if (task.test.length === 0) return [[], []];
  const winner = winnerOf(task.prompt, result);
  const { onEvent: _, ...quiet } = parts;
  const { path, tools } = wire({ ...quiet, settings: { ...parts.settings, budget: {} } }, () => undefined);
  const read = (prompt: Prompt): Promise<readonly Observation[]> =>
    tools.evaluate(prompt, task.test, { round: 0, phase: "verdict", budget: new CallBudget(Infinity) });
  try {
    return await Promise.all([read(task.prompt), read(winner)]);
  } finally {
    await path.close();
  }
}
