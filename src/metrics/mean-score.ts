/** The mean of the scores that the judge gave, for tasks whose answers are more or less right. */
import { weightOf } from "../core/example.ts";
import type { Metric, Observation } from "../core/task.ts";

/** Names that say nothing: a parameter's, and the one that a module gives to a default export without a name. */
const NAMELESS: readonly string[] = ["", "metric", "default"];

/** @param of what is averaged, such as the name of the user's function; default: none */
export function meanScore(of = ""): Metric {
  return {
    name: NAMELESS.includes(of) ? "mean score" : `mean ${of}`,
    isMean: true,
    score: (observations) => mean(observations, ({ score }) => score),
  };
}

/** The mean over the rows, each by its weight; 0 for none. */
export function mean(observations: readonly Observation[], value: (observation: Observation) => number): number {
  let sum = 0;
  for (const observation of observations) sum += weightOf(observation.example) * value(observation);
  return observations.length === 0 ? 0 : sum / totalWeight(observations);
}

/** The sum of the rows' weights: how many there are, where they have none. */
export function totalWeight(observations: readonly Observation[]): number {
  let sum = 0;
  for (const { example } of observations) sum += weightOf(example);
  return sum;
}
