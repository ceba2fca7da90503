/** What a recipe would take on a named model: calls, tokens and money, by the estimate that `protegi check` shows. Calls nobody. */
import { count, counted } from "../../src/core/values/words.ts";
import type { Task } from "../../src/core/task.ts";
import { pricingOf } from "../../src/models/providers.ts";
import type { Priced } from "../../src/engine/spending/prices.ts";
import type { Settings } from "../../src/options/settings.ts";
import { estimateCalls, estimateRun, type CostEstimate } from "../../src/run/estimate.ts";
import { sumEstimates, type SummedEstimate } from "../../src/run/sum-estimates.ts";
import { table } from "../../src/report/table.ts";
import { between, dollars, short } from "../../src/report/words.ts";
import { readLastBeam } from "./calls.ts";
import type { Options } from "./options.ts";
import type { Findings, Ready, Recipe } from "./recipe.ts";
import { settingsFor } from "./settings.ts";
import { simulated } from "./simulated/model.ts";

interface Line {
  readonly name: string;
  readonly trials: number;
  /** One search, as `protegi check` estimates it. */
  readonly search: CostEstimate;
  /** All trials: their searches, and the prompts that are read on the test rows after each. */
  readonly all: SummedEstimate;
}

export function dryRun(recipe: Recipe, options: Options, { task }: Ready): Findings {
  const trials = options.trials ?? recipe.trials;
  const lines = recipe.contenders.map(({ name, set }): Line => {
    const settings = settingsFor(options, set, options.seed);
    const search = searchOf(recipe, task, settings, options);
    return {
      name,
      trials,
      search,
      all: sumEstimates([[trials, search], ...readingsOf(recipe, task, settings, options, trials)]),
    };
  });
  const total = sumEstimates(lines.map(({ all }) => [1, all]));
  const searches = lines.reduce((sum, line) => sum + line.trials, 0);
  const totalRow = lines.length === 1 ? [] : [["in all", count(searches), ...cellsOf(total)]];
  return {
    lines: [
      "One search, as `protegi check` estimates it:",
      ...table(
        ["", "calls", "tokens in", "tokens out", "money"],
        lines.map(({ name, search }) => [name, ...cellsOf(search)]),
      ),
      "",
      `${counted(searches, "search", "searches")}, and what is read of them on the test rows:`,
      ...table(
        ["", "trials", "calls", "tokens in", "tokens out", "money"],
        [...lines.map(({ name, trials: number, all }) => [name, count(number), ...cellsOf(all)]), ...totalRow],
      ),
      "What is known already is free, so runs take fewer calls. Tokens are guesses; the upper end has those of reasoning.",
      ...(total.usd === undefined ? [`The price of ${options.model} or ${options.optimizer} is not known.`] : []),
    ],
    data: { models: { task: options.model, optimizer: options.optimizer }, contenders: lines, total },
  };
}

function searchOf({ calls }: Recipe, task: Task, settings: Settings, options: Options): CostEstimate {
  const models = modelsFor(options);
  return calls === undefined
    ? estimateRun(task, settings, models)
    : estimateCalls(task, [task.prompt], settings, models, calls(settings));
}

function readingsOf(
  { calls, readings = calls === undefined ? readLastBeam : undefined }: Recipe,
  task: Task,
  settings: Settings,
  options: Options,
  trials: number,
): [number, SummedEstimate][] {
  return (readings?.(task, settings, options) ?? []).map(({ model, answers: { least, most } }) => {
    const models = modelsFor({ ...options, model });
    const [fewest, highest] = [least, most].map((answering) => ({ answering, writing: 0 }));
    return [trials, estimateCalls(task, [task.prompt], settings, models, fewest!, highest)];
  });
}

function cellsOf({ calls, tokens, usd }: SummedEstimate): string[] {
  return [
    between(calls, count),
    between(tokens.input, short),
    between(tokens.output, short),
    usd === undefined ? "unknown" : between(usd, dollars),
  ];
}

function modelsFor({ model, optimizer }: Options): { readonly task: Priced; readonly optimizer: Priced } {
  return { task: named(model), optimizer: named(optimizer) };
}

/** A model that is not made: nothing is asked of it. */
function named(id: string): Priced {
  return { id, pricing: pricingOf(id, [simulated]) };
}
