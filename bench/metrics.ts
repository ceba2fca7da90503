/** Metrics next to those of scikit-learn, sacreBLEU and rouge-score, on inputs that `scripts/reference-metrics.py` made. */
import { scoreFor, textScores } from "../src/metrics/scores/index.ts";
import { compareMetrics } from "./lib/reference-metrics.ts";

/** Words of each of the two texts that ROUGE-L is timed on. */
const WORDS = 5000;

export async function run(_args: readonly string[], print: (line: string) => void): Promise<Record<string, number>> {
  const comparisons = compareMetrics();
  const byMetric = Map.groupBy(comparisons, ({ metric }) => metric);
  const worst = [...byMetric].map(([metric, each]) => {
    const difference = Math.max(...each.map(({ ours, theirs }) => Math.abs(ours - theirs)));
    print(
      `${metric.padEnd(26)} ${String(each.length).padStart(3)} inputs, worst difference ${difference.toExponential(1)}`,
    );
    return difference;
  });
  const words = (seed: number): string => Array.from({ length: WORDS }, (_, i) => `w${(i * seed) % 997}`).join(" ");
  const [one, other] = [words(31), words(77)];
  const rouge = scoreFor("rouge-l", textScores);
  const times = Array.from({ length: 9 }, () => {
    const begun = performance.now();
    rouge.score(one, [other]);
    return performance.now() - begun;
  });
  return {
    rougeMs: times.toSorted((a, b) => a - b)[4]!,
    compared: byMetric.size,
    inputs: comparisons.length,
    worstDifference: Math.max(...worst),
  };
}
