/** The mean of several curves, round by round. */
import { mean } from "../core/stats/mean.ts";
import { SCORES } from "../core/stats/interval.ts";
import { meanInterval, type MeanInterval } from "../core/stats/mean-interval.ts";
import type { CurvePoint } from "./curve.ts";

export interface MeanPoint {
  readonly round: number;
  /** Mean of the calls so far. */
  readonly calls: number;
  /** Mean of the US dollars so far; absent when a price is unknown. */
  readonly usd?: number;
  readonly score: MeanInterval;
}

/** A curve that ended early stays where it ended. */
export function meanCurve(curves: readonly (readonly CurvePoint[])[]): readonly MeanPoint[] {
  const drawn = curves.filter((curve) => curve.length > 0);
  const longest = Math.max(0, ...drawn.map((curve) => curve.length));
  return Array.from({ length: longest }, (_, round) => {
    const at = drawn.map((curve) => curve[Math.min(round, curve.length - 1)]!);
    const dollars = at.flatMap(({ usd }) => (usd === undefined ? [] : [usd]));
    return {
      round,
      calls: mean(at.map(({ calls }) => calls)),
      ...(dollars.length === at.length && { usd: mean(dollars) }),
      score: meanInterval(
        at.map(({ score }) => score),
        0.95,
        SCORES,
      ),
    };
  });
}
