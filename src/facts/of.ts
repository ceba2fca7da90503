/** Picks events of a run: those of one type, without what a later attempt has withdrawn. */
import type { RunEvent } from "../core/events.ts";

export type Of<T extends RunEvent["type"]> = Extract<RunEvent, { type: T }>;

/** An event of a run, with its number where it was read from a store. */
type Numbered = RunEvent & { readonly sequence?: number };

/** The events without those that were withdrawn. */
export function standing<T extends Numbered>(events: readonly T[]): readonly T[] {
  const withdrawn = new Set(events.flatMap((event) => (event.type === "events-withdrawn" ? event.sequences : [])));
  if (withdrawn.size === 0) return events;
  return events.filter(({ sequence }) => sequence === undefined || !withdrawn.has(sequence));
}

/** The events of one type, without those that were withdrawn. */
export function all<T extends RunEvent["type"]>(events: readonly RunEvent[], type: T): Of<T>[] {
  return standing(events).filter((event): event is Of<T> => event.type === type);
}
