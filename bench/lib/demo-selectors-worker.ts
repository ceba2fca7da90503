/** Plays a share of the searches of the benchmark of selectors on the example, in a thread of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { play, type Game, type Outcome } from "./demo-selectors-play.ts";

async function playAll(games: readonly Game[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const game of games) outcomes.push({ ...game, played: await play(game) });
  return outcomes;
}

parentPort?.postMessage(await playAll(workerData as readonly Game[]));
