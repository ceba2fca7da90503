/** One run from wired parts to its result: search, verdict, record. */
import { CallBudget } from "./core/budget.ts";
import type { Candidate, Origin } from "./core/candidate.ts";
import { AbortedError, BudgetError, UsageError } from "./core/errors.ts";
import type { Cost, RunEvent, Spending, StopReason } from "./core/events.ts";
import { measureHeadroom, type Headroom } from "./core/headroom.ts";
import type { Model, Role } from "./core/model.ts";
import { protegi } from "./core/optimizers/protegi.ts";
import { planCalls, type Plan } from "./core/plan.ts";
import { rng } from "./core/rng.ts";
import { createTools } from "./core/run-tools.ts";
import { selectors } from "./core/selection/index.ts";
import type { Estimate } from "./core/stats/estimate.ts";
import type { Task } from "./core/task.ts";
import type { Tools } from "./core/tools.ts";
import { judgeVerdict, type Verdict } from "./core/verdict.ts";
import { createRequestPath, type RequestPath } from "./engine/request-path.ts";
import { eventLog } from "./event-log.ts";
import type { Settings } from "./options.ts";
import { beginRun } from "./run-record.ts";
import type { RunRecord, Store } from "./stores/store.ts";

/** Everything a run needs, wired. */
export interface RunParts {
  readonly task: Task;
  readonly models: Readonly<Record<Role, Model>>;
  readonly settings: Settings;
  readonly store: Store;
  /** Begin anew, without the answers of earlier runs. */
  readonly fresh?: boolean;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

/** A candidate that was scored on the dev split. */
export interface RankedPrompt {
  readonly id: string;
  readonly text: string;
  readonly section: string;
  readonly origin: Origin;
  readonly dev: Estimate;
  /** The round in which it was written; 0 for the initial prompt. */
  readonly round: number;
}

export interface RunResult {
  readonly runId: string;
  /** Whether it went on from a run that was cut off. */
  readonly resumed: boolean;
  /** What we recommend: the best prompt found when the verdict is `better`, the initial one otherwise. */
  readonly prompt: string;
  /** The best prompt found, by the dev split. */
  readonly best: string;
  readonly initial: string;
  /** Absent when the budget ended before the test rows could be read. */
  readonly verdict: Verdict | undefined;
  readonly stopped: StopReason;
  /** Candidates scored on the dev split, best first. */
  readonly candidates: readonly RankedPrompt[];
  readonly cost: Spending;
  /** The same by the id of the prompt that was tested or improved. */
  readonly costByPrompt: Readonly<Record<string, Cost>>;
  /** Calls planned at most. */
  readonly plan: Plan;
  /** Whether a simulated model answered, so that the figures say nothing about a real one. */
  readonly simulated: boolean;
}

/** Evaluations of one selection, given the number of candidates. */
export function evaluationsFor({ budget, perCandidate }: Settings["selection"]): (candidates: number) => number {
  return (candidates) => budget ?? perCandidate * candidates;
}

/** The calls of a run with these settings, at most. */
export function planRun(task: Task, settings: Settings): Plan {
  return planCalls(settings.search, { dev: task.dev.length, test: task.test.length }, evaluationsFor(settings.selection));
}

/** @throws UsageError when the budget of calls holds no verdict and no first round */
export function checkBudget(task: Task, settings: Settings): void {
  const { calls = Infinity } = settings.budget;
  const forVerdict = 2 * task.test.length;
  const least = forVerdict + planRun(task, settings).headroom + settings.search.minibatchSize + task.dev.length;
  if (calls >= least) return;
  throw new UsageError("budget.calls", `${calls} calls are too few: the verdict alone takes ${forVerdict}`, `Allow at least ${least}, or make the test split smaller (splits.maxTest).`);
}

/**
 * The request path and the method's tools of one run.
 * @param record of a run that ends with a verdict: its answers are stored under its name, and caps keep the verdict's cost back
 */
export function wire(parts: RunParts, report: (event: RunEvent) => void, record?: RunRecord): { path: RequestPath; tools: Tools } {
  const { task, models, settings, store, signal } = parts;
  const { search, selection, requests, budget } = settings;
  const maxLength = Math.max(search.maxLength, 2 * task.prompt.section.length);
  const { maxOutputTokens } = requests;
  const path = createRequestPath({
    models,
    store,
    budget,
    prices: settings.prices,
    ...requests,
    ...(record && { salt: record.salt, runId: record.id, verdictCalls: 2 * task.test.length }),
    ...(signal && { signal }),
    onNotice: (text) => report({ type: "notice", text }),
    onSpending: (spending) => parts.onEvent?.({ type: "spending", spending }),
  });
  const tools = createTools(task, path.call, report, {
    evaluation: { temperature: search.temperature, maxOutputTokens },
    asking: { instructions: settings.instructions, temperature: search.optimizerTemperature, maxOutputTokens, json: models.optimizer.holds.json, maxLength },
    contract: { maxLength, maxCopiedWords: search.maxCopiedWords },
    selection: { name: selection.selector, selector: selectors[selection.selector](selection), budgetFor: evaluationsFor(selection) },
    candidatesOf: (parents) => parents * (1 + search.maxSuccessors),
  });
  return { path, tools };
}

/**
 * Searches for a better prompt and judges the best one found on the test rows.
 * @throws UsageError before any call when the caps cannot hold a run; AbortedError when the signal says so;
 *   ModelError when the model refuses for good. What arrived is in the store: the same run goes on from there.
 */
export async function run(parts: RunParts): Promise<RunResult> {
  const { task, settings, store } = parts;
  const plan = planRun(task, settings);
  checkBudget(task, settings);
  const budget = new CallBudget(settings.budget.calls ?? Infinity);
  const forVerdict = budget.reserve(2 * task.test.length);
  const { record, resumed, earlierReads } = await beginRun(store, task, parts.models, settings, parts.fresh ?? false);
  const log = eventLog(store, record.id, parts.onEvent ?? (() => undefined));
  const { path, tools } = wire(parts, log.report, record);
  const simulated = Object.values(parts.models).some(({ id }) => id.startsWith("sim:"));
  const rows = { train: task.train.length, dev: task.dev.length, test: task.test.length };

  async function end(status: "finished" | "stopped" | "failed", message: string, result?: RunResult): Promise<void> {
    log.report({ type: "spending", spending: path.spending() });
    log.report({ type: "run-ended", status, message });
    await path.close();
    await log.flush();
    await store.updateRun(record.id, { status, endedAt: new Date().toISOString(), ...(result && { result: { ...result } }) });
  }

  try {
    log.report({ type: "run-started", runId: record.id, resumed, prompt: task.prompt.id, text: task.prompt.text, rows, maxCalls: Math.min(plan.total, settings.budget.calls ?? Infinity), simulated });
    if (settings.search.headroom) {
      log.report({ type: "phase", round: 0, phase: "headroom" });
      const headroom = await headroomOf(tools, settings, budget);
      if (headroom !== undefined) log.report({ type: "headroom", headroom });
    }
    const found = await protegi(settings.search)(tools, budget, rng(settings.seed));
    log.report({ type: "search-ended", reason: found.reason, best: found.best.prompt.id, foundInRound: found.best.round });

    await store.updateRun(record.id, { readTest: true });
    const verdict = await readTest(tools, found.best, forVerdict, found.rounds, earlierReads);
    if (verdict !== undefined) log.report({ type: "verdict", verdict });
    const result: RunResult = {
      runId: record.id,
      resumed,
      prompt: verdict?.word === "better" ? found.best.prompt.text : task.prompt.text,
      best: found.best.prompt.text,
      initial: task.prompt.text,
      verdict,
      stopped: found.reason,
      candidates: found.ranked.map(({ candidate: { prompt, origin, round }, dev }) => ({ id: prompt.id, text: prompt.text, section: prompt.section, origin, dev, round })),
      cost: path.spending(),
      costByPrompt: path.costByPrompt(),
      plan,
      simulated,
    };
    if (verdict === undefined) await end("stopped", "The budget ended before the verdict.", result);
    else await end("finished", `Verdict: ${verdict.word}.`, result);
    return result;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // The run's own error matters more than one met while recording it.
    await end(error instanceof AbortedError ? "stopped" : "failed", message).catch(() => undefined);
    throw error;
  }
}

/** Whether there is a gain to be had; undefined when a cap on money, tokens or time ended it. */
export async function headroomOf(tools: Tools, { search, seed }: Settings, budget: CallBudget): Promise<Headroom | undefined> {
  try {
    return await measureHeadroom(tools, search.minibatchSize, budget, rng(seed).fork("round 1"));
  } catch (error) {
    if (error instanceof BudgetError) return undefined;
    throw error;
  }
}

/** p0 and the winner on the test rows; undefined when a cap on money, tokens or time ended it. */
async function readTest(tools: Tools, best: Candidate, budget: CallBudget, round: number, earlierReads: number): Promise<Verdict | undefined> {
  const { task } = tools;
  tools.report({ type: "phase", round, phase: "verdict" });
  const halves = [task.prompt, best.prompt].map((prompt) => ({ prompt, budget: budget.reserve(task.test.length) }));
  try {
    const [initial, winner] = await Promise.all(
      halves.map((half) => tools.evaluate(half.prompt, task.test, { round, phase: "verdict", budget: half.budget })),
    );
    return judgeVerdict(task.metric, initial!, winner!, task.test.length, earlierReads);
  } catch (error) {
    if (error instanceof BudgetError) return undefined;
    throw error;
  }
}
