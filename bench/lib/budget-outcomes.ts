/** Outcomes of the benchmark of budgets, kept as they are played: a long benchmark that was cut off goes on where it was. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { Game, Outcome } from "./budget-play.ts";
import { playAll } from "./threads.ts";

/** Games between two writes. */
const SLICE = 120;

/**
 * The outcomes of these games, in their order.
 * @param file where they are kept, a line each, and looked up first; none where it is undefined
 * @param keptOnly leaves out games that the file does not have
 */
export async function outcomesOf(
  games: readonly Game[],
  file: string | undefined,
  keptOnly: boolean,
): Promise<Outcome[]> {
  const known = new Map((file === undefined ? [] : read(file)).map((outcome) => [nameOf(outcome), outcome]));
  const open = keptOnly ? [] : games.filter((game) => !known.has(nameOf(game)));
  for (let start = 0; start < open.length; start += SLICE) {
    const slice = open.slice(start, start + SLICE);
    const played = await playAll<Game, Outcome>(new URL("budget-worker.ts", import.meta.url), slice);
    for (const outcome of played) known.set(nameOf(outcome), outcome);
    if (file !== undefined) appendFileSync(file, played.map((outcome) => `${JSON.stringify(outcome)}\n`).join(""));
  }
  return games.flatMap((game) => known.get(nameOf(game)) ?? []);
}

function read(file: string): Outcome[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Outcome);
}

function nameOf({ world, seed, method, calls, own }: Game): string {
  return JSON.stringify([world, seed, method, calls, own]);
}
