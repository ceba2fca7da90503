/** Plays games of methods in simulated worlds. */
import type { Game, Outcome } from "./methods-worker.ts";
import { playAll } from "./threads.ts";

/** The outcomes, in the order of the games. */
export function playGames(games: readonly Game[]): Promise<Outcome[]> {
  return playAll(new URL("./methods-worker.ts", import.meta.url), games);
}
