/** Hands every event of a run to its reader at once, and to the store in order. */
import type { RunEvent } from "../core/events.ts";
import type { Store } from "../stores/store.ts";

export interface EventLog {
  /** Throws what the reader throws, once: a reader that failed is told nothing more. */
  report(event: RunEvent): void;
  /** Resolves when all events so far are stored; rejects when one could not be. */
  flush(): Promise<void>;
}

export function eventLog(store: Store, runId: string, onEvent: (event: RunEvent) => void): EventLog {
  let waiting: RunEvent[] = [];
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

  return {
    report(event) {
      waiting.push(event);
      // Events reported in one go are written in one go.
      if (waiting.length === 1) writing = writing.then(write);
      try {
        reader?.(event);
      } catch (error) {
        reader = undefined;
        throw error;
      }
    },
    async flush() {
      await writing;
      if (failure !== undefined) throw failure;
    },
  };
}
