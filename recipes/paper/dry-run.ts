/** What a recipe would take on a named model: calls, tokens and money. Calls nobody. */
import { count } from "../../src/core/words.ts";
import { pricingOf } from "../../src/models/providers.ts";
import type { Priced } from "../../src/engine/prices.ts";
import { estimateCalls } from "../../src/run/estimate.ts";
import { table } from "../../src/report/table.ts";
import { dollars } from "../../src/report/words.ts";
import { callsOfTrial } from "./calls.ts";
import type { Options } from "./options.ts";
import type { Findings, Ready, Recipe } from "./recipe.ts";
import { settingsFor } from "./settings.ts";
import { simulated } from "./simulated/model.ts";

interface Line {
  readonly name: string;
  readonly trials: number;
  readonly calls: number;
  readonly tokens: { readonly input: number; readonly output: number };
  /** Absent when a price is unknown. */
  readonly usd?: number;
}

export function dryRun(recipe: Recipe, options: Options, { task }: Ready): Findings {
  const trials = options.trials ?? recipe.trials;
  const models = { task: named(options.model), optimizer: named(options.optimizer) };
  const lines = recipe.contenders.map(({ name, set }): Line => {
    const settings = settingsFor(options, set, options.seed);
    const { answering, writing } = (recipe.calls ?? callsOfTrial)(task, settings, options);
    const all = { answering: trials * answering, writing: trials * writing };
    // The least: prompts as they are, and answers without thoughts.
    const { calls, tokens, usd } = estimateCalls(task, [task.prompt], settings, models, all);
    const { input, output } = tokens;
    return {
      name,
      trials,
      calls: calls.least,
      tokens: { input: input.least, output: output.least },
      ...(usd && { usd: usd.least }),
    };
  });
  const total = sum(lines);
  const shown = lines.length === 1 ? lines : [...lines, total];
  return {
    lines: [
      ...table(
        ["", "trials", "calls", "tokens in", "tokens out", "money"],
        shown.map(({ name, trials: number, calls, tokens, usd }) => [
          name,
          count(number),
          count(calls),
          count(tokens.input),
          count(tokens.output),
          usd === undefined ? "unknown" : dollars(usd),
        ]),
      ),
      "Planned calls; what is known already is free, so runs take fewer. Tokens are guesses, without those of reasoning.",
      ...(total.usd === undefined ? [`The price of ${options.model} or ${options.optimizer} is not known.`] : []),
    ],
    data: { models: { task: options.model, optimizer: options.optimizer }, contenders: lines, total },
  };
}

/** A model that is not made: nothing is asked of it. */
function named(id: string): Priced {
  return { id, pricing: pricingOf(id, [simulated]) };
}

function sum(lines: readonly Line[]): Line {
  const over = (read: (line: Line) => number): number => lines.reduce((all, line) => all + read(line), 0);
  const known = lines.every(({ usd }) => usd !== undefined);
  return {
    name: "in all",
    trials: over(({ trials }) => trials),
    calls: over(({ calls }) => calls),
    tokens: { input: over(({ tokens }) => tokens.input), output: over(({ tokens }) => tokens.output) },
    ...(known && { usd: over(({ usd }) => usd ?? 0) }),
  };
}
