/** Events made by hand, of a search of few prompts. */
import type { RunEvent } from "../../src/core/events.ts";
import type { Estimate } from "../../src/core/stats/estimate.ts";

/** An estimate with this half-width. */
export const about = (value: number, half: number, n = 100): Estimate => ({
  value,
  low: value - half,
  high: value + half,
  n,
});

/** A selection among an old prompt and new ones that gained this much; the first is kept. */
export function selected(
  round: number,
  train: Estimate,
  more: { readonly regret?: number; readonly gains?: readonly number[]; readonly evaluations?: number } = {},
): RunEvent {
  const { regret = 0.02, gains = [0.1], evaluations = 20 * (gains.length + 1) } = more;
  const children = gains.map((value, i) => ({
    id: `c${round}-${i}`,
    arm: i + 1,
    ...train,
    gain: { parent: "p0", ...about(value, 0.2, 20) },
  }));
  const ranking = [...children, { id: "p0", arm: 0, ...train }];
  const kept = [ranking[0]!.id];
  return {
    type: "selected",
    round,
    selector: "uniform",
    evaluations,
    calls: evaluations,
    optimism: 0.02,
    regret,
    kept,
    ranking,
  };
}

export function devScore(round: number, score: Estimate, id = `c${round}-0`): RunEvent {
  return { type: "dev-score", round, id, score };
}

export function candidate(round: number, i = 0): RunEvent {
  const origin = { kind: "edit", parent: "p0", gradient: `g${round}-${i}` } as const;
  return { type: "candidate", round, id: `c${round}-${i}`, parts: { task: "" }, origin };
}

export function gradient(round: number, text: string, i = 0): RunEvent {
  return { type: "gradient", round, parent: "p0", id: `g${round}-${i}`, text, rows: [`${i}`] };
}

export function rejected(round: number, kind: "unchanged" | "heading"): RunEvent {
  return { type: "candidate-rejected", round, parent: "p0", parts: { task: "" }, breach: { kind } };
}
