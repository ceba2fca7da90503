/** Plays a share of the repetitions of the benchmark of selectors, in a thread of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { rng } from "../../src/core/rng.ts";
import { BUDGETS, CONTENDERS, KEEP, worlds } from "./contenders.ts";
import { play, type Played } from "./play.ts";

export interface WorkerShare {
  /** Repetitions `first`, `first + step`, ... below `end`. */
  readonly first: number;
  readonly step: number;
  readonly end: number;
}

/** What one contender did in one world with one budget, repetition by repetition. */
export interface Cell {
  readonly world: string;
  /** Evaluations per candidate. */
  readonly budget: number;
  readonly contender: string;
  /** How many arms its world has. */
  readonly arms: number;
  readonly played: readonly (Played & { readonly repetition: number })[];
}

function playShare({ first, step, end }: WorkerShare): Cell[] {
  const cells = new Map<
    string,
    { world: string; budget: number; contender: string; arms: number; played: (Played & { repetition: number })[] }
  >();
  for (const [world, draw] of Object.entries(worlds())) {
    for (let repetition = first; repetition < end; repetition += step) {
      const drawn = draw(rng(`${world} ${repetition}`));
      for (const budget of BUDGETS) {
        for (const [contender, factory] of Object.entries(CONTENDERS)) {
          const key = JSON.stringify([world, budget, contender]);
          const cell = cells.get(key) ?? { world, budget, contender, arms: drawn.truth.length, played: [] };
          cells.set(key, cell);
          cell.played.push({
            repetition,
            ...play(drawn, factory, KEEP, budget * drawn.truth.length, rng(`${key} ${repetition}`)),
          });
        }
      }
    }
  }
  return [...cells.values()];
}

parentPort?.postMessage(playShare(workerData as WorkerShare));
