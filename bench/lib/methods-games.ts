/** Plays games of methods in simulated worlds, shared out over threads; every game is the same whoever plays it. */
import { Worker } from "node:worker_threads";
import type { Game, Outcome } from "./methods-worker.ts";

const THREADS = 2;

/** The outcomes, in no order that means anything. */
export async function playAll(games: readonly Game[]): Promise<Outcome[]> {
  const shares = Array.from({ length: THREADS }, (_, thread) => games.filter((_game, i) => i % THREADS === thread));
  return (await Promise.all(shares.map(playShare))).flat();
}

function playShare(games: readonly Game[]): Promise<Outcome[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./methods-worker.ts", import.meta.url), { workerData: games });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
