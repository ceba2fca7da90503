/** All recipes by name: the one table that another is added to. */
import { compare, compareByBudget, compareByRound } from "./compare.ts";
import { ABLATION, BASELINES, FIRST_SELECTORS, ONE_ROUND, PROTEGI, SELECTION, TABLE5 } from "./contenders.ts";
import { callsOfStep, readCurve, readModels } from "./calls.ts";
import { firstRound } from "./first-round.ts";
import { firstStep } from "./first-step.ts";
import { compareModels } from "./model-ablation.ts";
import type { Recipe } from "./recipe.ts";
import { tasks } from "./tasks/index.ts";

/** As many as in Table 5, and as many as elsewhere in the paper. */
const TRIALS = { table5: 12, others: 3 };

const GAINS = "The paper reports up to 31% over the initial prompt, and 4 to 8% over the baselines on average.";

const table5 = { contenders: TABLE5, trials: TRIALS.table5, reported: GAINS, run: compare };

export const recipes: Readonly<Record<string, Recipe>> = {
  ...Object.fromEntries(
    Object.values(tasks).map(({ name, about }): [string, Recipe] => [
      name,
      { ...table5, tasks: [name], about: `Table 5 for one task: ${about}; ProTeGi and Monte Carlo, 12 trials` },
    ]),
  ),
  table5: { ...table5, tasks: Object.keys(tasks), about: "Table 5: the same for all tasks whose data is there" },
  baselines: {
    about: "ProTeGi next to Monte Carlo, phrase edits and an agent loop",
    reported: GAINS,
    contenders: BASELINES,
    trials: TRIALS.others,
    run: compare,
  },
  ablation: {
    about: "what beam and iteration bring: a beam, greedy, no iteration",
    contenders: ABLATION,
    trials: TRIALS.others,
    run: compare,
  },
  selectors: {
    about: "selectors at 25 and 50 evaluations per candidate",
    contenders: SELECTION,
    trials: TRIALS.others,
    run: compareByBudget,
  },
  curve: {
    about: "learning curve: score on the test rows after each round",
    contenders: PROTEGI,
    trials: TRIALS.others,
    readings: readCurve,
    run: compareByRound,
  },
  models: {
    about: "the same prompts with other task models",
    contenders: PROTEGI,
    trials: TRIALS.others,
    readings: readModels,
    run: compareModels,
  },
  "first-step": {
    about: "first experiment: gradients and edits on one minibatch with known errors",
    contenders: PROTEGI,
    trials: 1,
    calls: callsOfStep,
    run: firstStep,
  },
  "first-round": {
    about: "second experiment: one round of beam search",
    contenders: ONE_ROUND,
    trials: 1,
    run: firstRound,
  },
  "first-selectors": {
    about: "third experiment: UCB against Successive Rejects on a small data set",
    contenders: FIRST_SELECTORS,
    trials: TRIALS.others,
    most: 200,
    run: compare,
  },
};
