/** Shares work out over threads: a game is the same on every thread. */
import { Worker } from "node:worker_threads";

export const THREADS = 2;

/**
 * The outcomes of all games, in their order.
 * @param worker the module that plays the games in its `workerData` and posts their outcomes, in their order
 */
export async function playAll<Game, Outcome>(worker: URL, games: readonly Game[]): Promise<Outcome[]> {
  const shares = Array.from({ length: THREADS }, (_, thread) => games.filter((_game, i) => i % THREADS === thread));
  const played = await Promise.all(shares.map((share) => inThread<Outcome[]>(worker, share)));
  return games.map((_game, i) => played[i % THREADS]![Math.floor(i / THREADS)]!);
}

/** What a module posts that is run in a thread of its own with this data. */
export function inThread<Result>(worker: URL, workerData: unknown): Promise<Result> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, { workerData });
    thread.once("message", resolve);
    thread.once("error", reject);
  });
}
