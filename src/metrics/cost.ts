/** The cost of errors, where some are worse than others. */
import { UsageError } from "../core/errors.ts";
import { shown } from "../core/example.ts";
import type { Metric, Observation } from "../core/task.ts";
import { mean } from "./mean-score.ts";

/** What it costs to answer a row of a label (outer name) with another label (inner name); pairs that are left out cost 1. */
export type Costs = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * One less the mean cost of a row as a share of the highest cost (Elkan, "The foundations of cost-sensitive learning", IJCAI 2001).
 * Right answers cost nothing; an invalid one costs the most that its row can cost.
 * @throws UsageError when a name is no label, or a cost is negative
 */
export function cost(costs: Costs, labels: readonly string[]): Metric {
  for (const [label, row] of Object.entries(costs))
    for (const [answer, value] of [[label, 0] as const, ...Object.entries(row)]) {
      if (!labels.includes(answer))
        throw new UsageError("metric.cost", `no row has the label “${answer}”`, `Labels: ${labels.join(", ")}.`);
      if (!(value >= 0 && value < Infinity))
        throw new UsageError("metric.cost", `expected a cost of 0 or more for ${label} as ${answer}, got ${value}`);
    }
  const costOf = (right: string, answer: string): number => (right === answer ? 0 : (costs[right]?.[answer] ?? 1));
  const worst = new Map(labels.map((right) => [right, Math.max(...labels.map((answer) => costOf(right, answer)))]));
  const highest = Math.max(...worst.values());
  const spared = ({ example, predicted, invalid }: Observation): number => {
    const right = shown(example.expected);
    return invalid ? highest - (worst.get(right) ?? highest) : highest - costOf(right, shown(predicted));
  };
  return {
    name: "spared cost",
    isMean: false,
    weighs: true,
    score: (observations) => (highest === 0 ? 1 : mean(observations, spared) / highest),
  };
}
