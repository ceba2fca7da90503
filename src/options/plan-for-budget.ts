/**
 * The plan for a budget: what a run does with so many calls where options are left open. This file is the whole rule;
 * docs/budget.md says why it is so, and what was tried.
 */
import { planCalls, type PlannedRows } from "../core/methods/plan-calls.ts";
import type { BudgetPlan, PlannedOption } from "./budget-plan.ts";
import { PRESETS } from "./presets.ts";
import type { Settings } from "./settings.ts";

/** Rows of dev and of test that are used at least, where there are as many. */
const LEAST_ROWS = 30;
/** Of the calls, the share that the verdict takes: both prompts on the test rows. */
const VERDICT_SHARE = 0.2;
/** Rows of dev for each call. */
const DEV_SHARE = 0.04;
/** Below so many calls the headroom's would be more than one in twenty: `check --live` measures it before a run. */
const HEADROOM_FROM = 1500;
/** Below so many calls, a round looks at fewer rows. */
const WIDE_MINIBATCH_FROM = 1500;
/** A second parent doubles the price of a round: only a search of many rounds has calls for it. */
const SECOND_PARENT_FROM = 4000;
/**
 * Below so many calls ProTeGi has a handful of rounds. The agent loop has three times as many, since it asks one request a
 * round and tries no candidate before it goes on.
 */
const LOOP_BELOW = 600;
/** Rounds from which on every method takes as many calls for each. */
const MANY = 10;
/** A round may turn out cheaper than planned: known answers are free. */
const MORE_ROUNDS = 2;

/**
 * The plan for so many calls.
 * @param open the options that a user left open
 * @param rows of dev and test that there are
 * @param taskIsSmall whether the task model is: ProTeGi tries short forms of the prompt first, which suit it best
 */
export function planForBudget(
  calls: number,
  settings: Settings,
  open: readonly PlannedOption[],
  rows: PlannedRows & { readonly callsPerCell: number },
  taskIsSmall = false,
): BudgetPlan {
  const { repeats = 1 } = rows;
  const cells = calls / rows.callsPerCell;
  const isOpen = (option: PlannedOption): boolean => open.includes(option);
  const search = {
    ...(calls < LOOP_BELOW && !taskIsSmall && isOpen("search.method") && { method: "agent-loop" as const }),
    ...(isOpen("search.beamWidth") && { beamWidth: calls < SECOND_PARENT_FROM ? 1 : 2 }),
    ...(isOpen("search.minibatchSize") && { minibatchSize: calls < WIDE_MINIBATCH_FROM ? 16 : 32 }),
    ...(isOpen("search.paraphrasesPerPrompt") && { paraphrasesPerPrompt: 1 }),
    ...(isOpen("search.headroom") && { headroom: calls >= HEADROOM_FROM }),
  };
  const selection = isOpen("selection.perCandidate") ? { perCandidate: evaluationsFor(calls) } : {};
  const used = {
    dev: isOpen("splits.maxDev") ? rowsFor((DEV_SHARE * cells) / repeats, rows.dev) : rows.dev,
    test: isOpen("splits.maxTest") ? rowsFor(((VERDICT_SHARE / 2) * cells) / repeats, rows.test) : rows.test,
  };
  const filled = {
    ...settings,
    search: { ...settings.search, ...search },
    selection: { ...settings.selection, ...selection },
  };
  const rounds = roundsIn(calls, filled, { ...rows, ...used, taskIsSmall });
  return {
    calls,
    search: { ...search, ...(isOpen("search.rounds") && { rounds: MORE_ROUNDS * rounds }) },
    selection,
    rows: used,
    rounds,
  };
}

/** Evaluations of a candidate: with fewer, more rounds; with more, a surer choice in each. */
function evaluationsFor(calls: number): number {
  return Math.min(24, Math.round(8 + calls / 500));
}

function rowsFor(wanted: number, available: number): number {
  return Math.min(available, Math.max(LEAST_ROWS, Math.round(wanted)));
}

/** About how many rounds of this method fit. */
function roundsIn(
  calls: number,
  { search, selection }: Settings,
  rows: PlannedRows & { readonly callsPerCell: number },
): number {
  const budgetFor = (candidates: number): number => selection.budget ?? selection.perCandidate * candidates;
  const planned = (rounds: number): number => planCalls({ ...search, rounds }, rows, budgetFor).total;
  const [some, more] = [planned(MANY), planned(2 * MANY)];
  const each = (more - some) / MANY;
  return each === 0 ? 1 : Math.max(1, Math.round(MANY + (calls - some) / each));
}

/** The settings with what a plan decides. */
export function withPlan(settings: Settings, plan: BudgetPlan): Settings {
  return {
    ...settings,
    search: { ...settings.search, ...plan.search },
    selection: { ...settings.selection, ...plan.selection },
    plan,
  };
}

/** The settings as they were before a plan: what it decided is the preset's. */
export function withoutPlan({ plan, ...settings }: Settings): Settings {
  if (plan === undefined) return settings;
  const { search, selection } = PRESETS[settings.preset];
  return {
    ...settings,
    search: { ...settings.search, ...only(search, Object.keys(plan.search)) },
    selection: { ...settings.selection, ...only(selection, Object.keys(plan.selection)) },
  };
}

/** What is left of a plan where only these options are open. */
export function openPart(
  plan: BudgetPlan,
  open: readonly PlannedOption[],
  rows: { readonly dev: number; readonly test: number },
): BudgetPlan {
  const names = (group: string): string[] =>
    open.filter((path) => path.startsWith(`${group}.`)).map((path) => path.slice(group.length + 1));
  return {
    ...plan,
    search: only(plan.search, names("search")),
    selection: only(plan.selection, names("selection")),
    rows: {
      dev: open.includes("splits.maxDev") ? plan.rows.dev : rows.dev,
      test: open.includes("splits.maxTest") ? plan.rows.test : rows.test,
    },
  };
}

function only<T extends object>(group: T, names: readonly string[]): Partial<T> {
  return Object.fromEntries(Object.entries(group).filter(([name]) => names.includes(name))) as Partial<T>;
}
