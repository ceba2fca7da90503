/** Plays one run of one method with one budget of calls, and says how good the prompt that it chose truly is. */
import { buildTask } from "../../src/jobs/task/build-task.ts";
import { CallBudget } from "../../src/core/budget.ts";
import { searchOf, type MethodName } from "../../src/core/methods/index.ts";
import type { StopReason } from "../../src/core/stop-reason.ts";
import { rng } from "../../src/core/rng.ts";
import { createTools } from "../../src/core/run-tools.ts";
import { openOptions } from "../../src/options/open-options.ts";
import { parseGroups, type GroupOptions } from "../../src/options/settings.ts";
import { planned } from "../../src/run/planned.ts";
import { headroomOf } from "../../src/run/search-and-judge.ts";
import { toolsOptions } from "../../src/run/wire.ts";
import { worldOf, type WorldName } from "./budget-worlds.ts";

/** Rows of the data; what is train, dev and test is up to the settings. */
const ROWS = 500;
/** A method by name, or what a run does where no method is set. */
export type Contender = MethodName | "default";

export interface Game {
  readonly world: WorldName;
  readonly seed: number;
  readonly method: Contender;
  /** All calls of the run, those of the verdict among them. */
  readonly calls: number;
  /** Options where they are not the default's. */
  readonly own?: GroupOptions;
}

export interface Played {
  /** True score of the prompt that dev chose, and of the initial one. */
  readonly score: number;
  readonly initial: number;
  /** Calls that the run made, the verdict's among them. */
  readonly used: number;
  readonly rounds: number;
  /** What ended the search. */
  readonly ended: StopReason["kind"];
}

export type Outcome = Game & { readonly played: Played };

export async function play({ world, seed, method, calls, own = {} }: Game): Promise<Played> {
  const { prompt, rows, model, metric, truth } = worldOf(world, seed, ROWS);
  const search = typeof own.search === "object" ? own.search : {};
  const groups = { ...own, search: { ...(method !== "default" && { method }), ...search }, budget: { calls }, seed };
  const given = parseGroups(groups);
  const { task, settings } = planned({
    task: buildTask({ prompt, examples: rows, label: "label", metric }, given.splits, () => undefined),
    models: { task: model, optimizer: model },
    settings: given,
    open: openOptions(groups, given),
  });
  const tools = createTools(
    task,
    (_, request) => model.generate(request),
    () => undefined,
    toolsOptions(task, settings, { task: model, optimizer: model }),
  );
  const budget = new CallBudget(calls);
  const forVerdict = budget.reserve(2 * task.test.length);
  if (settings.search.headroom) await headroomOf(tools, settings, budget);
  const { best, rounds, reason } = await searchOf(settings.search)(tools, budget, rng(seed));
  const trueScore = (candidate: typeof best.prompt): number => truth(candidate.parts[0]!.text);
  return {
    score: trueScore(best.prompt),
    initial: trueScore(task.prompt),
    used: budget.spent + (best.prompt.id === task.prompt.id ? 0 : forVerdict.left),
    rounds,
    ended: reason.kind,
  };
}
