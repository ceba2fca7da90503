/** The model ablation: the initial prompt and the one found with `--model`, answered by other task models. */
import type { Model } from "../../src/core/model.ts";
import { DIFFERENCES, SCORES, type Interval } from "../../src/core/stats/interval.ts";
import { meanInterval, type MeanInterval } from "../../src/core/stats/mean-interval.ts";
import { table } from "../../src/report/table.ts";
import { counted, score } from "../../src/core/values/words.ts";
import { withError, withHalf } from "./figures.ts";
import { modelsOf } from "./options.ts";
import type { Session, Findings, Ready, Recipe } from "./recipe.ts";
import { runTrialsOf } from "./run-trials-of.ts";
import { readTest } from "./scores.ts";
import { settingsFor } from "./settings.ts";

interface Row {
  readonly model: string;
  readonly initial: number;
  readonly found: MeanInterval;
  readonly gain: MeanInterval;
}

export async function compareModels(recipe: Recipe, session: Session, ready: Ready): Promise<Findings> {
  const { task } = ready;
  const settings = settingsFor(session.options, {}, session.options.seed);
  // What cannot be opened is said before anything is spent.
  const others: Model[] = [];
  for (const name of modelsOf(session.options)) others.push(await session.open(name));
  const trials = await runTrialsOf(recipe, session, ready);
  const found = trials.map(({ trial }) => task.prompt.withParts(trial.result.candidates[0]!.parts));
  const prompts = [task.prompt, ...found];
  const rows: Row[] = [];
  for (const model of others) {
    const [initial, ...scores] = await readTest(session, { task: model, optimizer: model }, ready, settings, prompts);
    await model.close?.();
    const over = (bounds: Interval, read: (accuracy: number) => number): MeanInterval =>
      meanInterval(
        scores.map(({ accuracy }) => read(accuracy)),
        0.95,
        bounds,
      );
    rows.push({
      model: model.id,
      initial: initial!.accuracy,
      found: over(SCORES, (accuracy) => accuracy),
      gain: over(DIFFERENCES, (accuracy) => accuracy - initial!.accuracy),
    });
  }
  return {
    lines: [
      `The prompts were found with ${session.options.model}; accuracy on the test rows, over ${counted(trials.length, "trial")}.`,
      ...table(
        ["task model", "initial prompt", "prompt found (s.e.)", "gain", "paper"],
        rows.map(({ model, initial, found, gain }) => [model, score(initial), withError(found), withHalf(gain), "-"]),
      ),
    ],
    data: { rows },
  };
}
