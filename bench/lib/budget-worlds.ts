/** The worlds of the benchmark of budgets by name, each with the true score of any prompt. */
import type { Model } from "../../src/core/model.ts";
import type { MetricOption } from "../../src/tasks/index.ts";
import { simulatedWorld, worldFamilies } from "../../src/testing/simulated-world.ts";
import { families, type FamilyName, type WorldRow } from "../../src/testing/worlds/families.ts";
import { taskModel } from "../../src/testing/worlds/task-model.ts";
import { ruleWorld, type RuleKindName } from "./rule-world.ts";

/** Rows that a truth is counted on, where it is no formula: none of them is in the data of a run. */
const TRUTH_ROWS = 1500;
/** A share of answers is a mistake, as with any model. */
const NOISE = 0.03;

/** `disputed` is what strategies for contradictory gradients are measured in, by the benchmark `gradients`. */
export type WorldName = FamilyName | `rule-${RuleKindName}`;
export const WORLDS: readonly WorldName[] = [
  ...worldFamilies.filter((family) => family !== "disputed"),
  "rule-one",
  "rule-all",
];

/** The one that no default was chosen on: it has a row of its own and is in no mean. */
export const UNSEEN: WorldName = "rule-uneven";

export const ALL_WORLDS: readonly WorldName[] = [...WORLDS, UNSEEN];

export interface TrueWorld {
  readonly prompt: string;
  readonly rows: readonly WorldRow[];
  readonly model: Model;
  readonly metric: MetricOption;
  /** The score of a section without the model's mistakes. */
  readonly truth: (section: string) => number;
}

export function worldOf(name: WorldName, seed: number, rows: number): TrueWorld {
  if (isRuleWorld(name))
    return { ...ruleWorld(name.slice("rule-".length) as RuleKindName, seed, rows), metric: "accuracy" };
  const { prompt, examples, model, metric } = simulatedWorld({
    family: name,
    seed,
    rows: rows + TRUTH_ROWS,
    noise: NOISE,
  });
  const { answer } = taskModel(families[name], seed);
  const unseen = examples.slice(rows);
  return {
    prompt,
    rows: examples.slice(0, rows),
    model,
    metric,
    truth: (section) =>
      unseen.filter(({ message, label }) => answer(section, message) === label).length / unseen.length,
  };
}

function isRuleWorld(name: WorldName): name is `rule-${RuleKindName}` {
  return name.startsWith("rule-");
}
