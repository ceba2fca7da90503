/** The curve of a run: how good its leading prompt was after each round, and what that had taken. */
import type { RunEvent } from "../core/events.ts";
import type { Spending } from "../core/spending.ts";
import type { Prompt } from "../core/prompt/prompt.ts";
import { standing } from "../facts/of.ts";

/** The state of a search after a round. */
export interface Standing {
  /** 0 is before the first one. */
  readonly round: number;
  /** Leader of the beam; after the last round the best prompt by dev. */
  readonly leader: Prompt;
  /** Calls so far, without the verdict's. */
  readonly calls: number;
  /** US dollars so far, had the store known no answer of other runs; absent when a price is unknown. */
  readonly usd?: number;
}

/** The state of a run after a round, with the leader's score on the test rows. */
export interface CurvePoint extends Omit<Standing, "leader"> {
  readonly score: number;
}

/** The state of the search before its first round and after each one, from the events of its run. */
export function standingsOf(initial: Prompt, events: readonly RunEvent[], cost: Spending): readonly Standing[] {
  const prompts = new Map([[initial.id, initial]]);
  const leaders: string[] = [];
  for (const event of standing(events)) {
    if (event.type === "candidate") prompts.set(event.id, initial.withParts(event.parts));
    // A round begins with what the one before has left.
    if (event.type === "round-started") leaders.push(event.beam[0] ?? initial.id);
    if (event.type === "search-ended") leaders.push(event.best);
  }
  return leaders.map((id, round) => ({
    round,
    leader: prompts.get(id) ?? initial,
    ...spentBefore(cost.byRound ?? [], round),
  }));
}

/** What all rounds up to this one took; the initial prompt was there for nothing. */
function spentBefore(byRound: NonNullable<Spending["byRound"]>, round: number): { calls: number; usd?: number } {
  const spent = round === 0 ? [] : byRound.filter((line) => line.round <= round);
  const calls = spent.reduce((sum, line) => sum + line.calls, 0);
  if (byRound.some(({ usd }) => usd === undefined)) return { calls };
  return { calls, usd: spent.reduce((sum, { usd = 0, savedUsd = 0 }) => sum + usd + savedUsd, 0) };
}
