/** Wires the parts of a run: its plan, its request path, its tools. */
import { UsageError } from "../core/errors.ts";
import type { RunEvent } from "../core/events.ts";
import { callsOn } from "../core/evaluation/extra-calls.ts";
import type { Model, Models } from "../core/model.ts";
import { Watch } from "../core/futility/watch.ts";
import { planCalls, type Plan, type PlannedRows } from "../core/methods/plan-calls.ts";
import { bothOf } from "../core/evaluation/recorder.ts";
import { roomIn } from "../core/limits/room.ts";
import { createTools, type ToolsOptions } from "../core/run-tools.ts";
import { selectorOf } from "../core/selection/index.ts";
import type { Task } from "../core/task.ts";
import type { Tools } from "../core/tools.ts";
import type { RequestPathOptions } from "../engine/path-options.ts";
import { requirePrice } from "../engine/path-parts.ts";
import { createRequestPath, type RequestPath } from "../engine/request-path.ts";
import type { PlannedOption } from "../options/budget-plan.ts";
import type { Settings } from "../options/settings.ts";
import { isSmall, readerOf } from "./reader.ts";
import { storingRecorder, type StoringRecorder } from "./recorder.ts";
import type { RunRecord, Store } from "../stores/store.ts";

/** Everything a run needs, wired. */
export interface RunParts {
  readonly task: Task;
  readonly models: Models;
  readonly settings: Settings;
  readonly store: Store;
  /** Gradients of earlier runs that are shown to the optimizer model; default none. */
  readonly lessons?: readonly string[];
  /** Options that the plan for the budget decides; default none. */
  readonly open?: readonly PlannedOption[];
  /** Start from the beginning, without the answers of earlier runs. */
  readonly fresh?: boolean;
  /** Read the test rows even when no new prompt was written, as comparisons of runs need. Default: false. */
  readonly alwaysJudge?: boolean;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  /** Takes why a call got no answer after all its attempts. */
  readonly onLost?: RequestPathOptions["onLost"];
}

/** Evaluations of one selection, given the number of candidates. */
function evaluationsFor({ budget, perCandidate }: Settings["selection"]): (candidates: number) => number {
  return (candidates) => budget ?? perCandidate * candidates;
}

/** The calls that a run with these settings plans; of rounds that a budget decides, those that it is likely to hold. */
export function planRun(task: Task, settings: Settings, models?: { readonly task: Pick<Model, "parameters"> }): Plan {
  const { search, plan } = settings;
  const rounds = Math.min(search.rounds, plan?.rounds ?? Infinity);
  const taskIsSmall = models !== undefined && isSmall(models.task);
  return planCalls({ ...search, rounds }, { ...plannedRows(task), taskIsSmall }, evaluationsFor(settings.selection));
}

/** The rows of a task that its calls follow from. */
export function plannedRows({ dev, test, protected: rows = [], callsPerCell, limits, repeats }: Task): PlannedRows & {
  readonly callsPerCell: number;
} {
  return {
    dev: dev.length,
    test: test.length,
    callsPerCell,
    ...(rows.length > 0 && { protected: rows.length }),
    ...(limits && { limited: true }),
    ...(repeats !== undefined && { repeats }),
  };
}

/**
 * @param searches how many searches share the caps of the config, so that messages name the whole; default 1
 * @throws UsageError when the budget of calls holds no verdict and no first round, or a cap on money meets an unknown price
 */
export function checkBudget(task: Task, settings: Settings, models: Models, searches = 1): void {
  for (const model of Object.values(models)) requirePrice(model, settings);
  const { calls = Infinity } = settings.budget;
  const { repeats = 1 } = task;
  const forVerdict = 2 * callsOn(repeats * task.test.length, task);
  const { headroom } = planRun(task, settings);
  const forProtected = 2 * (task.protected?.length ?? 0);
  const answers =
    Math.max(0, headroom - 1) + settings.search.minibatchSize + repeats * (task.dev.length + forProtected);
  const least = forVerdict + Math.min(1, headroom) + callsOn(answers, task);
  if (calls >= least) return;
  throw new UsageError(
    "budget.calls",
    searches === 1
      ? `${calls} calls are too few: the verdict alone needs ${forVerdict}`
      : `${calls} calls for each of ${searches} searches are too few: one needs ${least}`,
    searches === 1
      ? `Allow at least ${least}, or make the test split smaller (splits.maxTest).`
      : `Allow at least ${least * searches} in all, or give fewer rows.`,
  );
}

