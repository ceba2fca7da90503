/** The mean of several curves, round by round. */
import { mean } from "../core/stats/mean.ts";
import { SCORES } from "../core/stats/interval.ts";
import type { MeanInterval } from "../core/stats/mean-interval.ts";
import type { CurvePoint } from "./curve.ts";
import { overRepeats, type Repeat } from "./repeats.ts";

export interface MeanPoint {
  readonly round: number;
  /** Mean of the calls so far. */
  readonly calls: number;
  /** Mean of the US dollars so far; absent when a price is unknown. */
  readonly usd?: number;
  readonly score: MeanInterval;
}

/** A curve that ended early stays where it ended. */
export function meanCurve(
  trials: readonly (Repeat & { readonly curve: readonly CurvePoint[] })[],
): readonly MeanPoint[] {
  const drawn = trials.filter(({ curve }) => curve.length > 0);
  const longest = Math.max(0, ...drawn.map(({ curve }) => curve.length));
  return Array.from({ length: longest }, (_, round) => {
    const at = drawn.map((trial) => ({ ...trial, ...trial.curve[Math.min(round, trial.curve.length - 1)]! }));
    const dollars = at.flatMap(({ usd }) => (usd === undefined ? [] : [usd]));
    return {
      round,
      calls: mean(at.map(({ calls }) => calls)),
      ...(dollars.length === at.length && { usd: mean(dollars) }),
      score: overRepeats(at, ({ score }) => score, SCORES),
    };
  });
}
