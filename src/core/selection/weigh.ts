/** Weighs a choice when it is made: how much of it is luck, how far it may be wrong, and what each candidate gained. */
import type { Candidate } from "../candidate.ts";
import type { RankedArm } from "../events.ts";
import { gains } from "../measuring/gains.ts";
import type { Rng } from "../rng.ts";
import type { ArmEstimate } from "./selector.ts";
import { winnerOptimism } from "../stats/optimism.ts";
import { pseudoValues } from "../stats/pseudo-values.ts";
import { expectedRegret } from "../stats/regret.ts";
import type { Metric, Observation } from "../task.ts";

export interface Weighed {
  readonly optimism: number;
  readonly regret: number;
  readonly ranking: readonly RankedArm[];
}

/** A choice that was made. */
export interface Made {
  /** In the order of `arm`. */
  readonly candidates: readonly Candidate[];
  /** What each candidate did on the rows it met. */
  readonly seen: readonly (readonly Observation[])[];
  /** Best first. */
  readonly ranking: readonly ArmEstimate[];
  /** How many of them are kept. */
  readonly keep: number;
}

export function weigh(metric: Metric, { candidates, seen, ranking, keep }: Made, rng: Rng): Weighed {
  const places = new Map([...new Set(seen.flat().map(({ example }) => example.id))].map((id, i) => [id, i]));
  const cells = ranking.map(({ arm }) => ({
    rows: seen[arm]!.map(({ example }) => places.get(example.id)!),
    values: metric.isMean ? seen[arm]!.map(({ score }) => score) : pseudoValues(seen[arm]!, metric.score),
  }));
  const gained = gains(metric, candidates, seen);
  return {
    optimism: winnerOptimism(metric, seen, rng.fork("optimism")),
    regret: expectedRegret(cells, places.size, keep),
    ranking: ranking.map((one) => {
      const gain = gained[one.arm];
      return { ...one, id: candidates[one.arm]!.prompt.id, ...(gain && { gain }) };
    }),
  };
}
