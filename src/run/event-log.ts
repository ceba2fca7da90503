/**
 * Hands every event of a run to its reader at once, and to the store in order, stamped. A run that is resumed reports
 * again what it reported before it was cut off; the store gets only what is new, so that its events tell one story.
 */
import type { RunEvent } from "../core/events.ts";
import type { Store } from "../stores/store.ts";
import type { StampedEvent } from "../stores/stored.ts";
import { earlierAttempts } from "./earlier-attempts.ts";

export interface EventLog {
  /** Throws what the reader throws, once: a reader that failed gets nothing more. */
  report(event: RunEvent): void;
  /**
   * Reports as withdrawn what earlier attempts have reported and this one has not; nothing when there is nothing. For the
   * end of an attempt that has reported all that it had to.
   */
  withdrawRest(): void;
  /** Resolves when all events so far are stored; rejects when one could not be. */
  flush(): Promise<void>;
}

/** Opens the log of a run; reads what earlier attempts at it have stored. */
export async function eventLog(store: Store, runId: string, onEvent: (event: RunEvent) => void): Promise<EventLog> {
  const earlier = earlierAttempts(await store.readEvents(runId));
  const attempt = earlier.attempts + 1;
  let waiting: StampedEvent[] = [];
  let writing: Promise<void> = Promise.resolve();
  let failure: unknown;
  let reader: typeof onEvent | undefined = onEvent;

  async function write(): Promise<void> {
    const events = waiting;
    waiting = [];
    if (events.length === 0 || failure !== undefined) return;
    await store.appendEvents(runId, events).catch((error: unknown) => {
      failure = error;
    });
  }

  function report(event: RunEvent): void {
    if (!earlier.reported(event)) {
      waiting.push({ v: 1, attempt, at: new Date().toISOString(), ...event });
      // Events reported in one go are written in one go.
      if (waiting.length === 1) writing = writing.then(write);
    }
    try {
      reader?.(event);
    } catch (error) {
      reader = undefined;
      throw error;
    }
  }

  return {
    report,
    withdrawRest() {
      const sequences = earlier.rest();
      if (sequences.length > 0) report({ type: "events-withdrawn", sequences });
    },
    async flush() {
      await writing;
      if (failure !== undefined) throw failure;
    },
  };
}
