/** Plays a share of the games of the benchmark of methods, in a thread of its own. */
import { parentPort, workerData } from "node:worker_threads";
import type { MethodName } from "../../src/core/methods/index.ts";
import type { SearchOptions } from "../../src/options/groups.ts";
import type { FamilyName } from "../../src/testing/worlds/families.ts";
import { play, type Played } from "./methods-play.ts";

export interface Game {
  readonly family: FamilyName;
  readonly seed: number;
  readonly method: MethodName;
  /** Budget of the search. */
  readonly calls: number;
  /** Options of the search, where they are not the default's. */
  readonly search?: Partial<SearchOptions>;
  /** Whether what is left open follows the plan for the budget; default false. */
  readonly plans?: boolean;
  /** Whether the prompt has a part of examples that the search fills; default false. */
  readonly examples?: boolean;
}

export type Outcome = Game & { readonly played: Played };

async function playAll(games: readonly Game[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const game of games)
    outcomes.push({
      ...game,
      played: await play(game.family, game.seed, game.method, game.calls, game.search, game.plans, game.examples),
    });
  return outcomes;
}

parentPort?.postMessage(await playAll(workerData as readonly Game[]));
