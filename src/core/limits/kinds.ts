/** What limits can be set on: scores of other metrics, the size of the prompt, what an answer takes. */
import { AMOUNTS, SCORES } from "../stats/interval.ts";
import { estimate, type Estimate } from "../stats/estimate.ts";
import { meanInterval } from "../stats/mean-interval.ts";
import type { Prompt } from "../prompt/prompt.ts";
import { answersTo, merged, overRepeats } from "../evaluation/repeats.ts";
import type { Limit, Metric, Observation } from "../task.ts";

/** What a limit says, without what it measures. */
type Bound = Pick<Limit, "text" | "sense" | "bound">;

/**
 * A limit on a metric.
 * @param judged the row as this metric judges it, where another one is optimized; default: as it was judged
 */
export function metricLimit(
  bound: Bound,
  metric: Metric,
  judged: (observation: Observation) => Observation = (observation) => observation,
): Limit {
  const over = overRepeats(metric);
  const { counts = () => true } = over;
  const row = (observation: Observation): Observation => merged(answersTo(observation).map(judged));
  return {
    ...bound,
    of: "answers",
    measure: (observations) => estimate(over, observations.map(row).filter(counts)),
  };
}

/** A limit on what the prompt alone says. */
export function promptLimit(bound: Bound, sizeOf: (prompt: Prompt) => number): Limit {
  return { ...bound, of: "prompt", measure: (_, prompt) => exactly(sizeOf(prompt)) };
}

/** A limit on the mean of an amount that each answer has; rows without it are not counted. */
export function amountLimit(bound: Bound, amountOf: (observation: Observation) => number | undefined): Limit {
  return {
    ...bound,
    of: "answers",
    measure(observations) {
      const amounts = observations.flatMap((observation) => amountOf(observation) ?? []);
      if (amounts.length === 0) return { value: 0, ...SCORES, n: 0 };
      const { value, low, high, n } = meanInterval(amounts, 0.95, AMOUNTS);
      return { value, low, high, n };
    },
  };
}

function exactly(value: number): Estimate {
  return { value, low: value, high: value, n: 0 };
}
