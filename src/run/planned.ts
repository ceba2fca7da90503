/** A run as its budget allows it: options that are left open by the plan, and the rows of dev and test that it uses. */
import { apportion } from "../core/splitting/apportion.ts";
import type { Scope } from "../core/splitting/checks.ts";
import { byId, type Example } from "../core/example.ts";
import type { Task } from "../core/task.ts";
import type { BudgetPlan, PlannedOption } from "../options/budget-plan.ts";
import { openPart, planForBudget, withoutPlan, withPlan } from "../options/plan-for-budget.ts";
import type { Settings } from "../options/settings.ts";
import { estimateRun } from "./estimate.ts";
import { isSmall } from "./reader.ts";
import { plannedRows, type RunParts } from "./wire.ts";

type Planned = Pick<RunParts, "task" | "models" | "settings" | "open">;

/** Decides what is left open, where there is a cap; the same for the same options, caps and rows. */
export function planned<P extends Planned>(parts: P): P {
  return decided(parts, (task, settings) => {
    const calls = callsWithin(task, settings, parts.models);
    if (calls === Infinity) return undefined;
    return planFor(calls, parts, task, settings, parts.open ?? []);
  });
}

function planFor(
  calls: number,
  { models }: Planned,
  task: Task,
  settings: Settings,
  open: readonly PlannedOption[],
): BudgetPlan {
  return planForBudget(calls, settings, open, plannedRows(task), isSmall(models.task));
}

/**
 * Decides as a run did that goes on, whatever its cap is by now. Only what is set by now is no longer the plan's, and a higher cap
 * allows more rounds.
 */
export function plannedAs<P extends Planned>(parts: P, earlier: BudgetPlan | undefined): P {
  return decided(parts, (task, settings) => {
    if (earlier === undefined) return undefined;
    const { open = [] } = parts;
    const { search, ...kept } = openPart(earlier, open, rowsOf(task));
    if (search.rounds === undefined) return { ...kept, search };
    // The rounds of a method cannot be compared with those of another: it goes on with the one that it was begun with.
    const { method = settings.search.method } = search;
    const begun = { ...settings, search: { ...settings.search, method } };
    const now =
      parts.settings.plan &&
      planFor(
        parts.settings.plan.calls,
        parts,
        task,
        begun,
        open.filter((path) => path !== "search.method"),
      );
    const rounds = Math.max(search.rounds, now?.search.rounds ?? parts.settings.search.rounds);
    return { ...kept, rounds: Math.max(earlier.rounds, now?.rounds ?? 0), search: { ...search, rounds } };
  });
}

function decided<P extends Planned>(parts: P, decide: (task: Task, settings: Settings) => BudgetPlan | undefined): P {
  if (parts.open === undefined || parts.open.length === 0) return parts;
  const task = withAllRows(parts.task);
  const settings = withoutPlan(parts.settings);
  const plan = decide(task, settings);
  if (plan === undefined) return { ...parts, task, settings };
  return { ...parts, task: withRows(task, plan.rows), settings: withPlan(settings, plan) };
}

/** Plans that read the same test rows, as runs must that are compared: the fewest that one of them has. */
export function onSameTest<P extends Planned>(all: readonly P[]): readonly P[] {
  const test = Math.min(...all.map(({ task }) => task.test.length));
  return all.map((parts) => {
    const { plan } = parts.settings;
    if (plan === undefined || plan.rows.test === test) return parts;
    const rows = { ...plan.rows, test };
    return {
      ...parts,
      task: withRows(withAllRows(parts.task), rows),
      settings: { ...parts.settings, plan: { ...plan, rows } },
    };
  });
}

function rowsOf({ dev, test }: Task): BudgetPlan["rows"] {
  return { dev: dev.length, test: test.length };
}

/** The task with all rows of dev and test, whatever a plan takes of them. */
export function withAllRows(task: Task): Task {
  return { ...task, ...task.all };
}

/** The rows that a prompt is scored on. */
export function rowsOn(task: Task, scope: Scope): readonly Example[] {
  const { train, dev, test } = withAllRows(task);
  return scope === "all" ? [...train, ...dev, ...test] : { train, dev, test }[scope];
}

/** The task with so many rows of dev and test. */
function withRows(task: Task, { dev, test }: BudgetPlan["rows"]): Task {
  const all = { dev: task.dev, test: task.test };
  return { ...task, dev: firstOf(all.dev, dev, task), test: firstOf(all.test, test, task), all };
}

/** The first rows of each label by their ids, as many as keep its share, whatever the order given. */
function firstOf(rows: readonly Example[], count: number, { labelOf = () => "" }: Task): readonly Example[] {
  if (count >= rows.length) return rows;
  const sorted = rows.toSorted(byId);
  const strata = [...Map.groupBy(sorted, labelOf).values()];
  const sizes = strata.map(({ length }) => length);
  const parts = apportion(count, sizes, sizes);
  const taken = new Set(strata.flatMap((stratum, i) => stratum.slice(0, parts[i])));
  return rows.filter((row) => taken.has(row));
}

/**
 * The calls that the caps hold: of tokens and money by the middle of the estimate's range, of minutes by its slow end. These
 * three are guesses, so they never plan for more than a run without a cap takes. `Infinity` without a cap.
 */
function callsWithin(task: Task, settings: Settings, models: RunParts["models"]): number {
  const { calls = Infinity, tokens, usd, minutes } = settings.budget;
  if (tokens === undefined && usd === undefined && minutes === undefined) return calls;
  const run = estimateRun(task, { ...settings, budget: {} }, models);
  const { least, most } = run.calls;
  const middle = (low: number, high: number): number => Math.sqrt((low / least) * (high / most));
  const { input, output } = run.tokens;
  const held = [
    tokens === undefined ? Infinity : tokens / middle(input.least + output.least, input.most + output.most),
    usd === undefined || run.usd === undefined ? Infinity : usd / middle(run.usd.least, run.usd.most),
    minutes === undefined ? Infinity : (60 * minutes) / (run.seconds.most / most),
  ];
  return Math.min(calls, run.plan.total, ...held.filter((one) => !Number.isNaN(one)).map(Math.floor));
}
