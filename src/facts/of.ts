/** Picks the events of one type. */
import type { RunEvent } from "../core/events.ts";

export type Of<T extends RunEvent["type"]> = Extract<RunEvent, { type: T }>;

export function all<T extends RunEvent["type"]>(events: readonly RunEvent[], type: T): Of<T>[] {
  return events.filter((event): event is Of<T> => event.type === type);
}
