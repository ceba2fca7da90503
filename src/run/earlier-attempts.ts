/** What earlier attempts at a run have reported, and which of it the present attempt has reported again. */
import type { RunEvent } from "../core/events.ts";
import { standing } from "../facts/of.ts";
import type { StoredEvent } from "../stores/stored.ts";

export interface EarlierAttempts {
  /** How many there were. */
  readonly attempts: number;
  /** Whether an earlier attempt has reported this event; each stored event is found once. */
  reported(event: RunEvent): boolean;
  /** Sequence numbers of what was not reported again so far. */
  rest(): number[];
}

/** They are true of their attempt, whatever a later one does: reported each time, never withdrawn. */
const OF_ONE_ATTEMPT: ReadonlySet<RunEvent["type"]> = new Set([
  "run-started",
  "run-ended",
  "notice",
  "spending",
  "events-withdrawn",
]);

/** Events are compared by content, in any order: answers arrive in another order in each attempt. */
export function earlierAttempts(events: readonly StoredEvent[]): EarlierAttempts {
  const unmatched = new Map<string, number[]>();
  for (const { sequence, v: _v, attempt: _attempt, at: _at, ...event } of standing(events)) {
    if (OF_ONE_ATTEMPT.has(event.type)) continue;
    const content = JSON.stringify(event);
    const same = unmatched.get(content);
    if (same === undefined) unmatched.set(content, [sequence]);
    else same.push(sequence);
  }
  return {
    attempts: events.at(-1)?.attempt ?? 0,
    reported(event) {
      if (unmatched.size === 0 || OF_ONE_ATTEMPT.has(event.type)) return false;
      const content = JSON.stringify(event);
      const same = unmatched.get(content);
      if (same === undefined) return false;
      same.shift();
      if (same.length === 0) unmatched.delete(content);
      return true;
    },
    rest: () => [...unmatched.values()].flat().toSorted((a, b) => a - b),
  };
}
