/** The model ablation: the initial prompt and the one found with `--model`, answered by other task models. */
import { meanInterval, type MeanInterval } from "../../src/core/stats/mean-interval.ts";
import { table } from "../../src/report/table.ts";
import { counted, score } from "../../src/report/words.ts";
import { withError, withHalf } from "./figures.ts";
import { modelsOf } from "./options.ts";
import type { Bench, Findings, Ready, Recipe } from "./recipe.ts";
import { runTrialsOf } from "./run-trials-of.ts";
import { readTest } from "./scores.ts";
import { settingsFor } from "./settings.ts";

interface Row {
  readonly model: string;
  readonly initial: number;
  readonly found: MeanInterval;
  readonly gain: MeanInterval;
}

export async function compareModels(recipe: Recipe, bench: Bench, ready: Ready): Promise<Findings> {
  const { task } = ready;
  const settings = settingsFor(bench.options, {}, bench.options.seed);
  const trials = await runTrialsOf(recipe, bench, ready);
  const rows: Row[] = [];
  for (const name of modelsOf(bench.options)) {
    const model = await bench.open(name);
    const models = { task: model, optimizer: model };
    const found = trials.map(({ trial }) => task.prompt.withSection(trial.result.candidates[0]!.section));
    const [initial, ...scores] = await readTest(bench, models, task, settings, [task.prompt, ...found]);
    rows.push({
      model: name,
      initial: initial!.accuracy,
      found: meanInterval(scores.map(({ accuracy }) => accuracy)),
      gain: meanInterval(scores.map(({ accuracy }) => accuracy - initial!.accuracy)),
    });
  }
  return {
    lines: [
      `The prompts were found with ${bench.options.model}; accuracy on the test rows, over ${counted(trials.length, "trial")}.`,
      ...table(
        ["task model", "initial prompt", "prompt found (s.e.)", "gain", "paper"],
        rows.map(({ model, initial, found, gain }) => [
          model,
          score(initial),
          withError(found),
          withHalf(gain),
          "-",
        ]),
      ),
    ],
    data: { rows },
  };
}