/** The request path and the method's tools of one run. */
export interface Wired {
  readonly path: RequestPath;
  readonly tools: Tools;
  /** What stores outcomes and exchanges; absent where there is no record of a run. */
  readonly recorder: StoringRecorder | undefined;
  /** Sees everything that the models reply. */
  readonly watch: Watch;
}

/**
 * Wires one run.
 * @param record of a run that ends with a verdict: its answers are stored under its name, its outcomes and exchanges too, and caps keep the cost of dev and of the verdict back
 */
export function wire(
  parts: RunParts,
  report: (event: RunEvent) => void,
  record?: RunRecord,
  checkpoint?: Tools["checkpoint"],
): Wired {
  const { task, models, settings, store, signal } = parts;
  const { requests, budget } = settings;
  const path = createRequestPath({
    models,
    store,
    budget,
    prices: settings.prices,
    ...(task.placeOf && { placeOf: task.placeOf }),
    ...requests,
    ...(record && { salt: record.salt, runId: record.id, ...finalCalls(task, settings) }),
    ...(signal && { signal }),
    ...(parts.onLost && { onLost: parts.onLost }),
    onNotice: (text) => report({ type: "notice", text }),
    onSpending: (spending) => parts.onEvent?.({ type: "spending", spending }),
  });
  const options = toolsOptions(task, settings, models);
  const { lessons = [] } = parts;
  const recorder = record && storingRecorder(parts, record);
  const watch = new Watch(task);
  const asking = { ...options.asking, lessons };
  const tools = createTools(
    task,
    path.call,
    report,
    { ...options, asking, ...(checkpoint && { checkpoint }) },
    recorder === undefined ? watch : bothOf(watch, recorder),
  );
  return { path, tools, recorder, watch };
}

/** The calls that a run ends with, whatever cut its search short. */
function finalCalls(
  task: Task,
  settings: Settings,
): Required<Pick<RequestPathOptions, "devCalls" | "verdictCalls" | "judgeCalls">> {
  const { dev, protecting = 0, verdict } = planRun(task, { ...settings, search: { ...settings.search, patience: 0 } });
  return { devCalls: dev + protecting, verdictCalls: verdict, judgeCalls: task.callsPerCell - 1 };
}

/** How the method's tools are set up by these settings. */
export function toolsOptions(task: Task, settings: Settings, models: Models): ToolsOptions {
  const { search, selection, instructions } = settings;
  const selector = selectorOf(selection.selector);
  const { maxOutputTokens } = settings.requests;
  const maxLength = Math.max(
    search.maxLength,
    ...task.prompt.parts.map(({ kind, text }) => (kind === "examples" ? 0 : 2 * text.length)),
  );
  return {
    evaluation: { temperature: search.temperature, maxOutputTokens, ...(models.task.weighs && { weighs: true }) },
    asking: {
      instructions,
      temperature: search.optimizerTemperature,
      maxOutputTokens,
      json: models.optimizer.holds.json && !isSmall(models.optimizer),
      // The writer is asked for what the limits allow.
      maxLength: roomIn(task.prompt, task.limits, maxLength),
      rowLength: search.rowLength,
      reader: readerOf(models.task, task.format),
    },
    contract: { maxLength, maxCopiedWords: search.maxCopiedWords },
    taskIsSmall: isSmall(models.task),
    selection: {
      name: selector.name,
      selector: selector.create(selection),
      budgetFor: evaluationsFor(selection),
    },
  };
}
