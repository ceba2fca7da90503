/** Plays one search on the example reviews with one selector: the leader's score by round, the final one, calls. */
import { parsePrompt } from "../../src/core/prompt.ts";
import type { RunEvent } from "../../src/index.ts";
import type { GroupOptions } from "../../src/options.ts";
import { exampleScore, runExample } from "./example.ts";

/** One search to play. */
export interface Game {
  /** The row of the table that it counts for. */
  readonly row: string;
  readonly options: GroupOptions;
  /** Seed of the splits and of the simulation. */
  readonly seed: number;
  /** Which of several searches on the same splits and simulation. */
  readonly search: number;
}

export interface Played {
  /** Score of the beam's leader on the test rows after each round. */
  readonly byRound: readonly number[];
  readonly final: number;
  readonly selectionCalls: number;
  readonly calls: number;
}

export type Outcome = Game & { readonly played: Played };

/** Further searches have seeds of their own that no first search has. */
const APART = 1000;

export async function play({ options, seed, search }: Game): Promise<Played> {
  const events: RunEvent[] = [];
  const result = await runExample(seed, { ...options, seed: seed + APART * search }, (event) => events.push(event));
  const initial = parsePrompt(result.initial);
  const sections = new Map([[initial.id, initial.section]]);
  for (const event of events) if (event.type === "candidate") sections.set(event.id, event.section);
  const selected = events.filter((event) => event.type === "selected");
  const byRound = await Promise.all(
    selected.map(({ kept }) => exampleScore(initial.withSection(sections.get(kept[0]!)!), seed)),
  );
  return {
    byRound,
    final: result.verdict!.winner.value,
    selectionCalls: selected.reduce((sum, { calls }) => sum + calls, 0),
    calls: result.cost.calls,
  };
}
