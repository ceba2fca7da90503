/** Events with and without what the store adds to them. */
import type { RunEvent } from "../../src/core/events.ts";
import type { StampedEvent, StoredEvent } from "../../src/stores/stored.ts";

/** An event as a first attempt reports it. */
export function stamped(event: RunEvent): StampedEvent {
  return { v: 1, attempt: 1, at: "2026-01-01T00:00:00.000Z", ...event };
}

/** What was reported, without its stamp and its number. */
export function bare({ v: _v, attempt: _attempt, at: _at, sequence: _sequence, ...event }: StoredEvent): RunEvent {
  return event;
}
