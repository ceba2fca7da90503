/** The picture of trials: the leader's score on the test rows against calls, and against money where it cost some. */
import type { MeanInterval } from "../core/stats/mean-interval.ts";
import type { VariantSummary } from "../trials/summary.ts";
import { chart, COLORS, type Panel, type Point } from "./chart.ts";

type MeanPoint = VariantSummary["curve"][number];

/** Undefined when no curve was read. */
export function trialsChart(summaries: readonly VariantSummary[], metric: string): string | undefined {
  const drawn = summaries.filter(({ curve }) => curve.length > 0);
  if (drawn.length === 0) return undefined;
  const panel = (title: string, xLabel: string, read: (point: MeanPoint) => number): Panel => ({
    title,
    xLabel,
    series: drawn.map(({ name, curve }, i) => ({
      name,
      color: COLORS[i % COLORS.length]!,
      main: i === 0,
      points: curve.map((point) => ({ x: read(point), ...scored(point.score) })),
    })),
  });
  const ends = drawn.map(({ curve }) => curve.at(-1)!.usd);
  const costs = !ends.includes(undefined) && ends.some((usd) => usd! > 0);
  const trials = Math.max(...drawn.map((one) => one.trials));
  const of = trials === 1 ? "one seed" : `means of ${trials} seeds with 95% intervals`;
  return chart(
    [
      panel(`By calls, ${of}`, "calls of the search, after each round", ({ calls }) => calls),
      ...(costs ? [panel(`By money, ${of}`, "US dollars of the search, after each round", ({ usd }) => usd!)] : []),
    ],
    {
      title: `${metric} of the leading prompt on the test rows, by what the search had taken`,
      yLabel: metric,
      panelWidth: 420,
    },
  );
}

/** With one seed there is no interval; and no score lies beyond 0 and 1. */
function scored({ value, low, high, half }: MeanInterval): Omit<Point, "x"> {
  return { y: value, ...(Number.isFinite(half) && { low, high }) };
}
