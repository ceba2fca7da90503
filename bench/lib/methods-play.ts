/** Plays one method in one simulated world with one budget of calls: the score of what it found on rows that it never saw. */
import { buildTask } from "../../src/jobs/task/build-task.ts";
import { CallBudget } from "../../src/core/budget.ts";
import { methods, type MethodName } from "../../src/core/methods/index.ts";
import { rng } from "../../src/core/rng.ts";
import { createTools } from "../../src/core/run-tools.ts";
import { selectorOf } from "../../src/core/selection/index.ts";
import type { Tools } from "../../src/core/tools.ts";
import type { SearchOptions } from "../../src/options/groups.ts";
import { openOptions } from "../../src/options/open-options.ts";
import { planForBudget, withPlan } from "../../src/options/plan-for-budget.ts";
import { parseGroups } from "../../src/options/settings.ts";
import { simulatedWorld } from "../../src/testing/simulated-world.ts";
import type { FamilyName } from "../../src/testing/worlds/families.ts";

/** Rows of each split. The test rows are many, so that what is compared are methods and not samples. */
const ROWS = { train: 200, dev: 50, test: 400 };
/** A share of answers is a mistake, as with any model. */
const NOISE = 0.03;
/** More rounds than any budget here holds: what ends a search is its budget, or its own rule. */
const ROUNDS = 40;

export interface Played {
  /** Score of the best prompt found on the test rows. */
  readonly score: number;
  /** Score of the first prompt on them. */
  readonly initial: number;
  /** Calls that the search made. */
  readonly used: number;
  /** Pairs of gradients that contradict each other, for each parent that was expanded. */
  readonly conflicts: number;
}

/**
 * @param calls budget of the search; the test rows come on top
 * @param own options of the search, where they are not the default's
 * @param plans whether what is left open follows the plan for the budget, as in a run with a cap
 * @param examples whether the prompt has a part of examples that the search fills
 */
export async function play(
  family: FamilyName,
  seed: number,
  method: MethodName,
  calls: number,
  own: Partial<SearchOptions> = {},
  plans = false,
  examples = false,
): Promise<Played> {
  const total = ROWS.train + ROWS.dev + ROWS.test;
  const { prompt, examples: all, model, metric } = simulatedWorld({ family, seed, rows: total, noise: NOISE });
  const groups = { search: { method, rounds: ROUNDS, ...own } };
  const given = parseGroups(groups);
  const open = openOptions(groups, given);
  const plan = plans ? planForBudget(calls, given, open, { dev: ROWS.dev, test: 0, callsPerCell: 1 }) : undefined;
  const { search, selection, splits, instructions } = plan === undefined ? given : withPlan(given, plan);
  const selector = selectorOf(selection.selector);
  const rows = {
    train: all.slice(0, ROWS.train),
    dev: all.slice(ROWS.train, ROWS.train + (plan?.rows.dev ?? ROWS.dev)),
    test: all.slice(ROWS.train + ROWS.dev),
  };
  const options = { prompt, examples: rows, label: "label", metric } as const;
  const filled = { prompt: prompt.replace("# Message", "# Examples\n\n# Message"), examplesPart: "Examples" };
  const task = buildTask({ ...options, ...(examples && filled) }, splits, () => undefined);
  let [parents, conflicts] = [0, 0];
  const tools: Tools = createTools(
    task,
    (_, request) => model.generate(request),
    ({ type }) => {
      if (type === "errors-found") parents += 1;
      if (type === "gradient-conflict") conflicts += 1;
    },
    {
      evaluation: { temperature: 0, maxOutputTokens: 100 },
      asking: { instructions, temperature: 1, maxOutputTokens: 1000, json: true, maxLength: search.maxLength },
      contract: { maxLength: search.maxLength, maxCopiedWords: search.maxCopiedWords },
      selection: {
        name: selector.name,
        selector: selector.create(selection),
        budgetFor: (arms) => selection.perCandidate * arms,
      },
    },
  );
  const budget = new CallBudget(calls);
  const { best } = await methods[method].search(search)(tools, budget, rng(seed));
  const scoreOf = async (candidate: typeof best.prompt): Promise<number> =>
    task.metric.score(
      await tools.evaluate(candidate, task.test, { round: 0, phase: "verdict", budget: new CallBudget(Infinity) }),
    );
  return {
    score: await scoreOf(best.prompt),
    initial: await scoreOf(task.prompt),
    used: budget.spent,
    conflicts: conflicts / Math.max(1, parents),
  };
}
