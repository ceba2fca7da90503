/** Metrics next to those of scikit-learn, sacreBLEU and rouge-score, on inputs that `scripts/reference-metrics.py` made. */
import { count } from "../src/core/values/words.ts";
import { scoreFor, textScores } from "../src/metrics/scores/index.ts";
import type { KeepTable } from "./lib/doc-tables.ts";
import { compareMetrics } from "./lib/reference-metrics.ts";

/** Words of each of the two texts that ROUGE-L is timed on. */
const WORDS = 5000;

export async function run(
  _args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const comparisons = compareMetrics();
  const byMetric = Map.groupBy(comparisons, ({ metric }) => metric);
  const worst = [...byMetric].map(([metric, each]) => {
    const difference = Math.max(...each.map(({ ours, theirs }) => Math.abs(ours - theirs)));
    print(
      `${metric.padEnd(26)} ${String(each.length).padStart(3)} inputs, worst difference ${difference.toExponential(1)}`,
    );
    return { metric, inputs: each.length, difference };
  });
  keepTable("compared", [
    ["of", "metrics", "comparisons", "greatest difference"],
    ...[...Map.groupBy(worst, ({ metric }) => metric.split(" ")[0]!)].map(([of, own]) => {
      const inputs = own.reduce((sum, one) => sum + one.inputs, 0);
      const difference = Math.max(...own.map((one) => one.difference));
      return [of, count(own.length), count(inputs), difference === 0 ? "0" : difference.toExponential(0)];
    }),
  ]);
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
    worstDifference: Math.max(...worst.map(({ difference }) => difference)),
  };
}
