/** Plays a share of the games of the benchmark of lessons, in a thread of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { play, type Game } from "./lessons-play.ts";

export type Outcome = Game & { readonly score: number };

async function playAll(games: readonly Game[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const game of games) outcomes.push({ ...game, score: await play(game) });
  return outcomes;
}

parentPort?.postMessage(await playAll(workerData as readonly Game[]));
